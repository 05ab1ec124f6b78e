import type {
  ErrorCategory,
  HitlState,
  LogLevel,
  Priority,
  RunStatus,
  SlaStatus,
  TriggerType,
} from 'backstage-plugin-workflow-runs-common';

/*
 * What options can be, for help and completion. The schemas say the same, but take longer to load than a shell
 * may take to complete a word; a test compares them.
 */

export const runStatuses = [
  'queued',
  'running',
  'paused',
  'waiting_human',
  'canceling',
  'completed',
  'failed',
  'canceled',
] as const satisfies readonly RunStatus[];

export const errorCategories = [
  'transient',
  'validation_failed',
  'external_api',
  'policy_denied',
  'timeout',
  'bug',
] as const satisfies readonly ErrorCategory[];

export const hitlStates = [
  'requested',
  'approved',
  'rejected',
] as const satisfies readonly HitlState[];

export const slaStatuses = [
  'on_track',
  'at_risk',
  'breached',
  'met',
] as const satisfies readonly SlaStatus[];

export const priorities = [
  'high',
  'normal',
  'low',
] as const satisfies readonly Priority[];

export const triggerTypes = [
  'manual',
  'scheduled',
  'event',
  'parent',
  'backfill',
] as const satisfies readonly TriggerType[];

export const logLevels = [
  'debug',
  'info',
  'warn',
  'error',
] as const satisfies readonly LogLevel[];

export const runSorts = [
  '-queuedAt',
  'status',
  '-duration',
  'duration',
] as const;
