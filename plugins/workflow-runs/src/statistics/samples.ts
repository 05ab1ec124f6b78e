import { Durations } from 'backstage-plugin-workflow-runs-common';

/** Below so many runs there are no quantiles and no trend: one run more would say something else. */
export const FEW = 20;

/** Whether a number is of too few runs to go by. */
export const isFew = (n: number): boolean => n < FEW;

/** Durations that quantiles can be told of. */
export function enough(durations: Durations | null): Durations | null {
  return durations && !isFew(durations.n) ? durations : null;
}
