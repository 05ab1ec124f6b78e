/** A column of a table. */
export interface Column<Row> {
  title: string;
  value(row: Row): string | number | null | undefined;
  /** How text is coloured, as it is printed on a terminal. */
  colour?(text: string, row: Row): string;
  align?: 'left' | 'right';
  /** Where a terminal is too narrow, columns with the largest number are left out first; 0: never. */
  priority?: number;
  /** It may be cut to this many characters; where nothing is said, it is left out before it is cut. */
  shrinkTo?: number;
}

/** How wide each column is; undefined: it is left out. */
export type Widths = (number | undefined)[];

const GAP = 2;

/** Fits columns into a width: the wide ones shrink first, then those go that matter least. */
export function fitColumns(
  columns: readonly Pick<Column<never>, 'priority' | 'shrinkTo'>[],
  natural: readonly number[],
  width: number,
): Widths {
  const widths: Widths = [...natural];
  for (;;) {
    const missing = totalOf(widths) - width;
    if (missing <= 0) return widths;
    if (shrink(columns, widths, missing)) return widths;
    if (!leaveOut(columns, widths)) return widths;
  }
}

function totalOf(widths: Widths): number {
  const shown = widths.filter(each => each !== undefined);
  return shown.reduce((sum, each) => sum + each + GAP, -GAP);
}

/** Takes what is missing from columns that may be cut, where that is enough. */
function shrink(
  columns: readonly Pick<Column<never>, 'shrinkTo'>[],
  widths: Widths,
  missing: number,
): boolean {
  const spare = widths.map((width, index) =>
    width === undefined
      ? 0
      : Math.max(0, width - (columns[index].shrinkTo ?? width)),
  );
  const total = spare.reduce((sum, each) => sum + each, 0);
  if (total < missing) return false;
  let left = missing;
  spare.forEach((each, index) => {
    const taken = Math.min(left, Math.ceil((each / total) * missing), each);
    if (taken > 0) widths[index] = widths[index]! - taken;
    left -= taken;
  });
  return true;
}

function leaveOut(
  columns: readonly Pick<Column<never>, 'priority'>[],
  widths: Widths,
): boolean {
  const candidates = columns
    .map(({ priority = 1 }, index) => ({ priority, index }))
    .filter(
      ({ priority, index }) => priority > 0 && widths[index] !== undefined,
    );
  const least = candidates.sort(
    (a, b) => b.priority - a.priority || b.index - a.index,
  )[0];
  if (!least) return false;
  widths[least.index] = undefined;
  return true;
}
