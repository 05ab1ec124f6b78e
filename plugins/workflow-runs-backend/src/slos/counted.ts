import { middleOf } from '../statistics/Bins';
import { RunTally } from '../statistics/Tally';
import { SloTarget } from './targetsOf';

/** Runs that count for an objective, and those of them that were not good. */
export interface Counted {
  runs: number;
  bad: number;
}

/**
 * What some runs come to for an objective. All durations of a bin are within one percent of its middle: only a
 * run that is as near to the target can be told wrong.
 */
export function countedOf(
  tally: RunTally,
  { durationMs }: Pick<SloTarget, 'durationMs'>,
): Counted {
  const completed = tally.get('completed');
  const failed = tally.get('failed');
  if (durationMs === null) return { runs: completed + failed, bad: failed };
  let bad = 0;
  tally.bins.forEach((bin, count) => {
    if (middleOf(bin) > durationMs) bad += count;
  });
  return { runs: completed, bad };
}

export function sumOf(parts: readonly Counted[]): Counted {
  return parts.reduce(
    (sum, { runs, bad }) => ({ runs: sum.runs + runs, bad: sum.bad + bad }),
    { runs: 0, bad: 0 },
  );
}
