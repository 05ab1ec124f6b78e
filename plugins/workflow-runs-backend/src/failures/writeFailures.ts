import { Knex } from 'knex';
import { newId } from '../database/ids';
import { DatabaseRow } from '../queries/DatabaseRow';
import { Failure, FailureFact, Success } from './factsOf';
import { fingerprintOf } from './fingerprintOf';

/** Characters of a message that lists show. */
export const MAX_MESSAGE = 1_000;
const DAY_MS = 86_400_000;

/** The day of a time, by UTC: days since 1970. */
export const dayOf = (at: number) => Math.floor(at / DAY_MS);

/** What has to be known of a run, as it is now. */
export type FailingRun = Pick<
  DatabaseRow,
  'id' | 'status' | 'generation' | 'ordered_at'
>;

/**
 * Writes what facts tell of failures, in their order. What was told before changes nothing: a failure is
 * known by its run and generation, and an episode that began behind a success is not ended by it.
 *
 * @param runs - those that the facts are about, as far as they are there
 */
export async function writeFailures(
  trx: Knex.Transaction,
  facts: readonly FailureFact[],
  runs: ReadonlyMap<string, FailingRun>,
): Promise<void> {
  for (const fact of withoutRepetition(facts)) {
    if (fact.type === 'succeeded') await endEpisodes(trx, fact);
    if (fact.type !== 'failed') continue;
    const run = runs.get(fact.runId);
    if (run) await addFailure(trx, fact, run);
  }
  await settle(trx, [...new Set(facts.map(({ runId }) => runId))], runs);
}

/** Of several successes of a workflow in a row, the first one says all. */
function withoutRepetition(facts: readonly FailureFact[]): FailureFact[] {
  const seen = new Map<string, Success>();
  return facts.filter(fact => {
    if (fact.type === 'failed') seen.clear();
    if (fact.type !== 'succeeded') return true;
    const key = `${fact.workflowId} ${fact.environment}`;
    const before = seen.get(key);
    if (!before || fact.at < before.at) seen.set(key, fact);
    return !before || fact.at < before.at;
  });
}

async function addFailure(
  trx: Knex.Transaction,
  failure: Failure,
  run: FailingRun,
): Promise<void> {
  const groupId = await groupOf(trx, failure);
  const { runId, generation, environment, at } = failure;
  const key = { run_id: runId, group_id: groupId };
  const known = await trx('run_failures').where(key).first();
  if (known && known.generation >= generation) return;

  const isFailed = run.status === 'failed' && run.generation === generation;
  await trx('run_failures')
    .insert({
      ...key,
      generation,
      environment,
      ordered_at: run.ordered_at,
      failed_at: at,
      failed_group_id: isFailed ? groupId : null,
    })
    .onConflict(['run_id', 'group_id'])
    .merge(['generation', 'failed_at', 'failed_group_id']);
  const isNewEpisode = await addToEpisode(trx, groupId, failure);
  await addToEnvironment(trx, groupId, failure, {
    seen: known ? 0 : 1,
    failed: Number(isFailed) - Number(Boolean(known?.failed_group_id)),
    episodes: isNewEpisode ? 1 : 0,
  });
  if (known) {
    await addToDay(trx, groupId, environment, Number(known.failed_at), -1);
  }
  await addToDay(trx, groupId, environment, at, 1);
}

/** The group of a failure; one that was resolved before it is open again. */
async function groupOf(
  trx: Knex.Transaction,
  failure: Failure,
): Promise<string> {
  const { fingerprint, pattern } = fingerprintOf(failure);
  const { at } = failure;
  const known = await trx('failure_groups').where({ fingerprint }).first();
  if (!known) {
    const id = newId('fgr');
    await trx('failure_groups').insert({
      id,
      fingerprint,
      pattern,
      tenant_id: failure.tenantId,
      workflow_id: failure.workflowId,
      step_key: failure.stepKey,
      error_category: failure.errorCategory,
      error_code: failure.errorCode,
      first_seen: at,
      last_seen: at,
      state: 'open',
    });
    return id;
  }
  const { id } = known;
  await trx('failure_groups')
    .where({ id })
    .update({
      first_seen: Math.min(Number(known.first_seen), at),
      last_seen: Math.max(Number(known.last_seen), at),
    });
  // Asked again by the statement: somebody may be resolving it now.
  await trx('failure_groups')
    .where({ id, state: 'resolved' })
    .where('state_at', '<', at)
    .update({
      state: 'open',
      state_by: null,
      state_at: null,
      state_reason: null,
    });
  return id;
}

