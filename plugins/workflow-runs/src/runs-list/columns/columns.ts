/** Columns of the run table, in their order. */
export const COLUMNS = [
  'run',
  'environment',
  'status',
  'progress',
  'started',
  'duration',
  'sla',
  'priority',
  'hitl',
  'tags',
  'owner',
] as const;
export type ColumnId = (typeof COLUMNS)[number];

/** Says which run a row is about, so it cannot be hidden. */
export const FIXED = 'run' satisfies ColumnId;

/** Which columns go first where there is little room. */
const LEAVE_OUT: ColumnId[] = [
  'tags',
  'priority',
  'hitl',
  'owner',
  'sla',
  'environment',
];

const WIDTHS: Record<Exclude<ColumnId, typeof FIXED>, number> = {
  environment: 56,
  status: 116,
  progress: 116,
  started: 92,
  duration: 82,
  sla: 126,
  priority: 76,
  hitl: 74,
  tags: 90,
  owner: 100,
};
const RUN_MIN = 196;
/** The column with the box to select a row. */
export const SELECT_WIDTH = 40;

/** A column, and its width in pixels; the first one takes what the others leave. */
export interface ShownColumn {
  id: ColumnId;
  width: number | undefined;
}

/**
 * The columns to show.
 *
 * @param chosen - null shows those that fit; those that a reader has chosen stay, and the table scrolls
 * @param tableWidth - in pixels; 0 while it is not known
 */
export function shownColumns(
  chosen: readonly ColumnId[] | null,
  tableWidth: number,
): ShownColumn[] {
  return (chosen ?? columnsThatFit(tableWidth)).map(id => ({
    id,
    width: id === FIXED ? undefined : WIDTHS[id],
  }));
}

function columnsThatFit(tableWidth: number): ColumnId[] {
  const fitting = new Set<ColumnId>(COLUMNS);
  if (tableWidth > 0) {
    for (const id of LEAVE_OUT) {
      if (widthOf([...fitting]) <= tableWidth) break;
      fitting.delete(id);
    }
  }
  return COLUMNS.filter(id => fitting.has(id));
}

/** How wide a table with these columns is at least, in pixels. */
export function widthOf(ids: readonly ColumnId[]): number {
  return ids.reduce(
    (sum, id) => sum + (id === FIXED ? RUN_MIN : WIDTHS[id]),
    SELECT_WIDTH,
  );
}

/** The columns that this version knows among those that were kept, in their order. */
export function knownColumns(
  ids: readonly string[] | null | undefined,
): ColumnId[] | null {
  if (!ids) return null;
  const known = COLUMNS.filter(id => id === FIXED || ids.includes(id));
  // Those of another screen mean nothing here.
  return known.length > 1 ? known : null;
}
