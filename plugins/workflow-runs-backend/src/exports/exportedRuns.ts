import {
  ExportedRun,
  RunsExportFormat,
} from 'backstage-plugin-workflow-runs-common';
import { ListQuery } from '../queries/RunQueries';
import { RunRecord } from '../queries/runToWire';
import { csvLine } from './csv';
import { runCells, runColumnNames } from './runColumns';

/** Runs that are read at once: a short query on SQLite's one connection, and little memory. */
export const ROWS_AT_ONCE = 200;

/** Reads a page of the runs that the caller may export. */
export type ReadPage = (
  query: ListQuery,
) => Promise<{ items: RunRecord[]; nextToken: string | null }>;

/** How far an export has come. */
export interface ExportTally {
  rows: number;
  /** There are more runs than the export was to hold. */
  isMore: boolean;
}

const FORMATS: Record<
  RunsExportFormat,
  { head: string; line: (run: RunRecord) => string }
> = {
  csv: { head: csvLine(runColumnNames), line: run => csvLine(runCells(run)) },
  jsonl: { head: '', line: run => `${JSON.stringify(toExported(run))}\n` },
};

/** The text of an export, page by page; counts in `tally`. */
export async function* exportedRuns(
  readPage: ReadPage,
  format: RunsExportFormat,
  query: Omit<ListQuery, 'token'>,
  tally: ExportTally,
): AsyncGenerator<string, void, void> {
  const { head, line } = FORMATS[format];
  let text = head;
  let token: string | undefined;
  do {
    const left = query.limit - tally.rows;
    const { items, nextToken } = await readPage({
      ...query,
      limit: Math.min(ROWS_AT_ONCE, left),
      token,
    });
    tally.rows += items.length;
    // A page may end early, and even be empty: the token goes on behind it.
    token = nextToken ?? undefined;
    text += items.map(line).join('');
    yield text;
    text = '';
  } while (token !== undefined && tally.rows < query.limit);
  tally.isMore = token !== undefined;
}

/** A run as files hold it. */
export function toExported(run: RunRecord): ExportedRun {
  const { ownerRefs: _, ...exported } = run;
  return exported;
}
