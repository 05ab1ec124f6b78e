import { StepStatistics } from 'backstage-plugin-workflow-runs-common';
import { retriesOf } from './figures';
import { enough, isFew } from './samples';

/** How many steps a ranking has, at most. */
export const MOST_STEPS = 10;

/** How long a step takes: what 95 % do not exceed or, of too few, the longest. */
export function slownessOf({ duration }: StepStatistics): number {
  return enough(duration)?.p95Ms ?? duration?.maxMs ?? 0;
}

/** How often a step went wrong where nobody provided for it, for each time that it ran. */
export function flakinessOf(step: StepStatistics): number {
  return step.occurrences === 0
    ? 0
    : (step.failures + step.retries.unexpected) / step.occurrences;
}

/** The steps that take longest. */
export function slowest(steps: readonly StepStatistics[]): StepStatistics[] {
  return ranked(steps, slownessOf);
}

/** The steps with most retries. */
export function mostRetried(
  steps: readonly StepStatistics[],
): StepStatistics[] {
  return ranked(steps, step => retriesOf(step.retries));
}

/** The steps that go wrong most often; those that ran a few times come last, for they would lead by chance. */
export function flakiest(steps: readonly StepStatistics[]): StepStatistics[] {
  const found = steps.filter(step => flakinessOf(step) > 0);
  return [
    ...ranked(
      found.filter(step => !isFew(step.occurrences)),
      flakinessOf,
    ),
    ...ranked(
      found.filter(step => isFew(step.occurrences)),
      flakinessOf,
    ),
  ].slice(0, MOST_STEPS);
}

/** The steps that ran most often. */
export function mostUsed(steps: readonly StepStatistics[]): StepStatistics[] {
  return ranked(steps, step => step.occurrences);
}

function ranked(
  steps: readonly StepStatistics[],
  by: (step: StepStatistics) => number,
): StepStatistics[] {
  return steps
    .filter(step => by(step) > 0)
    .sort((a, b) => by(b) - by(a) || a.stepKey.localeCompare(b.stepKey))
    .slice(0, MOST_STEPS);
}
