import { TimeDomain } from './timeDomain';

/** Nothing happens faster. */
const SHORTEST_MS = 20;

/** A stretch of the whole, kept within it. */
function within(full: TimeDomain, start: number, length: number): TimeDomain {
  const shown = Math.min(full.end - full.start, Math.max(SHORTEST_MS, length));
  const from = Math.min(full.end - shown, Math.max(full.start, start));
  return { start: from, end: from + shown };
}

/**
 * What is in view after zooming.
 *
 * @param factor - above 1 shows less, and that larger
 * @param anchor - the instant that stays where it is
 */
export function zoomed(
  full: TimeDomain,
  view: TimeDomain,
  factor: number,
  anchor: number = (view.start + view.end) / 2,
): TimeDomain {
  const length = (view.end - view.start) / factor;
  const before = (anchor - view.start) / factor;
  return within(full, anchor - before, length);
}

/** What is in view after moving by so many milliseconds. */
export function panned(
  full: TimeDomain,
  view: TimeDomain,
  byMs: number,
): TimeDomain {
  return within(full, view.start + byMs, view.end - view.start);
}

/** How much larger than at first, in percent. */
export function zoomPercent(full: TimeDomain, view: TimeDomain): number {
  return Math.round(((full.end - full.start) / (view.end - view.start)) * 100);
}
