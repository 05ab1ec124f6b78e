import { Knex } from 'knex';
import { Recorder } from '../recorder/Recorder';
import { Claim, KeyTaken } from '../recorder/Transition';
import { rankOf } from './priority';

/**
 * Epochs of a run's passage start here: whoever held the run in an earlier passage must not write in
 * a later one.
 */
const EPOCHS_PER_GENERATION = 2 ** 32;

/** Runs that are taken up at a time; the next ones wait for the next time. */
const MAX_FORGOTTEN = 50;

/** What the engine has to know to take up a run that has ended; `run` is its row. */
export function claimToTakeUp(run: Record<string, any>, now: number): Claim {
  return {
    table: 'engine_runs',
    key: ['run_id'],
    row: {
      run_id: run.id,
      workflow_id: run.workflow_id,
      tenant_id: run.tenant_id,
      definition_hash: run.definition_hash,
      rank: rankOf({ priority: run.priority, backfill: run.backfill }),
      seed: run.id,
      epoch: (run.generation + 1) * EPOCHS_PER_GENERATION,
      wake_at: now,
      created_at: now,
    },
  };
}

interface Options {
  knex: Knex;
  recorder: Recorder;
  now: () => number;
}

/** Has the engine take up a run that has ended: what was asked of it has to be answered all the same. */
export async function takeUpAgain(
  runId: string,
  { knex, recorder, now }: Options,
): Promise<void> {
  const run = await knex('runs').where({ id: runId }).first();
  try {
    await recorder.commit({
      runId,
      claims: [claimToTakeUp(run, now())],
      facts: [],
    });
  } catch (error) {
    // Another request has brought the engine back to the run already.
    if (!(error instanceof KeyTaken)) throw error;
  }
}

/**
 * Takes up runs that ended in the moment in which something was asked of them, where whoever has asked
 * did not see to it: a run that launched them, or a process that has died since.
 */
export async function takeUpForgotten(options: Options): Promise<void> {
  const forgotten = await options
    .knex('actions')
    .join('runs', 'runs.id', 'actions.run_id')
    .leftJoin('engine_runs', 'engine_runs.run_id', 'actions.run_id')
    .where({ 'actions.status': 'requested' })
    .whereNotNull('runs.completed_at')
    // Runs of the embedded engine have one; what is asked of others is not for it to answer.
    .whereNotNull('runs.definition_hash')
    .whereNull('engine_runs.run_id')
    .distinct('runs.id')
    .limit(MAX_FORGOTTEN);
  for (const { id } of forgotten) await takeUpAgain(id, options);
}
