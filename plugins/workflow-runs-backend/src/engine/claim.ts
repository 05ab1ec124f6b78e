import { Knex } from 'knex';

/** A run that this worker holds. */
export interface ClaimedRun {
  runId: string;
  epoch: number;
  definitionHash: string;
  seed: string;
  hold: string | null;
  /** When it was claimed, by the clock of the leases: what was due then is due. */
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
  const isPostgres = knex.client.config.client.includes('pg');
  const due = knex('engine_runs')
    .select('run_id')
    .whereNull('worker_id')
    .whereNotNull('wake_at')
    .where('wake_at', '<=', claim.now)
    .whereIn('definition_hash', claim.executable)
    .orderBy(['rank', 'wake_at'])
    .limit(claim.limit);
  const rows = await knex('engine_runs')
    .whereIn('run_id', isPostgres ? due.forUpdate().skipLocked() : due)
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

/** When the next run that nobody holds wants to be claimed. */
export async function nextWakeUp(knex: Knex): Promise<number | undefined> {
  const row = await knex('engine_runs')
    .whereNull('worker_id')
    .whereNotNull('wake_at')
    .min('wake_at as at')
    .first();
  return row?.at === null || row?.at === undefined ? undefined : Number(row.at);
}
