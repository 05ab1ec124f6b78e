import { Run } from 'backstage-plugin-workflow-runs-common';
import { aRun, at } from '../testing';
import {
  appendPage,
  missingFrom,
  notAmong,
  refreshInPlace,
  refreshList,
  RunList,
  RunPage,
  showPending,
} from './runList';

/** Runs named by the second in which they were queued. */
const runs = (...seconds: number[]) =>
  seconds.map(second => aRun({ id: `run_${second}`, queuedAt: at(second) }));
const list = (overrides: Partial<RunList> = {}): RunList => ({
  rows: runs(30, 20, 10),
  pending: [],
  nextToken: null,
  searchedBackTo: null,
  ...overrides,
});
const page = (items: Run[], overrides: Partial<RunPage> = {}): RunPage => ({
  items,
  nextToken: null,
  searchedBackTo: null,
  ...overrides,
});
const ids = (rows: { id: string }[]) => rows.map(row => row.id);
const nothing = { departed: [], gone: new Set<string>() };

describe('missingFrom', () => {
  it('finds rows that the head should have held', () => {
    const head = page(runs(40, 30, 10), { nextToken: 'more' });
    expect(ids(missingFrom(list(), head))).toEqual(['run_20']);
  });

  it('does not miss what lies behind a page with others after it', () => {
    const head = page(runs(50, 40, 30), { nextToken: 'more' });
    expect(missingFrom(list(), head)).toEqual([]);
  });

  it('misses everything that the only page does not hold', () => {
    expect(ids(missingFrom(list(), page([])))).toEqual([
      'run_30',
      'run_20',
      'run_10',
    ]);
  });

  it('misses nothing from before the time that was searched', () => {
    const head = page([], { nextToken: 'more', searchedBackTo: at(15) });
    expect(ids(missingFrom(list(), head))).toEqual(['run_30', 'run_20']);
  });
});

describe('notAmong', () => {
  it('asks for the rows that stood where the page reaches', () => {
    const head = page(runs(30, 40), { nextToken: 'more' });
    expect(ids(notAmong(list(), head))).toEqual(['run_20']);
  });

  it('asks for all rows where there is no other page', () => {
    expect(ids(notAmong(list(), page(runs(20))))).toEqual(['run_30', 'run_10']);
  });
});

describe('refreshInPlace', () => {
  it('lets what is new wait, wherever it belongs', () => {
    const { rows, pending } = refreshInPlace(list({ nextToken: 'more' }), {
      head: runs(30, 5, 20),
      ...nothing,
    });
    expect(ids(rows)).toEqual(['run_30', 'run_20', 'run_10']);
    expect(ids(pending)).toEqual(['run_5']);
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
    const next = appendPage(
      list({ nextToken: 'more', searchedBackTo: at(10) }),
      page(runs(10, 5)),
    );
    expect(ids(next.rows)).toEqual(['run_30', 'run_20', 'run_10', 'run_5']);
    expect(next.nextToken).toBeNull();
    expect(next.searchedBackTo).toBeNull();
  });
});
