/**
 * Columns by which runs are indexed, each together with the time: `tag` in `run_tags`, `failed_group_id` in
 * `run_failures`, the others in `runs`.
 */
export type IndexedColumn =
  | 'business_event_id'
  | 'parent_run_id'
  | 'origin_run_id'
  | 'tag'
  | 'failed_group_id'
  | 'error_code'
  | 'started_by'
  | 'owner_ref'
  | 'hitl'
  | 'sla_status'
  | 'workflow_id'
  | 'error_category'
  | 'status'
  | 'environment';

/** What rows must hold: one of the values in each of the columns. */
export type Narrowing = Partial<Record<IndexedColumn, readonly string[]>>;

/** An index, and the beginnings of it that are walked; what it leaves open is looked at row by row. */
export interface Driver {
  columns: readonly IndexedColumn[];
  /** Values of the columns, once for each walk; a single empty one walks the whole index. */
  prefixes: readonly (readonly string[])[];
}

/** Beyond so many walks, one along a longer part of another index costs less. */
export const MAX_WALKS = 400;
/** How many indexes are tried, where all have more rows than may be looked at. */
const MAX_DRIVERS = 3;

/** The indexes, from that which is likely to leave the fewest rows to that which leaves the most. */
const BY_TIME: readonly (readonly IndexedColumn[])[] = [
  ['business_event_id'],
  ['parent_run_id'],
  ['origin_run_id'],
  ['failed_group_id'],
  ['tag'],
  ['workflow_id', 'error_code'],
  ['workflow_id', 'error_category'],
  ['error_code'],
  ['started_by'],
  ['owner_ref'],
  ['workflow_id', 'status'],
  ['workflow_id'],
  ['hitl'],
  ['sla_status'],
  ['error_category'],
  ['status'],
  ['environment'],
  [],
];
const BY_DURATION: readonly (readonly IndexedColumn[])[] = [
  ['workflow_id'],
  [],
];

/**
 * The indexes that a list may go by, those with most promise first. Which leaves the fewest rows is
 * known only when it is tried: a tag may be on nearly every run, and a workflow may run every second.
 */
export function driversOf(
  narrowing: Narrowing,
  order: 'time' | 'duration',
): Driver[] {
  const usable = (order === 'time' ? BY_TIME : BY_DURATION).filter(index =>
    isUsable(index, narrowing),
  );
  const chosen: (readonly IndexedColumn[])[] = [];
  for (const index of usable) {
    // A part of an index that is chosen leaves more rows than the whole of it.
    if (!chosen.some(other => index.every(column => other.includes(column))))
      chosen.push(index);
  }
  return chosen.slice(0, MAX_DRIVERS).map(columns => ({
    columns,
    prefixes: product(columns.map(column => narrowing[column]!)),
  }));
}

function isUsable(
  index: readonly IndexedColumn[],
  narrowing: Narrowing,
): boolean {
  const walks = index.reduce(
    (count, column) => count * (narrowing[column]?.length ?? Infinity),
    1,
  );
  return walks <= MAX_WALKS;
}

function product(
  lists: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  return lists.reduce<readonly (readonly string[])[]>(
    (prefixes, values) =>
      prefixes.flatMap(prefix => values.map(value => [...prefix, value])),
    [[]],
  );
}
