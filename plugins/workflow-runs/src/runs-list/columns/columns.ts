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
  sla: 132,
  priority: 76,
  hitl: 74,
  tags: 90,
  owner: 100,
};
/** How long a word of the language may be in the widths above. */
const ROOM: Partial<Record<ColumnId, number>> = { status: 11, sla: 8, hitl: 9 };
/** What each character more takes, in pixels: those widths are tight. */
const CHARACTER_PX = 11;
const RUN_MIN = 190;
/** The column with the box to select a row. */
export const SELECT_WIDTH = 40;

/** How many characters the longest word of a column has, where it shows words of the language. */
export type WordLengths = Partial<Record<ColumnId, number>>;

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
 * @param words - of a language whose words are longer than those of English
 */
export function shownColumns(
  chosen: readonly ColumnId[] | null,
  tableWidth: number,
  words: WordLengths = {},
): ShownColumn[] {
  const all = (chosen ?? COLUMNS).map(id => ({
    id,
    width: columnWidth(id, words),
  }));
  return chosen || tableWidth === 0 ? all : fitting(all, tableWidth);
}

function columnWidth(id: ColumnId, words: WordLengths): number | undefined {
  if (id === FIXED) return undefined;
  const excess = (words[id] ?? 0) - (ROOM[id] ?? Infinity);
  return WIDTHS[id] + Math.max(0, excess) * CHARACTER_PX;
}

function fitting(columns: ShownColumn[], tableWidth: number): ShownColumn[] {
  return LEAVE_OUT.reduce(
    (left, id) =>
      widthOf(left) <= tableWidth ? left : left.filter(each => each.id !== id),
    columns,
  );
}

/** How wide a table with these columns is at least, in pixels. */
export function widthOf(columns: readonly ShownColumn[]): number {
  return columns.reduce(
    (sum, { width = RUN_MIN }) => sum + width,
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
