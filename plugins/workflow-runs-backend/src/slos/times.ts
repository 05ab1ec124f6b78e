import { Point, pointsOf } from '../statistics/points';
import { DAY_MS, QUARTER_MS } from '../statistics/spans';
import { LATELY, Lately } from './burn';

/** The time that objectives with a window of some length are about. */
export interface SloTimes extends Point {
  /** When each time begins that is looked at besides; those that are longer than the window are left out. */
  lately: Partial<Record<Lately, number>>;
  /** Days of a zone, where they are asked for. */
  days: Point[];
  /** What is added up: no part is within and without any of these times. */
  parts: Point[];
}

/** @param timeZone - where days begin; without it, none are told */
export function timesOf(
  now: number,
  windowDays: number,
  timeZone?: string,
): SloTimes {
  const to = Math.ceil((now + 1) / QUARTER_MS) * QUARTER_MS;
  const before = (ms: number) => toQuarter(now - ms);
  const from = before(windowDays * DAY_MS);
  const lately = Object.fromEntries(
    Object.entries(LATELY)
      .filter(([, ms]) => ms <= windowDays * DAY_MS)
      .map(([name, ms]) => [name, before(ms)]),
  );
  const days = timeZone ? pointsOf({ from, to }, 'day', timeZone) : [];
  const begins = [from, ...Object.values(lately), ...days.map(day => day.from)];
  const sorted = [...new Set(begins)].sort((a, b) => a - b);
  return {
    from,
    to,
    lately,
    days,
    parts: sorted.map((each, index) => ({
      from: each,
      to: sorted[index + 1] ?? to,
    })),
  };
}

function toQuarter(ms: number): number {
  return Math.floor(ms / QUARTER_MS) * QUARTER_MS;
}
