import { Knex } from 'knex';
import { HeldCount, LimitedRun } from './admission';
import { isBackfill } from './priority';

/** Runs that nobody holds and that are alike to a claim, the one that became due first in front. */
export interface Queue extends LimitedRun {
  definitionHash: string;
  rank: number;
  /** When its first run wants to be claimed. */
  wakeAt: number;
}

/** A run that waits in a queue. */
export interface WaitingRun extends LimitedRun {
  runId: string;
  rank: number;
  wakeAt: number;
}

/** The first run that waits, of those that a condition is about. */
const firstWaiting = (condition: string) => `(
  select run_id from engine_runs
  where worker_id is null and wake_at is not null and ${condition}
  order by workflow_id, definition_hash, rank, wake_at, run_id limit 1
)`;

/** All queues in which runs wait. It jumps from one to the next: what waits inside costs nothing. */
export async function waitingQueues(knex: Knex): Promise<Queue[]> {
  // The next queue, from the nearest to the farthest: SQLite would read all between them if it were
  // asked for the next of three columns at once.
  const result = await knex.raw(
    `with recursive heads(run_id) as (
       select ${firstWaiting('1 = 1')}
       union all
       select coalesce(
         ${firstWaiting(
           'workflow_id = c.workflow_id and definition_hash = c.definition_hash and rank > c.rank',
         )},
         ${firstWaiting(
           'workflow_id = c.workflow_id and definition_hash > c.definition_hash',
         )},
         ${firstWaiting('workflow_id > c.workflow_id')}
       )
       from heads join engine_runs c on c.run_id = heads.run_id
     )
     select run_id from heads where run_id is not null`,
  );
  const heads: { run_id: string }[] = result.rows ?? result;
  if (heads.length === 0) return [];
  // Not joined above: PostgreSQL takes the heads for many, and would read the whole table.
  const rows = await knex('engine_runs').whereIn(
    'run_id',
    heads.map(({ run_id }) => run_id),
  );
  return rows.map(row => ({
    workflowId: row.workflow_id,
    tenantId: row.tenant_id,
    isBackfill: isBackfill(row.rank),
    definitionHash: row.definition_hash,
    rank: row.rank,
    // Where it was claimed between the two statements, the one behind it may be due as well.
    wakeAt: Number(row.wake_at ?? 0),
  }));
}

/** The runs of a queue that are due, in their order. */
export function dueIn(knex: Knex, queue: Queue, now: number) {
  return knex('engine_runs')
    .where({
      'engine_runs.workflow_id': queue.workflowId,
      'engine_runs.definition_hash': queue.definitionHash,
      'engine_runs.rank': queue.rank,
    })
    .whereNull('engine_runs.worker_id')
    .whereNotNull('engine_runs.wake_at')
    .where('engine_runs.wake_at', '<=', now)
    .orderBy(['engine_runs.wake_at', 'engine_runs.run_id']);
}

/** How many runs are held, by all that limits look at, and by whom. */
export async function heldCounts(
  knex: Knex,
): Promise<(HeldCount & { workerId: string })[]> {
  const columns = ['workflow_id', 'tenant_id', 'rank', 'worker_id'];
  const rows = await knex('engine_runs')
    .whereNotNull('worker_id')
    .groupBy(columns)
    .select(columns)
    .count('* as count');
  return rows.map((row: Record<string, any>) => ({
    workflowId: row.workflow_id,
    tenantId: row.tenant_id,
    isBackfill: isBackfill(row.rank),
    workerId: row.worker_id,
    count: Number(row.count),
  }));
}
