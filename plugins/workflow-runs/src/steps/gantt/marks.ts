import { Step } from 'backstage-plugin-workflow-runs-common';
import { criticalPath, PathStep } from '../criticalPath';
import { undoneKeyOf } from '../rollbackKey';
import { PathPoint } from './CriticalPathLines';
import { GanttRow } from './rows';

/** Keys of the steps that were completed, and then undone. */
export function undoneSteps(steps: readonly Step[]): ReadonlySet<string> {
  return new Set(
    steps
      .filter(({ status }) => status === 'completed')
      .flatMap(({ stepKey }) => undoneKeyOf(stepKey) ?? []),
  );
}

/**
 * Where the steps of the critical path are drawn: in their row, or in that of the closed group that they
 * are in. What is filtered away is left out.
 */
export function criticalPoints(
  rows: readonly GanttRow[],
  times: readonly PathStep[],
  heightOf: (row: GanttRow) => number,
): PathPoint[] {
  const middles = new Map<string, number>();
  let top = 0;
  for (const row of rows) {
    const middle = top + heightOf(row) / 2;
    top += heightOf(row);
    if (row.kind === 'step') middles.set(row.id, middle);
    else if (!row.open) {
      row.steps.forEach(step => middles.set(step.stepKey, middle));
    }
  }
  const byKey = new Map(times.map(step => [step.stepKey, step]));
  return criticalPath(times).flatMap(key => {
    const { start, end } = byKey.get(key)!;
    const middle = middles.get(key);
    return middle === undefined || start === null || end === null
      ? []
      : [{ middle, start, end }];
  });
}
