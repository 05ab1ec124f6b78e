import { Step } from 'backstage-plugin-workflow-runs-common';

/** What steps can be sorted by. */
export type SortColumn =
  | 'number'
  | 'name'
  | 'type'
  | 'status'
  | 'duration'
  | 'attempts'
  | 'usage'
  | 'validation'
  | 'error';

export interface Sorting {
  by: SortColumn;
  direction: 'ascending' | 'descending';
}

const valueOf: Record<
  SortColumn,
  (step: Step, now: number) => number | string | null
> = {
  number: step => step.stepNumber,
  name: step => step.name.toLowerCase(),
  type: step => step.type,
  status: step => step.status,
  duration: (step, now) =>
    step.durationMs ??
    (step.startedAt && !step.completedAt
      ? now - Date.parse(step.startedAt)
      : null),
  attempts: step => (step.attempts > 0 ? step.attempts : null),
  usage: ({ resourceUsage }) => resourceUsage.tokens ?? resourceUsage.computeMs,
  validation: step =>
    step.validation && step.validation.filter(each => !each.passed).length,
  error: step => step.error && step.error.message.toLowerCase(),
};

/** Sorted steps; what has no value comes last, and equal ones stay in the order of the definition. */
export function sortSteps(
  steps: readonly Step[],
  { by, direction }: Sorting,
  now: number,
): Step[] {
  if (by === 'number') {
    return direction === 'ascending' ? [...steps] : [...steps].reverse();
  }
  const turn = direction === 'ascending' ? 1 : -1;
  const keyed = steps.map(step => ({ step, value: valueOf[by](step, now) }));
  keyed.sort((a, b) => {
    if (a.value === null || b.value === null) {
      return Number(a.value === null) - Number(b.value === null);
    }
    if (a.value === b.value) return 0;
    return (a.value < b.value ? -1 : 1) * turn;
  });
  return keyed.map(({ step }) => step);
}
