import { Knex } from 'knex';
import { EndedRun } from './Tracing';

/** What the span of a run tells of it; undefined where it was deleted or goes on. */
export async function endedRun(
  knex: Knex,
  runId: string,
): Promise<EndedRun | undefined> {
  const row = await knex('runs')
    .join('workflows', 'workflows.id', 'runs.workflow_id')
    .where({ 'runs.id': runId })
    .whereNotNull('runs.completed_at')
    .first('runs.*', 'workflows.name as workflow_name');
  if (!row) return undefined;
  return {
    runId,
    generation: row.generation,
    workflow: row.workflow_name,
    workflowVersion: row.workflow_version,
    tenantId: row.tenant_id,
    environment: row.environment,
    status: row.status,
    errorCategory: row.error_category,
    errorCode: row.error_code,
    startedAt: Number(row.started_at ?? row.queued_at),
    completedAt: Number(row.completed_at),
  };
}
