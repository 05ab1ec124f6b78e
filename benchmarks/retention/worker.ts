/*
 * A process that does one thing for the benchmark. It gets its task as the first message, and answers with the
 * result.
 */
import { Place } from '../connect';
import { fill } from './fill';
import { measurePurge, Turns } from './measurements/purge';

type Task = { place: Place; runs: number } & (
  | { measure: 'seed'; rowsOfAKind: number }
  | { measure: 'purge'; turns: Turns }
);

process.once('message', async (task: Task) => {
  try {
    const result =
      task.measure === 'seed'
        ? await fill(task.place, task)
        : await measurePurge(task.place, task.turns);
    process.send!({ result }, () => process.exit(0));
  } catch (error) {
    process.send!({ error: (error as Error).stack }, () => process.exit(1));
  }
});
process.once('disconnect', () => process.exit(0));
