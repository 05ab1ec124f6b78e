import {
  hasEnded,
  Run,
  RunFilter,
  RunSort,
} from 'backstage-plugin-workflow-runs-common';
import { mayFit } from '../live/covering';
import { ListChange } from '../live/LiveLists';
import { withNewerRuns } from './useLiveList';

/** A page of runs, as the API answers with it. */
export interface RunPage {
  items: Run[];
  nextToken: string | null;
  searchedBackTo: string | null;
  /** All that happened up to this place in the log is in it; a backend of before does not say. */
  position?: number;
}

/** A list of runs as the reader has it before them. @public */
export interface RunList {
  rows: Run[];
  /** Runs that have come in since, in the order of the list, and wait to be shown. */
  pending: Run[];
  nextToken: string | null;
  /** How far the last page has come, where it ended early; ISO 8601. */
  searchedBackTo: string | null;
  /** All that happened up to this place in the log is in it; undefined where nobody knows. */
  position?: number;
}

/** What a look at the first runs of the list has found. */
export interface Refresh {
  /** The first runs that match, in the order of the list. */
  head: Run[];
  /** Rows that match no longer, as they are now. */
  departed: Run[];
  /** Rows that are gone for this reader. */
  gone: ReadonlySet<string>;
  /** Up to which place in the log it has looked. */
  position?: number;
}

/** The list with its first page. */
export function listOf(page: RunPage): RunList {
  return {
    rows: page.items,
    pending: [],
    nextToken: page.nextToken,
    searchedBackTo: page.searchedBackTo,
    position: page.position,
  };
}

/** The rows that a fresh first page should have held and does not: they match the filter no longer. */
export function missingFrom(list: RunList, head: RunPage): Run[] {
  const found = new Set(head.items.map(run => run.id));
  const horizon = head.searchedBackTo ?? head.items.at(-1)?.queuedAt;
  const complete = head.nextToken === null;
  return list.rows.filter(
    row =>
      !found.has(row.id) &&
      (complete || (horizon !== undefined && row.queuedAt > horizon)),
  );
}

/**
 * The same for a list in another order than that of time, in which a row may also have moved behind
 * the page: whoever asks for these finds out which of them are still what they were.
 */
export function notAmong(list: RunList, head: RunPage): Run[] {
  const found = new Set(head.items.map(run => run.id));
  const complete = head.nextToken === null;
  return list.rows
    .slice(0, complete ? undefined : head.items.length)
    .filter(row => !found.has(row.id));
}

/**
 * Brings a list up to date without moving what the reader looks at: rows change in place, a row that
 * matches the filter no longer stays until the list is opened anew, and what is new waits in
 * `pending` unless it may be shown.
 */
export function refreshList(
  list: RunList,
  refresh: Refresh,
  showNew: boolean,
  isNew: (run: Run) => boolean = newerThanLast(list),
): RunList {
  const current = new Map(
    [...refresh.head, ...refresh.departed].map(run => [run.id, run]),
  );
  const shown = new Set(list.rows.map(row => row.id));
  // The stream may have told of a row after the backend had answered.
  const newer = (row: Run) => {
    const run = current.get(row.id);
    return run && run.position >= row.position ? run : row;
  };
  const rows = list.rows.filter(row => !refresh.gone.has(row.id)).map(newer);
  const fresh = refresh.head.filter(run => !shown.has(run.id) && isNew(run));
  const { position } = refresh;
  return showNew
    ? { ...list, rows: [...fresh, ...rows], pending: [], position }
    : { ...list, rows, pending: fresh, position };
}

/**
 * The same for a list in another order than that of time. What is new belongs anywhere between the
 * rows, so it always waits: {@link refreshList} could only put it above them.
 */
export function refreshInPlace(list: RunList, refresh: Refresh): RunList {
  return refreshList(list, refresh, false, () => true);
}

/** A list in which the stream of the tab has told of runs: rows change in place, and none comes or goes. */
export function patchList(list: RunList, runs: readonly Run[]): RunList {
  const rows = withNewerRuns(list.rows, runs);
  const pending = withNewerRuns(list.pending, runs);
  return rows === list.rows && pending === list.pending
    ? list
    : { ...list, rows, pending };
}

/**
 * Whether a list has to be read again after a change: a run may belong into it that is not there yet, or
 * it is not known what has become of a row.
 */
export function isListStale(
  list: RunList,
  { items, gone }: ListChange,
  filter: RunFilter,
  sort: RunSort,
): boolean {
  const { rows, pending } = list;
  const known = new Set([...rows, ...pending].map(run => run.id));
  const belongs =
    sort === '-queuedAt' ? newerThanLast(list) : (_run: Run) => true;
  return (
    rows.some(row => gone.has(row.id) && !hasEnded(row.status)) ||
    pending.some(run => gone.has(run.id)) ||
    items.some(run => !known.has(run.id) && mayFit(run, filter) && belongs(run))
  );
}

/** Shows what has waited. */
export function showPending(list: RunList): RunList {
  return { ...list, rows: [...list.pending, ...list.rows], pending: [] };
}

/** What is older than the last row comes with its page. */
function newerThanLast({ rows, nextToken }: RunList): (run: Run) => boolean {
  const last = rows.at(-1);
  return run => nextToken === null || !last || run.queuedAt >= last.queuedAt;
}

/** Adds the next page behind the rows. */
export function appendPage(list: RunList, page: RunPage): RunList {
  const shown = new Set(list.rows.map(row => row.id));
  return {
    ...list,
    rows: [...list.rows, ...page.items.filter(run => !shown.has(run.id))],
    nextToken: page.nextToken,
    searchedBackTo: page.searchedBackTo,
  };
}
