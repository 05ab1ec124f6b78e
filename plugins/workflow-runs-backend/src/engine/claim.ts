import { Knex } from 'knex';
import { isSqlite } from '../database/isSqlite';
import { Admission, areShared, LimitedRun, RunLimits } from './admission';
import { byUrgency, isBackfill } from './priority';
import { dueIn, heldCounts, Queue, WaitingRun, waitingQueues } from './queues';

/** Runs that are claimed in one go because something was asked of them. */
export const MAX_ASKED = 50;

/** A run that this worker holds. */
export interface ClaimedRun extends LimitedRun {
  runId: string;
  epoch: number;
  definitionHash: string;
  seed: string;
  hold: string | null;
  /** When it was claimed: what was due then is due. */
  claimedAt: number;
  /** Why it could not be read when it was claimed before, and how often in a row. */
  unreadable: string | null;
  failures: number;
}

/** What a worker claims. */
export interface RunClaim {
  workerId: string;
  now: number;
  limits: RunLimits;
  /** What this worker holds already. */
  held: { runs: number; backfills: number };
  /** Definitions whose handlers this worker has. */
  executable: readonly string[];
}

/**
 * Claims runs that are due, in the order of `dueOrder`, as far as the limits allow. Each claim starts
 * an epoch: what an earlier holder still writes is refused.
 *
 * Runs of which something was asked are claimed whatever the limits say: a cancel must not wait for
 * room. Beyond that no limit is exceeded, for claims of several backends that share one wait for
 * each other; where none is shared they pass each other by.
 */
export async function claimRuns(
  knex: Knex,
  claim: RunClaim,
): Promise<ClaimedRun[]> {
  if (claim.executable.length === 0) return [];
  return knex.transaction(async trx => {
    if (areShared(claim.limits)) await waitForOtherClaims(trx);
    const asked = await askedRuns(trx, claim);
    const admission = new Admission(
      claim.limits,
      areShared(claim.limits) ? await heldCounts(trx) : [],
      claim.held,
    );
    for (const run of asked) admission.add(run);
    const chosen = new Map(asked.map(run => [run.runId, run]));
    for (const run of await candidates(trx, claim, admission)) {
      if (chosen.has(run.runId) || admission.refusal(run)) continue;
      admission.add(run);
      chosen.set(run.runId, run);
    }
    return take(trx, claim, [...chosen.keys()]);
  });
}

/** Until the transaction ends; a SQLite file has one claimer anyway. */
async function waitForOtherClaims(trx: Knex.Transaction) {
  if (isSqlite(trx)) return;
  await trx.raw(
    `select pg_advisory_xact_lock(hashtext('workflow-runs/claims'), hashtext(current_schema()))`,
  );
}

async function askedRuns(
  trx: Knex.Transaction,
  claim: RunClaim,
): Promise<WaitingRun[]> {
  const asked = trx('actions')
    // In this order: few runs are asked for something, and many may wait.
    .crossJoin(trx.raw('engine_runs as waiting'))
    .where({ 'actions.status': 'requested' })
    .whereRaw('waiting.run_id = actions.run_id')
    .whereNull('waiting.worker_id')
    .where('waiting.wake_at', '<=', claim.now)
    .whereIn('waiting.definition_hash', [...claim.executable])
    .limit(MAX_ASKED)
    .select('waiting.*');
  const rows = await (isSqlite(trx)
    ? asked
    : asked.forUpdate('waiting').skipLocked());
  return rows.map(toWaiting);
}

/** The first of all queues for which there is room, in the order in which they are due. */
async function candidates(
  trx: Knex.Transaction,
  claim: RunClaim,
  admission: Admission,
): Promise<WaitingRun[]> {
  const executable = new Set(claim.executable);
  const most = claim.limits.runsPerBackend - claim.held.runs;
  const queues = (await waitingQueues(trx))
    .filter(
      queue =>
        queue.wakeAt <= claim.now &&
        executable.has(queue.definitionHash) &&
        admission.room(queue) > 0,
    )
    .sort(byUrgency)
    // Each queue is worth its first run at least, so those beyond would be too late.
    .slice(0, Math.max(0, most));
  if (queues.length === 0) return [];
  const firstOf = (queue: Queue) =>
    trx
      .select('*')
      .from(
        skippingLocked(
          dueIn(trx, queue, claim.now)
            .limit(admission.room(queue))
            .select('run_id', 'workflow_id', 'tenant_id', 'rank', 'wake_at'),
        ).as('queue'),
      );
  const rows = await trx.unionAll(queues.map(firstOf));
  return rows.map(toWaiting).sort(byUrgency);
}

async function take(
  trx: Knex.Transaction,
  claim: RunClaim,
  runIds: string[],
): Promise<ClaimedRun[]> {
  if (runIds.length === 0) return [];
  const rows = await trx('engine_runs')
    .whereIn('run_id', runIds)
    .update({
      worker_id: claim.workerId,
      epoch: trx.raw('epoch + 1'),
      wake_at: null,
    })
    .returning('*');
  return rows.map(row => ({
    runId: row.run_id,
    workflowId: row.workflow_id,
    tenantId: row.tenant_id,
    isBackfill: isBackfill(row.rank),
    epoch: Number(row.epoch),
    definitionHash: row.definition_hash,
    seed: row.seed,
    hold: row.hold,
    claimedAt: claim.now,
    unreadable: row.unreadable,
    failures: row.failures,
  }));
}

/** What another claim is about to take is left to it. */
function skippingLocked<Q extends Knex.QueryBuilder>(query: Q): Q {
  return isSqlite(query) ? query : (query.forUpdate().skipLocked() as Q);
}

function toWaiting(row: Record<string, any>): WaitingRun {
  return {
    runId: row.run_id,
    workflowId: row.workflow_id,
    tenantId: row.tenant_id,
    isBackfill: isBackfill(row.rank),
    rank: row.rank,
    wakeAt: Number(row.wake_at),
  };
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
