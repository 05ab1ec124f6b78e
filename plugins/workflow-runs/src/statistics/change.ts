import { isFew } from './samples';

/** A number with how many runs it is of. */
export interface Measure {
  /** Null where there is nothing that it could be of. */
  value: number | null;
  n: number;
}

/** Where a number should go; for `neither` more is no better than less. */
export type Wanted = 'up' | 'down' | 'neither';

/** What has become of a number since the time before. */
export type Trend =
  | 'better'
  | 'worse'
  | 'more'
  | 'less'
  | 'same'
  /** Of too few runs, now or before, to tell. */
  | 'few'
  /** There is nothing to compare. */
  | 'none';

/** How a number differs from the time before. */
export interface Change {
  trend: Trend;
  /** Now less before. */
  by: number;
}

/**
 * How a number differs from the time before.
 *
 * @param least - what differs by less reads the same
 */
export function changeOf(
  now: Measure,
  before: Measure,
  wanted: Wanted,
  least: number,
): Change {
  if (before.value === null && !before.n) return { trend: 'none', by: 0 };
  // There may be runs, and too few of them to tell a value.
  if (now.value === null || before.value === null) {
    return { trend: 'few', by: 0 };
  }
  const by = now.value - before.value;
  if (isFew(now.n) || isFew(before.n)) return { trend: 'few', by };
  if (Math.abs(by) < least) return { trend: 'same', by };
  if (wanted === 'neither') return { trend: by > 0 ? 'more' : 'less', by };
  return { trend: by > 0 === (wanted === 'up') ? 'better' : 'worse', by };
}
