/*
 * A process that does one thing for the benchmark: fills a database, makes a measurement, or serves
 * the plugin until its parent lets go of it. It gets its task as the first message, and answers with
 * the result.
 */
import { Place } from '../connect';
import { Processes } from './client/Processes';
import { serve } from './backend/serve';
import { DetailsTask, measureDetails } from './measurements/details';
import { measureFloors } from './measurements/floors';
import { measurePages, PagesTask } from './measurements/pages';
import { measureRecorder } from './measurements/recorder';
import { seed } from './seed/seed';

type Task = { place: Place } & (
  | ({ measure: 'pages'; backend: number } & PagesTask)
  | ({ measure: 'details'; backend: number } & DetailsTask)
  | { measure: 'seed'; runs: number }
  | { measure: 'floors'; runs: number; page: number }
  | { measure: 'recorder'; warmUpMs: number; measureMs: number }
  | { measure: 'serve'; runs: number }
);

async function perform(task: Task): Promise<unknown> {
  switch (task.measure) {
    case 'seed':
      return seed(task.place, task.runs);
    case 'pages':
      return measurePages(task, await Processes.of(task.place, task.backend));
    case 'details':
      return measureDetails(task, await Processes.of(task.place, task.backend));
    case 'floors':
      return measureFloors(task.place, task);
    case 'recorder':
      return measureRecorder(task.place, task);
    default:
      return serve(task.place, task.runs);
  }
}

process.once('message', async (task: Task) => {
  try {
    const result = await perform(task);
    process.send!({ result }, () => {
      if (task.measure !== 'serve') process.exit(0);
    });
  } catch (error) {
    process.send!({ error: (error as Error).stack }, () => process.exit(1));
  }
});
process.once('disconnect', () => process.exit(0));
