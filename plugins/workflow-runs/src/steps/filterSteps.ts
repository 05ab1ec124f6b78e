import { Step } from 'backstage-plugin-workflow-runs-common';

const finished: ReadonlySet<string> = new Set([
  'completed',
  'skipped',
  'canceled',
  'compensated',
]);

/** Whether nothing more is to come of a step, and nobody has to look at it. */
export function isFinished({ status }: Pick<Step, 'status'>): boolean {
  return finished.has(status);
}

/**
 * The steps whose name, key or status has all of the words.
 *
 * @param wordsOf - a status, as it is shown
 */
export function filterSteps(
  steps: Step[],
  text: string,
  wordsOf: (status: string) => string,
): Step[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return steps;
  return steps.filter(step => {
    const about = [step.name, step.stepKey, step.status, wordsOf(step.status)]
      .join('\n')
      .toLowerCase();
    return words.every(word => about.includes(word));
  });
}
