import { Run } from 'backstage-plugin-workflow-runs-common';

/** A list of runs as the reader has it before them. @public */
export interface RunList {
  rows: Run[];
  /** Runs that have come in since, newest first, and wait to be shown. */
  pending: Run[];
  nextToken: string | null;
}

/** What a look at the newest runs has found. */
export interface Refresh {
  /** The newest runs that match, newest first. */
  head: Run[];
  /** Rows that match no longer, as they are now. */
  departed: Run[];
  /** Rows that are gone for this reader. */
  gone: ReadonlySet<string>;
}

/** The rows that a fresh head should have held and does not: they match the filter no longer. */
export function missingFrom(list: RunList, head: Run[], limit: number): Run[] {
  const found = new Set(head.map(run => run.id));
  const oldest = head.at(-1);
  const complete = head.length < limit;
  return list.rows.filter(
    row =>
      !found.has(row.id) &&
      (complete || (oldest !== undefined && row.queuedAt > oldest.queuedAt)),
  );
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
): RunList {
  const current = new Map(
    [...refresh.head, ...refresh.departed].map(run => [run.id, run]),
  );
  const shown = new Set(list.rows.map(row => row.id));
  const rows = list.rows
    .filter(row => !refresh.gone.has(row.id))
    .map(row => current.get(row.id) ?? row);
  const added = refresh.head.filter(run => !shown.has(run.id));
  // What is older than the last row comes with its page.
  const last = rows.at(-1);
  const fresh =
    list.nextToken === null || !last
      ? added
      : added.filter(run => run.queuedAt >= last.queuedAt);
  return showNew
    ? { ...list, rows: [...fresh, ...rows], pending: [] }
    : { ...list, rows, pending: fresh };
}

/** Shows what has waited. */
export function showPending(list: RunList): RunList {
  return { ...list, rows: [...list.pending, ...list.rows], pending: [] };
}

/** Adds the next page behind the rows. */
export function appendPage(
  list: RunList,
  page: { items: Run[]; nextToken: string | null },
): RunList {
  const shown = new Set(list.rows.map(row => row.id));
  return {
    ...list,
    rows: [...list.rows, ...page.items.filter(run => !shown.has(run.id))],
    nextToken: page.nextToken,
  };
}
