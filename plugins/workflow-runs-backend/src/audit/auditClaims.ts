import { AuditOrigin, Json } from 'backstage-plugin-workflow-runs-common';
import { newId } from '../database/ids';
import { Claim } from '../recorder/Transition';

/** An entry that is written in the transaction that does what it tells of; the recorder redacts it. */
interface Audited {
  at: number;
  actor: string;
  origin: AuditOrigin | undefined;
  action: string;
  tenantId: string;
  workflow: string;
  runId: string;
}

/** The entry of an action: why, and what came of it, the action says itself. */
export function auditOfAction(
  audited: Audited & { actionId: string; before: Json; after?: Json },
): Claim {
  const { actionId, before, after } = audited;
  return entryOf(audited, {
    action_id: actionId,
    outcome: 'pending',
    before: JSON.stringify(before),
    after: after === undefined ? null : JSON.stringify(after),
  });
}

/** The entry of a launch; `runId` is the run that it repeats, where there is one. */
export function auditOfLaunch(
  audited: Audited & {
    reason: string | null;
    resultRunId: string | null;
    details: Json;
  },
): Claim {
  const { reason, resultRunId, details } = audited;
  return entryOf(audited, {
    outcome: 'succeeded',
    result_run_id: resultRunId,
    reason,
    details: JSON.stringify(details),
  });
}

function entryOf(audited: Audited, row: Claim['row']): Claim {
  const { origin } = audited;
  return {
    table: 'audit_entries',
    key: ['id'],
    row: {
      id: newId('aud'),
      tenant_id: audited.tenantId,
      at: audited.at,
      actor: audited.actor,
      event: 'run-mutate',
      action: audited.action,
      run_id: audited.runId,
      workflow_ref: audited.workflow,
      remote_address: origin?.remoteAddress ?? null,
      user_agent: origin?.userAgent ?? null,
      request_id: origin?.requestId ?? null,
      ...row,
    },
  };
}
