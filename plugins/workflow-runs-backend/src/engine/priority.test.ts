import { Priority } from 'backstage-plugin-workflow-runs-common';
import { byUrgency, dueOrder, isBackfill, rankOf } from './priority';

const MINUTE = 60_000;

describe('rankOf', () => {
  it.each<[Priority, boolean, number]>([
    ['high', false, 0],
    ['normal', false, 10],
    ['low', false, 20],
    ['high', true, 100],
    ['normal', true, 110],
    ['low', true, 120],
  ])('%s, backfill %p: %d', (priority, backfill, rank) => {
    expect(rankOf({ priority, backfill })).toBe(rank);
    expect(isBackfill(rank)).toBe(backfill);
  });
});

describe('dueOrder', () => {
  it.each([
    ['high', 0, 0],
    ['normal', 10, 5],
    ['low', 20, 20],
    ['high backfill', 100, 60],
    ['normal backfill', 110, 65],
    ['low backfill', 120, 80],
  ])('of %s (%d): %d minutes after it became due', (_, rank, minutes) => {
    expect(dueOrder({ rank, wakeAt: 7 })).toBe(7 + minutes * MINUTE);
  });
});

describe('byUrgency', () => {
  const high = (minute: number) => ({ rank: 0, wakeAt: minute * MINUTE });
  const normal = (minute: number) => ({ rank: 10, wakeAt: minute * MINUTE });
  const low = (minute: number) => ({ rank: 20, wakeAt: minute * MINUTE });
  const backfill = (minute: number) => ({ rank: 110, wakeAt: minute * MINUTE });

  it.each([
    ['what is more urgent, of what became due together', high(0), normal(0)],
    ['high, though normal waits for 4 minutes', high(4), normal(0)],
    ['normal that waits for 6 minutes', normal(0), high(6)],
    [
      'what is more urgent, where patience has just run out',
      high(5),
      normal(0),
    ],
    ['normal, though low waits for a quarter of an hour', normal(14), low(0)],
    ['low that waits for 16 minutes, before normal', low(0), normal(16)],
    [
      'production, though a backfill waits for an hour',
      normal(59),
      backfill(0),
    ],
    ['a backfill that waits for an hour and a minute', backfill(0), normal(61)],
    ['the older of two that are alike', normal(1), normal(2)],
  ])('%s goes first', (_, first, second) => {
    expect(byUrgency(first, second)).toBeLessThan(0);
    expect(byUrgency(second, first)).toBeGreaterThan(0);
  });
});