/** @returns whether it is the first one of an episode */
async function addToEpisode(
  trx: Knex.Transaction,
  groupId: string,
  { workflowId, environment, at }: Failure,
): Promise<boolean> {
  const key = { group_id: groupId, environment };
  const latest = await trx('failure_episodes')
    .where(key)
    .orderBy('number', 'desc')
    .first();
  // What is told late belongs to what it happened in.
  const goesOn =
    latest && (latest.ended_at === null || at <= Number(latest.ended_at));
  if (goesOn) {
    await trx('failure_episodes')
      .where({ ...key, number: latest.number })
      .update({
        started_at: Math.min(Number(latest.started_at), at),
        last_seen: Math.max(Number(latest.last_seen), at),
        failures: latest.failures + 1,
      });
    return false;
  }
  await trx('failure_episodes').insert({
    ...key,
    number: (latest?.number ?? 0) + 1,
    workflow_id: workflowId,
    started_at: at,
    last_seen: at,
    failures: 1,
  });
  return true;
}

async function endEpisodes(
  trx: Knex.Transaction,
  { workflowId, environment, at }: Success,
): Promise<void> {
  await trx('failure_episodes')
    .where({ workflow_id: workflowId, environment })
    // Written out, so that the planner knows the partial index to be enough.
    .whereRaw('ended_at is null')
    .where('last_seen', '<=', at)
    .update({ ended_at: at });
}

async function addToEnvironment(
  trx: Knex.Transaction,
  groupId: string,
  { environment, at, message }: Failure,
  more: { seen: number; failed: number; episodes: number },
): Promise<void> {
  const key = { group_id: groupId, environment };
  const known = await trx('failure_group_environments').where(key).first();
  const shown = message.slice(0, MAX_MESSAGE).replace(/[\ud800-\udbff]$/, '');
  if (!known) {
    const seen = { first_seen: at, last_seen: at, message: shown };
    await trx('failure_group_environments').insert({
      ...key,
      ...seen,
      ...more,
    });
    return;
  }
  await trx('failure_group_environments')
    .where(key)
    .update({
      first_seen: Math.min(Number(known.first_seen), at),
      last_seen: Math.max(Number(known.last_seen), at),
      message: at >= Number(known.last_seen) ? shown : known.message,
      seen: known.seen + more.seen,
      failed: known.failed + more.failed,
      episodes: known.episodes + more.episodes,
    });
}

async function addToDay(
  trx: Knex.Transaction,
  groupId: string,
  environment: string,
  at: number,
  runs: number,
): Promise<void> {
  await trx('failure_days')
    .insert({ group_id: groupId, environment, day: dayOf(at), runs })
    .onConflict(['group_id', 'environment', 'day'])
    .merge({ runs: trx.raw('failure_days.runs + ?', [runs]) });
}

/** Takes out runs that are failed no more, and those that are gone. */
async function settle(
  trx: Knex.Transaction,
  runIds: readonly string[],
  runs: ReadonlyMap<string, FailingRun>,
): Promise<void> {
  const rows: DatabaseRow[] = await trx('run_failures').whereIn(
    'run_id',
    runIds,
  );
  for (const failure of rows) {
    const run = runs.get(failure.run_id);
    if (!run) {
      await forget(trx, failure);
      continue;
    }
    const isFailed =
      run.status === 'failed' && run.generation === failure.generation;
    if (failure.failed_group_id === null || isFailed) continue;
    await trx('run_failures')
      .where({ run_id: failure.run_id, group_id: failure.group_id })
      .update({ failed_group_id: null });
    await countLess(trx, failure, { failed: 1 });
  }
}

async function forget(
  trx: Knex.Transaction,
  failure: DatabaseRow,
): Promise<void> {
  const { run_id, group_id, environment, failed_at } = failure;
  await trx('run_failures').where({ run_id, group_id }).delete();
  await countLess(trx, failure, {
    seen: 1,
    failed: failure.failed_group_id === null ? 0 : 1,
  });
  await addToDay(trx, group_id, environment, Number(failed_at), -1);
}

async function countLess(
  trx: Knex.Transaction,
  { group_id, environment }: DatabaseRow,
  { seen = 0, failed }: { seen?: number; failed: number },
): Promise<void> {
  await trx('failure_group_environments')
    .where({ group_id, environment })
    .update({
      seen: trx.raw('seen - ?', [seen]),
      failed: trx.raw('failed - ?', [failed]),
    });
}
