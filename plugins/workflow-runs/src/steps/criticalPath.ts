/** What the critical path needs to know of a step; times are epoch milliseconds. */
export interface PathStep {
  stepKey: string;
  /** Keys of the steps that it waits for. */
  dependsOn: readonly string[];
  /** Null where it has not begun. */
  start: number | null;
  /** Now, where it goes on. */
  end: number | null;
}

/**
 * The steps that the duration of a run is made of, first one first: back from what ended last, always
 * to the dependency that ended last, with whatever was waited in between. What was skipped took no time
 * and is left out; what it waited for is not.
 */
export function criticalPath(steps: readonly PathStep[]): string[] {
  const byKey = new Map(steps.map(step => [step.stepKey, step]));
  const path: string[] = [];
  const known = new Set<string>();
  let next = lastOf(steps);
  while (next && !known.has(next.stepKey)) {
    known.add(next.stepKey);
    path.push(next.stepKey);
    next = lastOf(timedDependencies(next, byKey));
  }
  return path.reverse();
}

/** The steps before it that took time; through those that took none. */
function timedDependencies(
  step: PathStep,
  byKey: ReadonlyMap<string, PathStep>,
): PathStep[] {
  const found: PathStep[] = [];
  const known = new Set<string>();
  const open = [...step.dependsOn];
  // It grows while it is walked.
  for (const key of open) {
    const before = byKey.get(key);
    if (!before || known.has(key)) continue;
    known.add(key);
    if (before.start === null) open.push(...before.dependsOn);
    else found.push(before);
  }
  return found;
}

/** Of several that ended at once, the first one. */
function lastOf(steps: readonly PathStep[]): PathStep | undefined {
  let last: PathStep | undefined;
  for (const step of steps) {
    if (step.start === null || step.end === null) continue;
    if (!last || step.end > last.end!) last = step;
  }
  return last;
}
