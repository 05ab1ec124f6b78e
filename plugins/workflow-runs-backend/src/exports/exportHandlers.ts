import {
  permissionNames,
  RunsExportFormat,
  toFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import type { HandlerOptions, Handlers } from '../api/handlers';
import { withFetchAudit } from '../api/withAudit';
import { AskedRuns } from '../views/SavedViews';
import { exportedRuns, ExportTally } from './exportedRuns';
import { listFileName } from './fileName';
import { RunFiles } from './RunFiles';
import { sendFile } from './sendFile';

const MEDIA_TYPES: Record<RunsExportFormat, string> = {
  csv: 'text/csv; charset=utf-8; header=present',
  jsonl: 'application/x-ndjson; charset=utf-8',
};

/** Say behind an export how many runs it holds, and whether there are more. */
const ROWS_TRAILER = 'Workflow-Runs-Rows';
const MORE_TRAILER = 'Workflow-Runs-More';

/** Handlers that give out runs as files; auditors see each of them, also those that are refused. */
export function createExportHandlers(
  options: HandlerOptions,
): Pick<Handlers, 'exportRun' | 'exportRuns'> {
  const { auditor, now, signal, views } = options;
  const files = new RunFiles(options);
  return {
    exportRun: ({ params, query: { format } }, { runs, request, response }) =>
      withFetchAudit(
        auditor,
        request,
        { queryType: 'export', meta: { runId: params.runId, format } },
        async () => {
          const run = await runs.getRunFor(
            permissionNames.runExport,
            params.runId,
          );
          const file = await files.fileOf(run, format, runs.maySeeIo(run));
          return { isWhole: await sendFile(request, response, file, signal) };
        },
      ),

    exportRuns: (
      { query: { format, limit, ...asked } },
      { runs, request, response, identity },
    ) =>
      withFetchAudit(
        auditor,
        request,
        {
          queryType: 'export',
          meta: { format, limit, ...toAudit(asked) },
        },
        async () => {
          const query = await views.effective(asked, identity);
          const tally: ExportTally = { rows: 0, isMore: false };
          // What the caller may see was asked once, and holds for all pages.
          const chunks = exportedRuns(
            page => runs.listRunsFor(permissionNames.runExport, page),
            format,
            { ...query, limit },
            tally,
          );
          const file = {
            name: listFileName(now(), format),
            mediaType: MEDIA_TYPES[format],
            chunks,
            trailers: {
              names: [ROWS_TRAILER, MORE_TRAILER],
              values: () => ({
                [ROWS_TRAILER]: String(tally.rows),
                [MORE_TRAILER]: String(tally.isMore),
              }),
            },
          };
          const isWhole = await sendFile(request, response, file, signal);
          return { isWhole, rows: tally.rows };
        },
      ),
  };
}

/** What was asked for, as auditors read it. */
function toAudit({ view, sort, ...filter }: AskedRuns) {
  return { view, sort, filter: { ...toFilterQuery(filter) } };
}
