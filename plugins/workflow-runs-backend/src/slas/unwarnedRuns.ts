import { Knex } from 'knex';
import { toIso, toIsoOrNull } from '../database/time';
import { ForecastRun } from '../forecast/ForecastQueries';
import { DatabaseRow } from '../queries/DatabaseRow';

/** As the index has it: not as a parameter, or no plan could know. */
const WARNINGS = "timers.kind = 'sla_warning'";

/** Runs under way that have a target, of which most of the time is left, and that are not at risk; by id. */
export async function unwarnedRuns(
  knex: Knex,
  page: { after: string; now: number; limit: number },
): Promise<ForecastRun[]> {
  const rows: DatabaseRow[] = await knex('timers')
    .join('runs', 'runs.id', 'timers.run_id')
    .join('workflows', 'workflows.id', 'runs.workflow_id')
    .whereRaw(WARNINGS)
    .where('timers.run_id', '>', page.after)
    .where('timers.due_at', '>', page.now)
    .whereNull('timers.likely_at')
    .whereIn('runs.status', ['running', 'waiting_human'])
    .where({ 'runs.sla_status': 'on_track' })
    .orderBy('timers.run_id')
    .limit(page.limit)
    .select({
      id: 'runs.id',
      engine: 'workflows.engine',
      name: 'workflows.name',
      tenant_id: 'runs.tenant_id',
      environment: 'runs.environment',
      backfill: 'runs.backfill',
      status: 'runs.status',
      needs_intervention: 'runs.needs_intervention',
      started_at: 'runs.started_at',
      sla_target_ms: 'runs.sla_target_ms',
      sla_due_at: 'runs.sla_due_at',
    });
  return rows.map(row => ({
    id: row.id,
    workflow: { ref: `${row.engine}/${row.name}` },
    tenantId: row.tenant_id,
    environment: row.environment,
    backfill: Boolean(row.backfill),
    status: row.status,
    needsIntervention: Boolean(row.needs_intervention),
    startedAt: toIsoOrNull(row.started_at),
    sla: {
      status: 'on_track',
      targetMs: Number(row.sla_target_ms),
      dueAt: toIso(row.sla_due_at),
    },
  }));
}

/** Has the run be warned of now, unless that has been done, or it is not to be any more. */
export async function foretell(
  knex: Knex,
  runId: string,
  { likelyAt, now }: { likelyAt: number; now: number },
): Promise<void> {
  await knex('timers')
    .where({ run_id: runId })
    .whereRaw(WARNINGS)
    .where('due_at', '>', now)
    .update({ due_at: now, likely_at: likelyAt });
}

/** Runs that are to be warned of now, and have not been. */
export async function foretold(knex: Knex, limit: number): Promise<string[]> {
  const rows = await knex('timers')
    .whereRaw(WARNINGS)
    .whereNotNull('likely_at')
    .orderBy('run_id')
    .limit(limit)
    .select('run_id');
  return rows.map(({ run_id }) => run_id);
}
