import { Run } from 'backstage-plugin-workflow-runs-common';
import { aRun, at } from 'backstage-plugin-workflow-runs-react/testing';
import { formatPercent } from '../layout/formatPercent';
import { durationTicks } from './axis';
import { failuresByCause, failuresByStep } from './failures';
import { quantile } from './quantile';
import { longestRuns, summarizeRuns } from './summarizeRuns';

const ended = (
  second: number,
  status: Run['status'],
  overrides: Partial<Run> = {},
) =>
  aRun({
    id: `run_${second}`,
    queuedAt: at(second),
    status,
    durationMs: second * 1_000,
    ...overrides,
  });
const failedAt = (
  second: number,
  stepKey: string | null,
  category: 'bug' | 'timeout' = 'bug',
  overrides: Partial<Run> = {},
) =>
  ended(second, 'failed', {
    error: { stepKey, category, code: null, message: 'oops' },
    ...overrides,
  });
const firstPass = (firstPassSuccess: boolean | null) => ({
  effectiveness: { firstPassSuccess, accuracy: null, throughputDelta: null },
});
const sla = (status: 'met' | 'breached') => ({
  sla: { status, targetMs: 1_000, dueAt: null },
});

describe('quantile', () => {
  it.each([
    [[], 0.5, null],
    [[7], 0.5, 7],
    [[7], 0.95, 7],
    [[4, 1, 3, 2], 0.5, 2],
    [[5, 1, 4, 2, 3], 0.5, 3],
    // The nearest rank is one that was measured.
    [[1, 2], 0.95, 2],
    [Array.from({ length: 100 }, (_, index) => index + 1), 0.95, 95],
    [[3, 1, 2], 0, 1],
  ])('of %j at %d is %s', (values, share, expected) => {
    expect(quantile(values, share)).toBe(expected);
  });

  it('leaves the values in their order', () => {
    const values = [3, 1, 2];
    quantile(values, 0.5);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('summarizeRuns', () => {
  it('knows nothing of no runs', () => {
    const summary = summarizeRuns([]);
    expect(summary.ended).toBe(0);
    expect(summary.success).toEqual({ value: null, count: 0, of: 0 });
    expect(summary.duration).toEqual({ p50: null, p95: null, count: 0 });
    expect([summary.from, summary.to]).toEqual([null, null]);
  });

  it('counts what was canceled as neither success nor failure', () => {
    const summary = summarizeRuns([
      ended(4, 'completed'),
      ended(3, 'canceled'),
      failedAt(2, 'load'),
      ended(1, 'completed'),
    ]);
    expect(summary).toMatchObject({
      ended: 4,
      completed: 2,
      failed: 1,
      canceled: 1,
      success: { count: 2, of: 3 },
      from: at(1),
      to: at(4),
    });
  });

  it('leaves out what has not ended', () => {
    expect(summarizeRuns([ended(1, 'running')]).ended).toBe(0);
  });

  it('takes durations of completed runs only', () => {
    const { duration } = summarizeRuns([
      ended(1, 'completed', { durationMs: 100 }),
      ended(2, 'completed', { durationMs: 300 }),
      failedAt(3, null, 'bug', { durationMs: 9_000 }),
    ]);
    expect(duration).toEqual({ p50: 100, p95: 300, count: 2 });
  });

  it('takes shares of those runs of which they are known', () => {
    const summary = summarizeRuns([
      ended(1, 'completed', { ...firstPass(true), ...sla('met') }),
      ended(2, 'completed', { ...firstPass(false), ...sla('breached') }),
      ended(3, 'completed', { ...firstPass(null), retries: 4 }),
    ]);
    expect(summary.firstPass).toEqual({ value: 0.5, count: 1, of: 2 });
    expect(summary.sla).toEqual({ value: 0.5, count: 1, of: 2 });
    expect(summary.retries).toBe(4);
  });
});

describe('longestRuns', () => {
  it('has the longest first, and none that took no time', () => {
    const runs = [
      ended(1, 'completed'),
      ended(3, 'failed'),
      ended(2, 'canceled'),
      ended(9, 'completed', { durationMs: null }),
      ended(8, 'running'),
    ];
    expect(longestRuns(runs, 2).map(run => run.id)).toEqual(['run_3', 'run_2']);
  });
});

describe('failuresByStep', () => {
  it('counts each failed run once, the most frequent step first', () => {
    const groups = failuresByStep([
      failedAt(5, 'send'),
      failedAt(4, 'load'),
      ended(3, 'completed'),
      failedAt(2, 'load'),
      failedAt(1, null),
    ]);
    expect(
      groups.map(each => [each.stepKey, each.count, each.latest.id]),
    ).toEqual([
      ['load', 2, 'run_4'],
      ['send', 1, 'run_5'],
      [null, 1, 'run_1'],
    ]);
  });

  it('keeps steps of the same key in different workflows apart', () => {
    const workflow = { ...aRun().workflow, id: 'wf_other' };
    expect(
      failuresByStep([
        failedAt(2, 'load'),
        failedAt(1, 'load', 'bug', { workflow }),
      ]),
    ).toHaveLength(2);
  });

  it('finds the newest of a group in whichever order they come', () => {
    const [group] = failuresByStep([failedAt(1, 'load'), failedAt(2, 'load')]);
    expect(group.latest.id).toBe('run_2');
  });
});

describe('failuresByCause', () => {
  it('counts by the category of the error, and leaves out runs without one', () => {
    const groups = failuresByCause([
      failedAt(3, 'a', 'timeout'),
      failedAt(2, 'b', 'timeout'),
      failedAt(1, 'a', 'bug'),
      ended(4, 'failed', { error: null }),
    ]);
    expect(groups.map(each => [each.category, each.count])).toEqual([
      ['timeout', 2],
      ['bug', 1],
    ]);
  });
});

describe('durationTicks', () => {
  it.each([
    [0, [0, 100]],
    [350, [0, 100, 200, 300, 400]],
    [9_000, [0, 5_000, 10_000]],
    [61_000, [0, 30_000, 60_000, 90_000]],
    [4 * 3_600_000, [0, 3_600_000, 7_200_000, 10_800_000, 14_400_000]],
  ])('for %d ms are at %j', (longest, ticks) => {
    expect(durationTicks(longest)).toEqual(ticks);
  });

  it('reach above everything, however long it took', () => {
    for (const longest of [1, 4_321, 86_400_000, 3e12]) {
      const ticks = durationTicks(longest);
      expect(ticks[ticks.length - 1]).toBeGreaterThanOrEqual(longest);
      expect(ticks.length).toBeLessThanOrEqual(5);
    }
  });
});

describe('formatPercent', () => {
  it.each([
    [null, '–'],
    [0, '0 %'],
    [0.001, '1 %'],
    [0.885, '89 %'],
    [0.999, '99 %'],
    [1, '100 %'],
  ])('reads %s as %s', (share, words) => {
    expect(formatPercent(share)).toBe(words);
  });
});
