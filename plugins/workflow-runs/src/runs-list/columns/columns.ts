/** Columns of the run table, in their order. */
export const COLUMNS = [
  'run',
  'environment',
  'status',
  'progress',
  'started',
  'duration',
  'priority',
  'tags',
  'owner',
] as const;
export type ColumnId = (typeof COLUMNS)[number];

/** How wide the table must be, in pixels, for a column to be worth its room. */
const SHOWN_FROM: Partial<Record<ColumnId, number>> = {
  environment: 640,
  owner: 840,
  priority: 960,
  tags: 1_060,
};

const WIDTHS: Record<ColumnId, number | undefined> = {
  // It takes what the others leave.
  run: undefined,
  environment: 76,
  status: 124,
  progress: 190,
  started: 116,
  duration: 96,
  priority: 92,
  tags: 132,
  owner: 140,
};
const NARROW_PROGRESS = 148;

/** A column, and its width in pixels. */
export interface ShownColumn {
  id: ColumnId;
  width: number | undefined;
}

/** The columns that fit; all of them while the width is not known. */
export function columnsThatFit(tableWidth: number): ShownColumn[] {
  const narrow = tableWidth > 0 && tableWidth < 840;
  return COLUMNS.filter(
    id => tableWidth === 0 || tableWidth >= (SHOWN_FROM[id] ?? 0),
  ).map(id => ({
    id,
    width: id === 'progress' && narrow ? NARROW_PROGRESS : WIDTHS[id],
  }));
}
