/*
 * A process that does one thing for the benchmark. It gets its task as the first message, and answers with the
 * result.
 */
import { Place } from '../connect';
import { fill } from './fill';
import { measurePurge } from './measurements/purge';

type Task = { place: Place; runs: number } & (
  | { measure: 'seed' }
  | { measure: 'purge'; rounds: number; roundMs: number }
);

process.once('message', async (task: Task) => {
  try {
    const result =
      task.measure === 'seed'
        ? await fill(task.place, task.runs)
        : await measurePurge(task.place, task);
    process.send!({ result }, () => process.exit(0));
  } catch (error) {
    process.send!({ error: (error as Error).stack }, () => process.exit(1));
  }
});
process.once('disconnect', () => process.exit(0));
