import CliTable from 'cli-table3';
// The version that the library counts with: what it cuts and what is measured here have to agree.
import widthOf from 'string-width';
import { type Column, fitColumns } from './columns';
import { withoutControls } from './withoutControls';

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** A table for people: aligned, and no wider than the terminal. */
export function tableForTerminal<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  options: { width: number; dim: (text: string) => string },
): string {
  const cells = rows.map(row => columns.map(column => cellOf(row, column)));
  const natural = columns.map(({ title }, index) =>
    Math.max(widthOf(title), ...cells.map(row => widthOf(row[index]))),
  );
  const widths = fitColumns(columns, natural, options.width);
  const shown = columns.flatMap((column, index) =>
    widths[index] === undefined ? [] : [{ column, index }],
  );
  const table = new CliTable({
    chars: NO_BORDERS,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    head: shown.map(({ column }) => options.dim(column.title)),
    colWidths: shown.map(({ index }) => widths[index]!),
    colAligns: shown.map(({ column }) => column.align ?? 'left'),
  });
  rows.forEach((row, rowIndex) =>
    table.push(
      shown.map(({ column, index }) => {
        const text = cells[rowIndex][index];
        return column.colour ? column.colour(text, row) : text;
      }),
    ),
  );
  return trimLines(table.toString());
}

/** A table for programs: tabs between cells, nothing cut, no titles. */
export function tableForPipes<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
): string {
  return rows
    .map(row =>
      columns.map(column => cellOf(row, column).replace(/\t/g, ' ')).join('\t'),
    )
    .join('\n');
}

function cellOf<Row>(row: Row, { value }: Column<Row>): string {
  const text = value(row);
  return text === null || text === undefined
    ? ''
    : withoutControls(String(text)).replace(/\s*\n\s*/g, ' ');
}

function trimLines(text: string): string {
  return text.replace(/ +$/gm, '');
}
