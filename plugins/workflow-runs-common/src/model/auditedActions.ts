import { RunAction, runActionSchema } from './vocabulary';

/**
 * What the audit trail tells of: which actions on which kind of thing. What is not here cannot be written down, and
 * screens have words for all of it.
 *
 * @public
 */
export const AUDITED_ACTIONS = {
  'run-mutate': [
    'launch',
    ...(runActionSchema.options as readonly RunAction[]),
    'watch',
    'unwatch',
    'subscribe',
    'unsubscribe',
    'start_bulk_job',
    'abort_bulk_job',
    'resume_bulk_job',
  ],
  'run-fetch': ['export', 'link_artifact', 'query'],
  'value-reveal': ['reveal'],
  'failure-group-mutate': ['snooze', 'resolve', 'reopen', 'runbook'],
  'webhook-mutate': [
    'create',
    'change',
    'enable',
    'disable',
    'delete',
    'ping',
    'redeliver',
    'redeliver_range',
    'rotate_secret',
    'end_old_secrets',
  ],
  'alert-rule-mutate': [
    'create',
    'change',
    'enable',
    'disable',
    'delete',
    'snooze',
    'wake',
    'resolve',
  ],
  'view-mutate': ['create', 'change', 'delete'],
  'privacy-mutate': ['create_policy', 'change_policy', 'delete_policy'],
  'retention-mutate': ['change', 'start', 'abort', 'purge_run'],
  'key-mutate': ['shred'],
  'engine-sync': ['sync_engine', 'sync_run'],
  'audit-fetch': ['export'],
} as const satisfies Record<string, readonly string[]>;

/** A kind of thing, as Backstage's auditor knows it. @public */
export type AuditedEvent = keyof typeof AUDITED_ACTIONS;
/** What can be done to it. @public */
export type AuditedAction<E extends AuditedEvent = AuditedEvent> =
  (typeof AUDITED_ACTIONS)[E][number];
