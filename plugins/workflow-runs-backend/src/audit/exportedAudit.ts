import {
  AuditEntry,
  AuditExportFormat,
} from 'backstage-plugin-workflow-runs-common';
import { CsvCell, csvLine } from '../exports/csv';
import type { ExportTally } from '../exports/exportedRuns';

/** Entries that are read at once. */
const ROWS_AT_ONCE = 200;

const COLUMNS: [name: string, cell: (entry: AuditEntry) => CsvCell][] = [
  ['id', entry => entry.id],
  ['at', entry => entry.at],
  ['actor', entry => entry.actor],
  ['event', entry => entry.event],
  ['action', entry => entry.action],
  ['outcome', entry => entry.outcome],
  ['reason', entry => entry.reason],
  ['message', entry => entry.message],
  ['tenant', entry => entry.tenantId],
  ['workflow', entry => entry.workflow],
  ['run', entry => entry.runId],
  ['resultRun', entry => entry.resultRunId],
  ['step', entry => entry.stepKey],
  ['missingPermission', entry => entry.refusal?.permission ?? null],
  ['runStatus', entry => entry.refusal?.runStatus ?? null],
  ['before', entry => jsonCell(entry.before)],
  ['after', entry => jsonCell(entry.after)],
  ['details', entry => jsonCell(entry.details)],
  ['remoteAddress', entry => entry.origin?.remoteAddress ?? null],
  ['userAgent', entry => entry.origin?.userAgent ?? null],
  ['requestId', entry => entry.origin?.requestId ?? null],
];

const FORMATS: Record<
  AuditExportFormat,
  { head: string; line: (entry: AuditEntry) => string }
> = {
  csv: {
    head: csvLine(COLUMNS.map(([name]) => name)),
    line: entry => csvLine(COLUMNS.map(([, cell]) => cell(entry))),
  },
  jsonl: { head: '', line: entry => `${JSON.stringify(entry)}\n` },
};

/** The text of an export, page by page; counts in `tally`. */
export async function* exportedAudit(
  readPage: (page: {
    limit: number;
    token?: string;
  }) => Promise<{ items: AuditEntry[]; nextToken: string | null }>,
  format: AuditExportFormat,
  limit: number,
  tally: ExportTally,
): AsyncGenerator<string, void, void> {
  const { head, line } = FORMATS[format];
  let text = head;
  let token: string | undefined;
  do {
    const { items, nextToken } = await readPage({
      limit: Math.min(ROWS_AT_ONCE, limit - tally.rows),
      token,
    });
    tally.rows += items.length;
    token = nextToken ?? undefined;
    yield text + items.map(line).join('');
    text = '';
  } while (token !== undefined && tally.rows < limit);
  tally.isMore = token !== undefined;
}

function jsonCell(value: AuditEntry['before']): string | null {
  return value === null ? null : JSON.stringify(value);
}
