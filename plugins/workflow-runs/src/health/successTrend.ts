import { Run } from 'backstage-plugin-workflow-runs-common';

/** How many runs each point looks back at. */
export const WINDOW = 10;

/**
 * The success rate over time, a point for each run that completed or failed: the share of those that
 * completed among it and the runs before it, {@link WINDOW} at most. Points that would look back at
 * fewer than half of that are left out, for they would swing between nothing and all.
 *
 * @param runs - newest first
 * @returns oldest first, 0 to 1
 */
export function successTrend(runs: readonly Run[]): number[] {
  const outcomes = runs
    .filter(run => run.status === 'completed' || run.status === 'failed')
    .map(run => run.status === 'completed')
    .reverse();
  return outcomes
    .map((_, index) => {
      const window = outcomes.slice(Math.max(0, index + 1 - WINDOW), index + 1);
      return {
        size: window.length,
        rate: window.filter(Boolean).length / window.length,
      };
    })
    .filter(({ size }) => size >= WINDOW / 2)
    .map(({ rate }) => rate);
}
