import { z } from 'zod';
import { runTraceSchema } from '../model/trace';
import { permissionNames } from '../permissions';
import { route } from './route';
import { runQuerySchema, runSortSchema } from './runFilter';

/** Runs that an export holds where it is not said, and at most. */
const ROWS = { usual: 100_000, most: 1_000_000 };

/** As what a run can be exported. @public */
export const runExportFormatSchema = z.enum([
  'json',
  'markdown',
  'html',
  'ipynb',
]);
/** @public */
export type RunExportFormat = z.infer<typeof runExportFormatSchema>;

/** As what a list of runs can be exported: a table, or a JSON object on each line. @public */
export const runsExportFormatSchema = z.enum(['csv', 'jsonl']);
/** @public */
export type RunsExportFormat = z.infer<typeof runsExportFormatSchema>;

/** The routes by which runs leave the portal as files. @public */
export const exportRoutes = {
  exportRuns: route({
    method: 'get',
    path: '/runs/export',
    summary: 'All runs that fit a filter, as a file: CSV or JSON lines',
    permissions: [permissionNames.runRead, permissionNames.runExport],
    query: runQuerySchema.extend({
      format: runsExportFormatSchema.default('csv'),
      /** Where it is left out, that of the view; without a view, `-queuedAt`. */
      sort: runSortSchema.optional(),
      limit: z.coerce.number().int().min(1).max(ROWS.most).default(ROWS.usual),
    }),
    mediaType: ['text/csv', 'application/x-ndjson'],
  }),
  exportRun: route({
    method: 'get',
    path: '/runs/:runId/export',
    summary:
      'A run as a file: its whole trace as JSON or as a notebook, or a summary in Markdown or HTML',
    permissions: [permissionNames.runRead, permissionNames.runExport],
    params: z.strictObject({ runId: z.string().min(1).max(128) }),
    query: z.strictObject({ format: runExportFormatSchema.default('json') }),
    result: runTraceSchema,
    mediaType: [
      'application/json',
      'text/markdown',
      'text/html',
      'application/x-ipynb+json',
    ],
  }),
};
