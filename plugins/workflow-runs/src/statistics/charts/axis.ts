const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Spaces between lines of an axis that read well: 1, 2, 5 of each unit, and what a clock has. */
const STEPS = [
  ...[100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map(seconds => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map(minutes => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map(hours => hours * HOUR),
  ...[1, 2, 5, 10, 20, 50, 100].map(days => days * DAY),
];

/** How many lines an axis has above zero, at most. */
const MOST_LINES = 4;

/**
 * Where the lines of an axis of durations are, from 0 to the first one that nothing exceeds.
 *
 * @param longest - milliseconds
 */
export function durationTicks(longest: number): number[] {
  const top = Math.max(longest, 1);
  const step =
    STEPS.find(each => each * MOST_LINES >= top) ??
    Math.ceil(top / MOST_LINES / DAY) * DAY;
  return ticksTo(top, step);
}

/** Where the lines of an axis of whole numbers are, from 0 to the first one that nothing exceeds. */
export function countTicks(most: number): number[] {
  const top = Math.max(most, 1);
  const least = top / MOST_LINES;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10]
    .map(each => each * power)
    .find(each => each >= least)!;
  return ticksTo(top, Math.max(1, step));
}

function ticksTo(top: number, step: number): number[] {
  const lines = Math.ceil(top / step);
  return Array.from({ length: lines + 1 }, (_, index) => index * step);
}
