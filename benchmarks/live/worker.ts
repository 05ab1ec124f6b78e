/*
 * A process that has one part in the benchmark: the backend that is watched, another one that records, or all who
 * watch. It answers one question after the other until its parent lets go of it.
 */
import { Place } from '../connect';
import { serve } from './parts/serve';
import { view, ViewTask } from './parts/view';
import { write } from './parts/write';

type Question = { place: Place } & (
  | { ask: 'serve' }
  | { ask: 'write'; runs: number; eventsPerSecond: number }
  | ({ ask: 'view' } & ViewTask)
  | { ask: 'usage' | 'results' }
);

/** What the part has come to be asked, apart from what it is. */
let part: { usage?: () => unknown; results?: () => unknown } = {};

async function answer(question: Question): Promise<unknown> {
  switch (question.ask) {
    case 'serve': {
      const { port, ...served } = await serve(question.place);
      part = served;
      return port;
    }
    case 'write':
      part = await write(question.place, question);
      return undefined;
    case 'view':
      part = await view(question);
      return undefined;
    default:
      return part[question.ask]!();
  }
}

process.on('message', async (question: Question) => {
  try {
    process.send!({ result: await answer(question) });
  } catch (error) {
    process.send!({ error: (error as Error).stack });
  }
});
process.once('disconnect', () => process.exit(0));
