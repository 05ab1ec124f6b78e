import { StatisticsInterval } from 'backstage-plugin-workflow-runs-common';
import { DAY_MS, QUARTER_MS } from './spans';

const HOUR_MS = 3_600_000;

/** A stretch of time, in epoch milliseconds. */
export interface Point {
  from: number;
  to: number;
}

/**
 * Points of a series, without gaps. They begin where a quarter of an hour, an hour or a day begins by the
 * clocks of a zone: a day may have 23 or 25 hours, and may not begin at midnight.
 */
export function pointsOf(
  { from, to }: Point,
  interval: StatisticsInterval,
  timeZone: string,
  /** Where to stop: so many are more than anybody gets. */
  max = Infinity,
): Point[] {
  const next = stepsOf(timeZone)[interval];
  const points: Point[] = [];
  for (let at = from; at < to && points.length < max; ) {
    const end = Math.min(to, toQuarter(next(at)));
    points.push({ from: at, to: end });
    at = end;
  }
  return points;
}

/** Clocks of long ago were minutes apart. */
function toQuarter(ms: number): number {
  return Math.ceil(ms / QUARTER_MS) * QUARTER_MS;
}

/** Where the next point begins, for one that begins at some moment. */
function stepsOf(
  timeZone: string,
): Record<StatisticsInterval, (at: number) => number> {
  const offsetAt = offsetsOf(timeZone);
  const restOf = (local: number, length: number) =>
    ((local % length) + length) % length;
  const full = (length: number) => (at: number) =>
    at + length - restOf(at + offsetAt(at), length);
  return {
    quarter: full(QUARTER_MS),
    hour: full(HOUR_MS),
    day: at => {
      const before = offsetAt(at);
      const midnight = at + before - restOf(at + before, DAY_MS) + DAY_MS;
      const after = offsetAt(midnight - before);
      if (before === after) return midnight - before;
      // Clocks were changed since: one of them is midnight, or where it was left out, the moment behind.
      const candidates = [midnight - before, midnight - after].sort(
        (a, b) => a - b,
      );
      return candidates.find(ms => ms + offsetAt(ms) >= midnight)!;
    },
  };
}

/** By how much the clocks of a zone are ahead of UTC, in milliseconds. */
function offsetsOf(timeZone: string): (at: number) => number {
  if (timeZone === 'UTC') return () => 0;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return at => {
    const parts: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(at)) {
      parts[type] = Number(value);
    }
    const { year, month, day, hour, minute, second } = parts;
    const local = Date.UTC(year, month - 1, day, hour, minute, second);
    return local - Math.floor(at / 1_000) * 1_000;
  };
}
