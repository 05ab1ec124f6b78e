import {
  ComparedStep,
  StepComparison,
} from 'backstage-plugin-workflow-runs-common';

/** Whether a step went otherwise, or is in one of the runs only. */
export function isDifferent({ a, b, differs }: StepComparison): boolean {
  return differs.length > 0 || a === null || b === null;
}

/** The longest duration of all, which fills the scale; never 0. */
export function scaleOf(steps: readonly StepComparison[]): number {
  let longest = 1;
  for (const { a, b } of steps) {
    longest = Math.max(longest, a?.durationMs ?? 0, b?.durationMs ?? 0);
  }
  return longest;
}

/** How much of the scale a step takes, from 0 to 1; null where it has no duration. */
export function shareOf(
  step: ComparedStep | null,
  scaleMs: number,
): number | null {
  return step?.durationMs === null || step === null
    ? null
    : step.durationMs / scaleMs;
}

/** What differs between the two, taken apart for words. */
export type Difference =
  | { kind: 'onlyIn'; run: 'A' | 'B' }
  | { kind: 'status'; a: string; b: string }
  | { kind: 'longer' | 'shorter'; byMs: number }
  | { kind: 'attempts'; a: number; b: number }
  | { kind: 'error'; run: 'A' | 'B'; message: string };

export function differencesOf({ a, b, differs }: StepComparison): Difference[] {
  if (a === null || b === null) {
    return [{ kind: 'onlyIn', run: a === null ? 'B' : 'A' }];
  }
  return differs.flatMap((what): Difference[] => {
    switch (what) {
      case 'status':
        return [{ kind: 'status', a: a.status, b: b.status }];
      case 'duration': {
        // What did not take any time has a status that says so.
        if (a.durationMs === null || b.durationMs === null) return [];
        const byMs = b.durationMs - a.durationMs;
        return [
          { kind: byMs > 0 ? 'longer' : 'shorter', byMs: Math.abs(byMs) },
        ];
      }
      case 'attempts':
        return [{ kind: 'attempts', a: a.attempts, b: b.attempts }];
      default:
        return (['A', 'B'] as const).flatMap(run => {
          const { error } = run === 'A' ? a : b;
          return error ? [{ kind: 'error', run, message: error.message }] : [];
        });
    }
  });
}
