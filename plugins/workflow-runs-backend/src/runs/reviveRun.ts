import { Recorder } from '../recorder/Recorder';
import { Claim, KeyTaken } from '../recorder/Transition';
import { DatabaseRow } from '../queries/DatabaseRow';
import { rankOf } from '../engine/priority';

/**
 * Epochs of a run's passage start here: whoever held the run in an earlier passage must not write in
 * a later one.
 */
const EPOCHS_PER_GENERATION = 2 ** 32;

/** What the engine has to know to take up a run that has ended. */
export function engineClaim(run: DatabaseRow, now: number): Claim {
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

/** Brings the engine back to a run that has ended, unless somebody has before. */
export async function reviveRun(
  run: DatabaseRow,
  { recorder, now }: { recorder: Recorder; now: () => number },
): Promise<void> {
  try {
    await recorder.commit({
      runId: run.id,
      claims: [engineClaim(run, now())],
      facts: [],
    });
  } catch (error) {
    if (!(error instanceof KeyTaken)) throw error;
  }
}
