import { Attempt } from 'backstage-plugin-workflow-runs-common';
import { stepIdOf } from 'backstage-plugin-workflow-runs-react';

/** Attempts beyond the first: those that the retry policy provided for, and the others. */
export interface Retries {
  expected: number;
  unexpected: number;
}

/** By the id of the step. */
export function retriesByStep(
  attempts: readonly Attempt[],
): ReadonlyMap<string, Retries> {
  const byStep = new Map<string, Retries>();
  for (const attempt of attempts) {
    if (attempt.expected === null) continue;
    const id = stepIdOf(attempt);
    const known = byStep.get(id) ?? { expected: 0, unexpected: 0 };
    known[attempt.expected ? 'expected' : 'unexpected'] += 1;
    byStep.set(id, known);
  }
  return byStep;
}
