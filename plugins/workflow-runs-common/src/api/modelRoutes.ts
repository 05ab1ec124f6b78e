import { z } from 'zod';
import { comparisonSchema } from '../model/comparison';
import { forecastSchema } from '../model/forecast';
import { lineageSchema } from '../model/lineage';
import { timelineSchema } from '../model/timeline';
import { permissionNames } from '../permissions/permissions';
import { route } from './route';

const id = z.string().min(1).max(128);
const runParams = z.strictObject({ runId: id });
const token = z.string().max(2_000).optional();

/** The routes that show a run as a whole, and beside others. @public */
export const modelRoutes = {
  getTimeline: route({
    method: 'get',
    path: '/runs/:runId/timeline',
    summary: 'When everything in a run happened, all of it in one answer',
    permissions: [permissionNames.runRead],
    params: runParams,
    result: timelineSchema,
  }),
  getForecast: route({
    method: 'get',
    path: '/runs/:runId/forecast',
    summary: 'When a run is likely to end, and how long its steps usually take',
    permissions: [permissionNames.runRead],
    params: runParams,
    result: forecastSchema,
  }),
  getLineage: route({
    method: 'get',
    path: '/runs/:runId/lineage',
    summary: 'Which runs a run comes from, and which have come of it',
    permissions: [permissionNames.runRead],
    params: runParams,
    query: z.strictObject({
      /** Of children, and of repeats. */
      limit: z.coerce.number().int().min(1).max(200).default(50),
      /** `children.nextToken` of the page before. */
      childrenToken: token,
      /** `repeats.nextToken` of the page before. */
      repeatsToken: token,
    }),
    result: lineageSchema,
  }),
  compareRuns: route({
    method: 'get',
    path: '/runs/:runId/comparison',
    summary: 'A run beside another one, or beside the last that went well',
    permissions: [permissionNames.runRead],
    params: runParams,
    query: z.strictObject({
      /** Id of a run, or `last-good`. */
      with: id.default('last-good'),
    }),
    result: comparisonSchema,
  }),
};
