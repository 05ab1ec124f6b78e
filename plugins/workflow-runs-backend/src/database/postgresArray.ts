import { Row, SqlValue } from './changes';

/** One column of many rows, as the text of a PostgreSQL array. */
export function columnArray(rows: readonly Row[], column: string): string {
  return arrayOf(rows.map(row => row[column]));
}

/** Values as the text of a PostgreSQL array of whatever type. */
export function arrayOf(values: readonly (SqlValue | undefined)[]): string {
  let text = '{';
  for (let index = 0; index < values.length; index++) {
    if (index > 0) text += ',';
    text += elementOf(values[index]);
  }
  return `${text}}`;
}

function elementOf(value: SqlValue | undefined): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') {
    return /["\\]/.test(value)
      ? `"${value.replace(/["\\]/g, '\\$&')}"`
      : `"${value}"`;
  }
  // The backslash of `\x…` is the text's own, so it is written twice.
  if (Buffer.isBuffer(value)) return `"\\\\x${value.toString('hex')}"`;
  return String(value);
}
