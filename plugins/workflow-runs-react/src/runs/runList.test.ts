import { aRun, at } from '../testing';
import {
  appendPage,
  missingFrom,
  refreshList,
  RunList,
  showPending,
} from './runList';

/** Runs named by the second in which they were queued. */
const runs = (...seconds: number[]) =>
  seconds.map(second => aRun({ id: `run_${second}`, queuedAt: at(second) }));
const list = (overrides: Partial<RunList> = {}): RunList => ({
  rows: runs(30, 20, 10),
  pending: [],
  nextToken: null,
  ...overrides,
});
const ids = (rows: { id: string }[]) => rows.map(row => row.id);
const nothing = { departed: [], gone: new Set<string>() };

describe('missingFrom', () => {
  it('finds rows that the head should have held', () => {
    expect(ids(missingFrom(list(), runs(40, 30, 10), 3))).toEqual(['run_20']);
  });

  it('does not miss what lies behind a full head', () => {
    expect(missingFrom(list(), runs(50, 40, 30), 3)).toEqual([]);
  });

  it('misses everything that a short head does not hold', () => {
    expect(ids(missingFrom(list(), [], 25))).toEqual([
      'run_30',
      'run_20',
      'run_10',
    ]);
  });
});

describe('refreshList', () => {
  it('changes rows in place', () => {
    const head = [
      ...runs(30),
      aRun({ id: 'run_20', queuedAt: at(20), status: 'failed' }),
      ...runs(10),
    ];
    const { rows } = refreshList(list(), { head, ...nothing }, false);
    expect(rows.map(row => row.status)).toEqual([
      'running',
      'failed',
      'running',
    ]);
  });

  it('lets new runs wait, or shows them', () => {
    const refresh = { head: runs(50, 40, 30, 20, 10), ...nothing };
    const waiting = refreshList(list(), refresh, false);
    expect(ids(waiting.rows)).toEqual(['run_30', 'run_20', 'run_10']);
    expect(ids(waiting.pending)).toEqual(['run_50', 'run_40']);
    expect(ids(refreshList(waiting, refresh, true).rows)).toEqual([
      'run_50',
      'run_40',
      'run_30',
      'run_20',
      'run_10',
    ]);
    expect(ids(showPending(waiting).rows)).toHaveLength(5);
  });

  it('keeps a row that matches no longer, as it is now', () => {
    const completed = aRun({ id: 'run_20', status: 'completed' });
    const { rows } = refreshList(
      list(),
      { head: runs(30, 10), departed: [completed], gone: new Set() },
      false,
    );
    expect(rows[1]).toBe(completed);
  });

  it('drops a row that is gone', () => {
    const { rows } = refreshList(
      list(),
      { head: runs(30, 10), departed: [], gone: new Set(['run_20']) },
      false,
    );
    expect(ids(rows)).toEqual(['run_30', 'run_10']);
  });

  it('leaves older runs to their page', () => {
    const { rows, pending } = refreshList(
      list({ nextToken: 'more' }),
      { head: runs(30, 20, 10, 5), ...nothing },
      false,
    );
    expect(ids(rows)).toHaveLength(3);
    expect(pending).toEqual([]);
  });
});

describe('appendPage', () => {
  it('adds no row twice', () => {
    const next = appendPage(list({ nextToken: 'more' }), {
      items: runs(10, 5),
      nextToken: null,
    });
    expect(ids(next.rows)).toEqual(['run_30', 'run_20', 'run_10', 'run_5']);
    expect(next.nextToken).toBeNull();
  });
});
