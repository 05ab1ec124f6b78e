import { ObservedStep } from 'backstage-plugin-workflow-runs-common';
import { toLine } from './lines';
import { TaskEvent, TaskStep } from './task';

/** What the scaffolder logs of a step that does the same for each of a list. */
const ITERATION = /^(Running|Skipping) step each: /;
const MAX_MESSAGE = 500;

/** How far a step is that does the same for each of a list: the scaffolder tells it only in the log. */
export function iterationOf(
  step: TaskStep,
  events: readonly TaskEvent[],
): Pick<ObservedStep, 'progress'> {
  if (step.each === undefined) return {};
  const iterations = events.filter(
    event => !event.body.status && ITERATION.test(toLine(event).message),
  );
  const last = iterations[iterations.length - 1];
  if (!last) return {};
  const total = lengthOf(step.each);
  const begun = iterations.length;
  const what = toLine(last).message.replace(ITERATION, '');
  return {
    progress: {
      at: last.createdAt,
      message: `${begun}${total ? `/${total}` : ''}: ${what}`.slice(
        0,
        MAX_MESSAGE,
      ),
      // The one that has begun is not done.
      fraction: total ? Math.min(1, (begun - 1) / total) : null,
    },
  };
}

/** How many there are, where the template says it and not what it is filled in with. */
function lengthOf(each: unknown): number | undefined {
  if (typeof each !== 'object' || each === null) return undefined;
  return Object.keys(each).length || undefined;
}
