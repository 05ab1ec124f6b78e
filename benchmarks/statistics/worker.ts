/*
 * A process that does one thing for the benchmark. It gets its task as the first message, and answers with
 * the result.
 */
import { Place } from '../connect';
import { AnswersTask, measureAnswers } from './measurements/answers';
import { measureCounting } from './measurements/counting';
import { FreshnessTask, measureFreshness } from './measurements/freshness';
import { fillBusy } from './fillBusy';
import { seedWithSteps } from './seedWithSteps';

type Task = { place: Place } & (
  | { measure: 'seed'; runs: number }
  | { measure: 'fill'; runsPerDay: number; runs: number }
  | { measure: 'count'; runs: number }
  | ({ measure: 'answers' } & AnswersTask)
  | ({ measure: 'freshness' } & FreshnessTask)
);

async function perform(task: Task): Promise<unknown> {
  switch (task.measure) {
    case 'seed':
      return seedWithSteps(task.place, task.runs);
    case 'fill':
      return fillBusy(task.place, task);
    case 'count':
      return measureCounting(task.place, task.runs);
    case 'answers':
      return measureAnswers(task.place, task);
    default:
      return measureFreshness(task.place, task);
  }
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
