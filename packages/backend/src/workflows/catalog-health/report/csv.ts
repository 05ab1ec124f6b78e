import { Finding } from '../findings';

const COLUMNS = ['entity', 'rule', 'severity', 'detail'] as const;

/** The findings as CSV (RFC 4180), a header first. */
export function toCsv(findings: readonly Finding[]): string {
  const rows = findings.map(finding => COLUMNS.map(name => finding[name]));
  return [COLUMNS, ...rows]
    .map(row => `${row.map(toField).join(',')}\r\n`)
    .join('');
}

function toField(value: string): string {
  // Spreadsheets take what starts like this for a formula; entities are written by many people.
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless)
    ? `"${harmless.replace(/"/g, '""')}"`
    : harmless;
}
