import { IngestCommand } from 'backstage-plugin-workflow-runs-common';
import { toIso } from '../database/time';
import { DatabaseRow } from '../queries/DatabaseRow';

/** A command as its engine is told of it, from its row joined with those of its action and its run. */
export function commandToWire(row: DatabaseRow): IngestCommand {
  const { to = null } = row.details ? JSON.parse(row.details) : {};
  return {
    id: row.action_id,
    action: row.action,
    run: { id: row.native_id, namespace: row.namespace },
    generation: row.generation,
    step: row.step_key || null,
    to,
    reason: row.reason,
    askedBy: row.actor,
    askedAt: toIso(Number(row.requested_at)),
    expiresAt: toIso(Number(row.expires_at)),
  };
}
