import { Step } from 'backstage-plugin-workflow-runs-common';
import { PathStep } from './criticalPath';

/** The steps of the plan: without items of fan-outs and rollbacks. */
export function planOf(steps: readonly Step[]): Step[] {
  return steps.filter(
    step => step.itemIndex < 0 && step.type !== 'compensation',
  );
}

/** When steps began and ended, for whoever looks along their dependencies. */
export function timesOf(steps: readonly Step[], now: number): PathStep[] {
  return planOf(steps).map(({ stepKey, dependsOn, startedAt, completedAt }) => {
    const start = startedAt ? Date.parse(startedAt) : null;
    const end = completedAt ? Date.parse(completedAt) : now;
    return { stepKey, dependsOn, start, end: start === null ? null : end };
  });
}

/** When all that a step waits for had ended; null where that cannot be said. */
export function readyAt(
  step: Pick<Step, 'dependsOn' | 'itemIndex' | 'type'>,
  endOf: ReadonlyMap<string, number | null>,
  runStart: number | null,
): number | null {
  if (step.itemIndex >= 0 || step.type === 'compensation') return null;
  let ready = runStart;
  for (const key of step.dependsOn) {
    const end = endOf.get(key) ?? null;
    if (end !== null) ready = ready === null ? end : Math.max(ready, end);
  }
  return ready;
}
