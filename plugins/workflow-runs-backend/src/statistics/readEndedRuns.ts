import { Knex } from 'knex';
import { toNumberOrNull } from '../database/time';
import { DatabaseRow } from '../queries/DatabaseRow';
import { readBusiness } from '../queries/readBusiness';
import {
  AttemptCounts,
  EndedRun,
  EndedStatus,
  EndedStep,
  OUTCOMES,
} from './contribution';

/** Of the part of a run that changes with its steps. */
const LIVE_COLUMNS = [
  'steps_total',
  'tokens',
  'compute_ms',
  'accuracy',
  'throughput_delta',
].map(column => `run_live.${column}`);

/** What the tables say now of some runs, by their ids; of those that have ended, and are still there. */
export async function readEndedRuns(
  knex: Knex,
  runIds: readonly string[],
): Promise<Map<string, EndedRun>> {
  const rows: DatabaseRow[] = await knex('runs')
    .join('run_live', 'run_live.run_id', 'runs.id')
    .whereIn('runs.id', runIds)
    .whereIn('runs.status', Object.keys(OUTCOMES))
    .whereNotNull('runs.completed_at')
    .select('runs.*', ...LIVE_COLUMNS);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const steps = await readSteps(knex, ids);
  const attempts = await readAttempts(knex, ids);
  const experiences = await readExperiences(knex, ids);
  return new Map(
    rows.map(row => [
      row.id,
      {
        ...toRun(row),
        experience: experiences.get(row.id) ?? null,
        steps: (steps.get(row.id) ?? []).filter(({ hasBegun }) => hasBegun),
        queues: queuesOf(row.task_queue, steps.get(row.id) ?? []),
        areStepsGone: row.steps_total > 0 && !steps.has(row.id),
        attempts: attempts.get(row.id) ?? new Map(),
      },
    ]),
  );
}

function toRun(
  row: DatabaseRow,
): Omit<
  EndedRun,
  'experience' | 'steps' | 'queues' | 'areStepsGone' | 'attempts'
> {
  return {
    id: row.id,
    workflowId: row.workflow_id,
    tenantId: row.tenant_id,
    version: row.workflow_version,
    environment: row.environment,
    backfill: Boolean(row.backfill),
    status: row.status as EndedStatus,
    endedAt: Number(row.completed_at),
    durationMs: Math.max(0, Number(row.duration_ms ?? 0)),
    generation: row.generation,
    partial: Boolean(row.partial),
    sla: ['met', 'breached'].includes(row.sla_status) ? row.sla_status : null,
    errorCategory: row.error_category,
    tokens: toNumberOrNull(row.tokens),
    computeMs: toNumberOrNull(row.compute_ms),
    accuracy: toNumberOrNull(row.accuracy),
    throughputDelta: toNumberOrNull(row.throughput_delta),
  };
}

interface ReadStep extends EndedStep {
  hasBegun: boolean;
  queue: string | null;
}

function queuesOf(own: string | null, steps: readonly ReadStep[]): string[] {
  const ofSteps = steps
    .filter(({ hasBegun }) => hasBegun)
    .map(({ queue }) => queue);
  const all = [own, ...ofSteps].filter(queue => queue !== null);
  return [...new Set(all)];
}

async function readSteps(
  knex: Knex,
  runIds: string[],
): Promise<Map<string, ReadStep[]>> {
  const rows: DatabaseRow[] = await knex('steps')
    .whereIn('run_id', runIds)
    .where('item_index', -1)
    .select('run_id', 'step_key', 'name', 'status', 'task_queue')
    .select('started_at', 'duration_ms');
  const steps = new Map<string, ReadStep[]>();
  for (const row of rows) {
    const ofRun = steps.get(row.run_id) ?? [];
    ofRun.push({
      key: row.step_key,
      name: row.name,
      status: row.status,
      durationMs: toNumberOrNull(row.duration_ms),
      hasBegun: row.started_at !== null,
      queue: row.task_queue,
    });
    steps.set(row.run_id, ofRun);
  }
  return steps;
}

/** Added up by the database: a run may have ten thousand items. */
async function readAttempts(
  knex: Knex,
  runIds: string[],
): Promise<Map<string, Map<string, AttemptCounts>>> {
  const count = (condition: string) =>
    `sum(case when ${condition} then 1 else 0 end)`;
  const rows: DatabaseRow[] = await knex('attempts')
    .whereIn('run_id', runIds)
    .groupBy('run_id', 'step_key')
    .select('run_id', 'step_key')
    .select({
      expected: knex.raw(count('number > 1 and expected')),
      unexpected: knex.raw(
        count('number > 1 and (expected is null or not expected)'),
      ),
      errors: knex.raw(count(`status in ('failed', 'lost')`)),
    });
  const attempts = new Map<string, Map<string, AttemptCounts>>();
  for (const row of rows) {
    const ofRun = attempts.get(row.run_id) ?? new Map();
    attempts.set(row.run_id, ofRun);
    ofRun.set(row.step_key, {
      expected: Number(row.expected),
      unexpected: Number(row.unexpected),
      errors: Number(row.errors),
    });
  }
  return attempts;
}

/** Few runs report one, so each is read as its page reads it. */
async function readExperiences(
  knex: Knex,
  runIds: string[],
): Promise<Map<string, number>> {
  const reporting: string[] = await knex('steps')
    .whereIn('run_id', runIds)
    .whereRaw('report is not null')
    .where('report', 'like', '%"experience"%')
    .distinct('run_id')
    .pluck('run_id');
  const found = new Map<string, number>();
  for (const runId of reporting) {
    const { experience } = await readBusiness(knex, runId);
    if (experience !== null) found.set(runId, experience);
  }
  return found;
}
