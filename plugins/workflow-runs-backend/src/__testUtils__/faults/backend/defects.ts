import { Knex } from 'knex';
import { LaneDatabase } from '../../../database/LaneDatabase';
import { Recorder } from '../../../recorder/Recorder';

/**
 * Mistakes that an engine could have. A backend is given one on purpose, to show that the checks
 * would find it.
 */
export type Defect =
  /** Writes whoever holds the run. */
  | 'ignores fences'
  /** Says that a batch is committed, and rolls it back. */
  | 'loses commits';

const LOST_COMMIT_EVERY = 10;

/** Has a recorder write under whatever epoch the run has by now. */
export function ignoreFences(recorder: Recorder, knex: Knex): void {
  const commit = recorder.commit.bind(recorder);
  recorder.commit = async transition => {
    const { fence, runId } = transition;
    if (!fence) return commit(transition);
    const row = await knex('engine_runs').where({ run_id: runId }).first();
    return commit({
      ...transition,
      fence: { ...fence, epoch: row ? Number(row.epoch) : fence.epoch },
    });
  };
}

/** A lane whose database forgets what it has promised, once in so many times. */
export function loseCommits(lane: LaneDatabase): LaneDatabase {
  let commits = 0;
  return {
    async transaction(work) {
      commits += 1;
      if (commits % LOST_COMMIT_EVERY > 0) return lane.transaction(work);
      const forgotten = new Error('rolled back');
      let result: Awaited<ReturnType<typeof work>>;
      try {
        await lane.transaction(async tx => {
          result = await work(tx);
          throw forgotten;
        });
      } catch (error) {
        if (error !== forgotten) throw error;
      }
      return result!;
    },
  };
}
