import { z } from 'zod';
import {
  nativeHistorySchema,
  retryPlanSchema,
  runHandlersSchema,
} from '../model/questions';
import { jsonSchema } from '../model/vocabulary';
import { permissionNames } from '../permissions/permissions';
import { valueList } from './nesting';
import { route } from './route';

const params = z.strictObject({ runId: z.string().min(1).max(128) });
const MAX_ARGUMENTS = 20;

/** What a query says. @public */
export const queryRequestSchema = z.strictObject({
  name: z.string().min(1).max(256),
  args: valueList(MAX_ARGUMENTS).default([]),
});
/** @public */
export type QueryRequest = z.input<typeof queryRequestSchema>;

/** The routes by which the engine of a run is asked about it; none of them changes anything. @public */
export const questionRoutes = {
  getNativeHistory: route({
    method: 'get',
    path: '/runs/:runId/native-history',
    summary:
      'What the engine of a run has recorded of it, as it has recorded it, redacted',
    permissions: [permissionNames.runRead, permissionNames.runReadIo],
    params,
    query: z.strictObject({
      /** `nextCursor` of the page before. */
      cursor: z.string().min(1).max(4_000).optional(),
      limit: z.coerce.number().int().min(1).max(1_000).default(200),
    }),
    result: nativeHistorySchema,
  }),
  queryRun: route({
    method: 'post',
    path: '/runs/:runId/query',
    summary: 'Ask a run about itself, which changes nothing',
    permissions: [permissionNames.runRead, permissionNames.runReadIo],
    params,
    body: queryRequestSchema,
    result: z.object({ value: jsonSchema }),
    asksOnly: true,
  }),
  listHandlers: route({
    method: 'get',
    path: '/runs/:runId/handlers',
    summary: 'What a run can be told and asked, as far as it says so',
    permissions: [permissionNames.runRead],
    params,
    result: runHandlersSchema,
  }),
  getRetryPlan: route({
    method: 'get',
    path: '/runs/:runId/retry-plan',
    summary: 'What a retry from a step would do, as the engine of the run says',
    permissions: [permissionNames.runRead],
    params,
    query: z.strictObject({
      /** The first step to do again; without: what the engine does where none is named. */
      step: z.string().min(1).max(128).optional(),
    }),
    result: retryPlanSchema,
  }),
};
