import { newRun } from '../../../plugins/workflow-runs-backend/src/__testUtils__/newRun';
import { recorderOn } from '../../../plugins/workflow-runs-backend/src/__testUtils__/appendRuns';
import { insertWorkflow } from '../../../plugins/workflow-runs-backend/src/__testUtils__/rows';
import { LogNotices } from '../../../plugins/workflow-runs-backend/src/live/LogNotices';
import { laneOf } from '../../../plugins/workflow-runs-backend/src/database/open';
import { connect, Place } from '../../connect';

/** Names of the runs that go on. */
export const runIdOf = (index: number) => `run_${index}`;

/**
 * Records events of so many runs, evenly, as another backend does: by a commit lane of its own, and telling others of
 * it. Until the process ends.
 */
export async function write(
  place: Place,
  { runs, eventsPerSecond }: { runs: number; eventsPerSecond: number },
): Promise<{ results: () => number }> {
  const knex = connect(place);
  const recorder = recorderOn(laneOf(knex));
  const logger = {
    debug() {},
    info() {},
    warn() {},
    error() {},
    child: () => logger,
  };
  const notices = new LogNotices({ knex, name: 'writer', logger });
  recorder.onCommit(() => notices.tell('events'));
  notices.start();
  await insertWorkflow(knex, { id: 'wfl_1' });
  for (let i = 0; i < runs; i++) {
    await recorder.commit(
      newRun(runIdOf(i), { at: Date.now(), create: { queuedAt: Date.now() } }),
    );
  }
  let count = 0;
  const everyMs = 1_000 / (runs * eventsPerSecond);
  const start = performance.now();
  setInterval(() => {
    // What is due by now: timers are late, and the pace must not be.
    while (start + count * everyMs < performance.now()) {
      count += 1;
      void recorder.commit({
        // Not one run after the other: who watches some of them is told of something all the time.
        runId: runIdOf((count * 7) % runs),
        facts: [
          {
            type: 'action.failed',
            at: Date.now(),
            generation: 0,
            actionId: `${count}`,
            action: 'cancel',
            outcome: 'refused',
            message: 'It is only to be told of',
          },
        ],
      });
    }
  }, 2);
  return { results: () => count };
}
