/*
 * A process that does one thing for the benchmark. It gets its task as the first message, and answers with
 * the result.
 */
import { Place } from '../connect';
import { measureRedactedRecorder } from './measurements/redactedRecorder';
import { measureThroughput } from './measurements/throughput';

type Task =
  | { measure: 'throughput'; measureMs: number }
  | {
      measure: 'recorder';
      place: Place;
      how: 'with' | 'without';
      measureMs: number;
    };

async function perform(task: Task): Promise<unknown> {
  return task.measure === 'throughput'
    ? measureThroughput(task.measureMs)
    : measureRedactedRecorder(task);
}

process.once('message', async (task: Task) => {
  try {
    const result = await perform(task);
    process.send!({ result }, () => process.exit(0));
  } catch (error) {
    process.send!({ error: (error as Error).stack }, () => process.exit(1));
  }
});
process.once('disconnect', () => process.exit(0));
