import { Knex } from 'knex';

/** A run that this worker holds. */
export interface ClaimedRun {
  runId: string;
  epoch: number;
  definitionHash: string;
  seed: string;
  hold: string | null;
  /** When it was claimed: what was due then is due. */
  claimedAt: number;
}

/**
 * Claims runs that are due, the most urgent first. Each claim starts an epoch: what an earlier
 * holder still writes is refused.
 */
export async function claimRuns(
  knex: Knex,
  claim: {
    workerId: string;
    now: number;
    limit: number;
    /** Definitions whose handlers this worker has. */
    executable: string[];
  },
): Promise<ClaimedRun[]> {
  const isSqlite = knex.client.config.client.includes('sqlite');
  const due = knex('engine_runs')
    .select('run_id')
    .whereNull('worker_id')
    .whereNotNull('wake_at')
    .where('wake_at', '<=', claim.now)
    .whereIn('definition_hash', claim.executable)
    .orderBy(['rank', 'wake_at'])
    .limit(claim.limit);
  const rows = await knex
    // Materialized: PostgreSQL could run a subquery several times, and lock more than the limit.
    .withMaterialized('due', isSqlite ? due : due.forUpdate().skipLocked())
    .from('engine_runs')
    .whereIn('run_id', knex.select('run_id').from('due'))
    .update({
      worker_id: claim.workerId,
      epoch: knex.raw('epoch + 1'),
      wake_at: null,
    })
    .returning(['run_id', 'epoch', 'definition_hash', 'seed', 'hold']);
  return rows.map(row => ({
    runId: row.run_id,
    epoch: Number(row.epoch),
    definitionHash: row.definition_hash,
    seed: row.seed,
    hold: row.hold,
    claimedAt: claim.now,
  }));
}

/** When the next run wants to be claimed that nobody holds, and that is not due yet. */
export async function nextWakeUp(
  knex: Knex,
  after: number,
): Promise<number | undefined> {
  const row = await knex('engine_runs')
    .whereNull('worker_id')
    .where('wake_at', '>', after)
    .min('wake_at as at')
    .first();
  return row?.at === null || row?.at === undefined ? undefined : Number(row.at);
}
