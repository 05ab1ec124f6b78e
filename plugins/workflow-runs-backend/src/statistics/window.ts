import {
  StatisticsInterval,
  StatisticsQuery,
} from 'backstage-plugin-workflow-runs-common';
import { InvalidInput } from '../runs/InvalidInput';
import { Point, pointsOf } from './points';
import { QUARTER_MS } from './spans';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const DEFAULT_MS = 7 * DAY_MS;
const MAX_DAYS = 400;
const MAX_POINTS = 1_000;

/** The time that is asked for, in whole quarters of an hour, with its points. */
export interface Window extends Point {
  timeZone: string;
  interval: StatisticsInterval;
  points: Point[];
}

type Asked = Pick<StatisticsQuery, 'from' | 'to' | 'timeZone' | 'interval'>;

/**
 * @throws InvalidInput where it is reversed, has not begun, is too long or has too many points
 */
export function windowOf(asked: Asked, now: number): Window {
  const to = asked.to ?? now;
  const from = asked.from ?? to - DEFAULT_MS;
  check({ from, to, now, asked });
  const wide = {
    from: Math.floor(from / QUARTER_MS) * QUARTER_MS,
    to: Math.ceil(to / QUARTER_MS) * QUARTER_MS,
  };
  const { timeZone } = asked;
  const interval = intervalOf(asked.interval, to - from);
  const points = pointsOf(wide, interval, timeZone, MAX_POINTS + 1);
  if (points.length > MAX_POINTS) {
    refuse(
      'interval',
      'too_many_points',
      `there would be more than ${MAX_POINTS} points: choose a longer one, or less time`,
    );
  }
  return { ...wide, timeZone, interval, points };
}

function check(time: Point & { now: number; asked: Asked }): void {
  const { from, to, now, asked } = time;
  const given = asked.from === undefined ? 'to' : 'from';
  if (from > now) refuse(given, 'future', 'nothing can have ended then yet');
  if (from >= to) refuse('to', 'order', 'it must be after from');
  if (from < 0) refuse(given, 'minimum', 'it must not be before 1970');
  if (to - from > MAX_DAYS * DAY_MS) {
    refuse(given, 'too_long', `it must be within ${MAX_DAYS} days before to`);
  }
}

function intervalOf(
  asked: Asked['interval'],
  lengthMs: number,
): StatisticsInterval {
  if (asked !== 'auto') return asked;
  if (lengthMs <= 6 * HOUR_MS) return 'quarter';
  // Two days, also where clocks are changed.
  return lengthMs <= 50 * HOUR_MS ? 'hour' : 'day';
}

function refuse(field: string, rule: string, message: string): never {
  throw new InvalidInput('query', [{ pointer: `/${field}`, rule, message }]);
}
