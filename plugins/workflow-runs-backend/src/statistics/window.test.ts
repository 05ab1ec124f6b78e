import { StatisticsQuery } from 'backstage-plugin-workflow-runs-common';
import { windowOf } from './window';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = Date.parse('2026-11-28T14:07:00Z');

const asked = (more: Partial<StatisticsQuery> = {}) => ({
  timeZone: 'UTC',
  interval: 'auto' as const,
  from: undefined,
  to: undefined,
  ...more,
});

it('is the last seven days where nothing is said, in whole quarters', () => {
  const { from, to, interval, points } = windowOf(asked(), NOW);

  expect(new Date(from).toISOString()).toBe('2026-11-21T14:00:00.000Z');
  expect(new Date(to).toISOString()).toBe('2026-11-28T14:15:00.000Z');
  expect(interval).toBe('day');
  expect(points).toHaveLength(8);
});

it.each([
  [1, 'quarter', 5],
  [6, 'quarter', 25],
  [7, 'hour', 8],
  [24, 'hour', 25],
  [50, 'hour', 51],
  [51, 'day', 3],
  [90 * 24, 'day', 91],
  [400 * 24, 'day', 401],
])('%i hours have points of a %s, %i of them', (hours, interval, count) => {
  const from = NOW - hours * HOUR_MS;
  const window = windowOf(asked({ from }), NOW);

  expect(window.interval).toBe(interval);
  expect(window.points).toHaveLength(count);
});

it('may end later today', () => {
  const to = Date.parse('2026-11-29T00:00:00Z');
  const window = windowOf(asked({ from: to - DAY_MS, to }), NOW);

  expect(window.points).toHaveLength(24);
});

it.each([
  ['reversed', { from: NOW, to: NOW - 1 }, '/to', 'order'],
  ['of no length', { from: NOW, to: NOW }, '/to', 'order'],
  ['in the future', { from: NOW + 1, to: NOW + DAY_MS }, '/from', 'future'],
  ['behind now', { to: NOW + 8 * DAY_MS }, '/to', 'future'],
  ['ten years long', { from: NOW - 3_650 * DAY_MS }, '/from', 'too_long'],
  ['a bit too long', { from: NOW - 400 * DAY_MS - 1 }, '/from', 'too_long'],
  ['before all runs', { from: -1, to: DAY_MS }, '/from', 'minimum'],
  ['before 1970', { to: DAY_MS }, '/to', 'minimum'],
  [
    'of too many points',
    { from: NOW - 11 * DAY_MS, interval: 'quarter' as const },
    '/interval',
    'too_many_points',
  ],
  [
    'of too many hours',
    { from: NOW - 399 * DAY_MS, interval: 'hour' as const },
    '/interval',
    'too_many_points',
  ],
])('is refused where it is %s', (_, more, pointer, rule) => {
  expect(() => windowOf(asked(more), NOW)).toThrow(
    expect.objectContaining({
      violations: [expect.objectContaining({ pointer, rule })],
    }),
  );
});
