import {
  AuditExportFormat,
  AuditFilter,
  permissionNames,
  RouteId,
} from 'backstage-plugin-workflow-runs-common';
import type { HandlerOptions, Handlers } from '../api/handlers';
import { withFetchAudit } from '../api/withAudit';
import type { ExportTally } from '../exports/exportedRuns';
import { auditFileName } from '../exports/fileName';
import { sendFile } from '../exports/sendFile';
import { AccessExplainer } from './AccessExplainer';
import { AuditQueries } from './auditQueries';
import { exportedAudit } from './exportedAudit';
import { visibleAudit } from './visibleAudit';

/** What these handlers work with. */
export interface AuditHandlerOptions {
  audit: AuditQueries;
  access: AccessExplainer;
}

type AuditRouteId = Extract<
  RouteId,
  'listRunAudit' | 'explainAccess' | 'listAudit' | 'exportAudit'
>;

const MEDIA_TYPES: Record<AuditExportFormat, string> = {
  csv: 'text/csv; charset=utf-8; header=present',
  jsonl: 'application/x-ndjson; charset=utf-8',
};

/** Handlers that show who has done what. */
export function createAuditHandlers({
  audit,
  access,
  auditor,
  now,
  signal,
}: HandlerOptions): Pick<Handlers, AuditRouteId> {
  return {
    listRunAudit: async ({ params, query: { limit, token } }, { runs }) => {
      const { id } = await runs.getRun(params.runId);
      const isAuditor = runs.has(permissionNames.auditRead);
      const page = await audit.list(
        { filter: { run: id }, limit, token },
        { withOrigin: isAuditor },
      );
      if (isAuditor) return page;
      return { ...page, items: await visibleAudit(runs, page.items) };
    },

    explainAccess: async ({ params, query }, { runs, identity }) => {
      const run = await runs.getRun(params.runId);
      runs.demand(permissionNames.auditRead);
      return access.explain(run, {
        you: { ref: (await identity()).ref, permissions: runs.rightsOn(run) },
        principal: query.principal,
      });
    },

    listAudit: async ({ query: { limit, token, ...filter } }, { runs }) => {
      runs.demand(permissionNames.auditRead);
      return audit.list({ filter, limit, token }, { withOrigin: true });
    },

    exportAudit: (
      { query: { format, limit, ...filter } },
      { runs, request, response },
    ) =>
      withFetchAudit(
        auditor,
        request,
        {
          eventId: 'audit-fetch',
          queryType: 'export',
          meta: { format, limit, filter: shown(filter) },
        },
        async () => {
          runs.demand(permissionNames.auditRead);
          const tally: ExportTally = { rows: 0, isMore: false };
          const chunks = exportedAudit(
            page => audit.list({ filter, ...page }, { withOrigin: true }),
            format,
            limit,
            tally,
          );
          const file = {
            name: auditFileName(now(), format),
            mediaType: MEDIA_TYPES[format],
            chunks,
          };
          const isWhole = await sendFile(request, response, file, signal);
          return { isWhole, rows: tally.rows };
        },
      ),
  };
}

/** What was asked for, as auditors read it. */
function shown({ from, to, ...filter }: AuditFilter) {
  const time = (at: number | undefined) =>
    at === undefined ? undefined : new Date(at).toISOString();
  return { ...filter, from: time(from), to: time(to) };
}
