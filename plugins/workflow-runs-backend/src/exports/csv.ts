/** What a cell holds; null is an empty one. */
export type CsvCell = string | number | boolean | null;

/**
 * How a text begins that spreadsheets take for a formula, full-width forms among them. Numbers of our
 * own are none: only texts come from others.
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** What would end a cell, also where a spreadsheet takes semicolons or tabs for commas. */
const SPECIAL = /[",;\t\r\n]/;

/** A line of RFC 4180, with its end. Formulas are defused by an apostrophe before them. */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(toText).join(',')}\r\n`;
}

function toText(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return SPECIAL.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
