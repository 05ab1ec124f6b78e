import { z } from 'zod';
import { runEventSchema } from '../model/fact';
import {
  artifactSchema,
  attemptSchema,
  humanDecisionSchema,
  logLineSchema,
  operatorActionSchema,
  payloadSchema,
  runSchema,
  stepSchema,
} from '../model/run';
import { runDetailSchema } from '../model/runDetail';
import { logLevelSchema, runStatusSchema } from '../model/vocabulary';
import { workflowDetailSchema, workflowSchema } from '../model/workflow';
import { permissionNames } from '../permissions/permissions';
import { actionResultSchema } from './actionResult';
import { actionRoutes, launchRequestSchema } from './actions';
import { alertRoutes } from './alertRoutes';
import { auditRoutes } from './auditRoutes';
import { bulkRoutes } from './bulkRoutes';
import { engineRoutes } from './engineRoutes';
import { exportRoutes } from './exportRoutes';
import { failureRoutes } from './failureRoutes';
import { privacyRoutes } from './privacyRoutes';
import { remarkRoutes } from './remarkRoutes';
import { ingestRoutes } from './ingestRoutes';
import { liveRoutes } from './liveRoutes';
import { modelRoutes } from './modelRoutes';
import { purgeRoutes, retentionRoutes } from './retentionRoutes';
import { route } from './route';
import {
  listOf,
  runFacetSchema,
  runQuerySchema,
  runSortSchema,
} from './runFilter';
import { questionRoutes } from './questionRoutes';
import { sloRoutes } from './sloRoutes';
import { statisticsRoutes } from './statisticsRoutes';
import { telemetryRoutes } from './telemetryRoutes';
import { streamRoutes } from './streamRoutes';
import { viewRoutes } from './viewRoutes';
import { watchRoutes } from './watchRoutes';
import { webhookRoutes } from './webhookRoutes';

const MAX_PAGE = 1_000;
const id = z.string().min(1).max(128);
const runParams = z.strictObject({ runId: id });
const limit = (fallback: number, max = MAX_PAGE) =>
  z.coerce.number().int().min(1).max(max).default(fallback);

/** A number of runs, or the least that it is. @public */
export const runCountSchema = z.object({
  count: z.number().int(),
  /** There are more: counting was given up. */
  isMore: z.boolean(),
});
/** @public */
export type RunCount = z.infer<typeof runCountSchema>;

/** Every route below `/api/workflow-runs/v1`. @public */
export const routes = {
  listWorkflows: route({
    method: 'get',
    path: '/workflows',
    summary: 'The workflows that the caller may see',
    permissions: [permissionNames.workflowRead],
    query: z.strictObject({
      entity: z.string().max(512).optional(),
    }),
    result: z.object({ items: z.array(workflowSchema) }),
  }),
  getWorkflow: route({
    method: 'get',
    path: '/workflows/:engine/:name',
    summary: 'A workflow with its definition and the schema of its input',
    permissions: [permissionNames.workflowRead],
    params: z.strictObject({ engine: id, name: id }),
    result: workflowDetailSchema,
  }),
  listRuns: route({
    method: 'get',
    path: '/runs',
    summary: 'Runs, newest first unless another order is asked for',
    permissions: [permissionNames.runRead],
    query: runQuerySchema.extend({
      /** Where it is left out, that of the view; without a view, `-queuedAt`. */
      sort: runSortSchema.optional(),
      limit: limit(50, 200),
      /** `nextToken` of the page before. */
      token: z.string().max(2_000).optional(),
    }),
    result: z.object({
      items: z.array(runSchema),
      /** Null on the last page. */
      nextToken: z.string().nullable(),
      /**
       * Null, unless so many runs were looked at that the page ends early: it goes on behind this
       * time with the next token. A narrower filter looks at fewer.
       */
      searchedBackTo: z.iso.datetime().nullable(),
      /** All that happened up to this place in the log is in the page: a stream goes on behind it. */
      position: z.number().int(),
    }),
  }),
  launch: route({
    method: 'post',
    path: '/runs',
    summary: 'Launch a run of a workflow',
    permissions: [permissionNames.workflowRead, permissionNames.runLaunch],
    body: launchRequestSchema,
    result: actionResultSchema,
    idempotent: true,
    statuses: [201, 200],
  }),
  countRuns: route({
    method: 'get',
    path: '/runs/counts',
    summary: 'How many runs fit a filter, by status',
    permissions: [permissionNames.runRead],
    query: runQuerySchema,
    result: z.object({
      statuses: z.array(runCountSchema.extend({ status: runStatusSchema })),
    }),
  }),
  listFacets: route({
    method: 'get',
    path: '/runs/facets',
    summary: 'Which values a filter could have, and how often each occurs',
    permissions: [permissionNames.runRead],
    query: runQuerySchema.extend({
      facets: listOf(runFacetSchema).prefault('workflow,status,environment'),
    }),
    result: z.object({
      facets: z.array(
        z.object({
          facet: runFacetSchema,
          /** Most frequent first, 50 at most. */
          values: z.array(z.object({ value: z.string(), count: z.number() })),
          /** How many of the newest runs that fit the other filters were counted. */
          counted: runCountSchema,
        }),
      ),
    }),
  }),
  // Before what takes an id: `export` is none.
  ...exportRoutes,
  getRun: route({
    method: 'get',
    path: '/runs/:runId',
    summary:
      'A run, with its states, its parallel branches and what it was good for',
    permissions: [permissionNames.runRead],
    params: runParams,
    result: runDetailSchema,
  }),
  ...purgeRoutes,
  listSteps: route({
    method: 'get',
    path: '/runs/:runId/steps',
    summary: 'Steps of a run, in the order of the definition',
    permissions: [permissionNames.runRead],
    params: runParams,
    query: z.strictObject({
      limit: limit(100),
      /** `nextAfter` of the page before. */
      after: z.string().max(256).optional(),
    }),
    result: z.object({
      items: z.array(stepSchema),
      nextAfter: z.string().nullable(),
    }),
  }),
  listAttempts: route({
    method: 'get',
    path: '/runs/:runId/attempts',
    summary:
      'Attempts of a run, or of one of its steps, in the order they started',
    permissions: [permissionNames.runRead],
    params: runParams,
    query: z.strictObject({
      step: z.string().max(128).optional(),
      limit: limit(500),
      after: z.string().max(256).optional(),
    }),
    result: z.object({
      items: z.array(attemptSchema),
      nextAfter: z.string().nullable(),
    }),
  }),
  listEvents: route({
    method: 'get',
    path: '/runs/:runId/events',
    summary: 'Events of a run, in the order they were recorded',
    permissions: [permissionNames.runRead],
    params: runParams,
    query: z.strictObject({
      limit: limit(200),
      /** Number of the last event that the caller has. */
      after: z.coerce.number().int().min(0).default(0),
    }),
    result: z.object({ items: z.array(runEventSchema) }),
  }),
  listLogs: route({
    method: 'get',
    path: '/runs/:runId/logs',
    summary: 'Log lines of a run, oldest first',
    permissions: [permissionNames.runRead],
    params: runParams,
    query: z.strictObject({
      limit: limit(500),
      /** Sequence of the last line that the caller has. */
      after: z.coerce.number().int().min(0).default(0),
      /** Which lines, where there are more than `limit`: the first or the last of them. */
      end: z.enum(['first', 'last']).default('first'),
      level: listOf(logLevelSchema).optional(),
      step: listOf(z.string().max(128)).optional(),
    }),
    result: z.object({ items: z.array(logLineSchema) }),
  }),
  listPayloads: route({
    method: 'get',
    path: '/runs/:runId/io',
    summary: 'Redacted input and output of a run, or of one of its steps',
    permissions: [permissionNames.runRead, permissionNames.runReadIo],
    params: runParams,
    query: z.strictObject({ step: z.string().max(128).optional() }),
    result: z.object({ items: z.array(payloadSchema) }),
  }),
  listArtifacts: route({
    method: 'get',
    path: '/runs/:runId/artifacts',
    summary: 'Files that a run has made',
    permissions: [permissionNames.runRead, permissionNames.runReadIo],
    params: runParams,
    result: z.object({ items: z.array(artifactSchema) }),
  }),
  downloadArtifact: route({
    method: 'get',
    path: '/runs/:runId/artifacts/:artifactId/content',
    summary: 'The content of an artifact, as an attachment',
    permissions: [permissionNames.runRead, permissionNames.runReadIo],
    params: z.strictObject({ runId: id, artifactId: id }),
    // The artifact's own, where a browser runs nothing of it.
    mediaType: '*/*',
  }),
  getArtifactUrl: route({
    method: 'get',
    path: '/runs/:runId/artifacts/:artifactId/url',
    summary: 'A link to an artifact that needs no credentials, for a while',
    permissions: [permissionNames.runRead, permissionNames.runReadIo],
    params: z.strictObject({ runId: id, artifactId: id }),
    query: z.strictObject({
      expiresInSeconds: z.coerce.number().int().min(30).max(3_600).default(300),
    }),
    result: z.object({ url: z.url(), expiresAt: z.iso.datetime() }),
  }),
  downloadSignedArtifact: route({
    method: 'get',
    path: '/artifacts/:artifactId/content',
    summary: 'The content of an artifact, for whoever has a link to it',
    permissions: [],
    params: z.strictObject({ artifactId: id }),
    query: z.strictObject({
      /** Epoch seconds. */
      expires: z.coerce.number().int().min(0).max(100_000_000_000),
      signature: z.string().min(1).max(100),
    }),
    // The artifact's own, where a browser runs nothing of it.
    mediaType: '*/*',
  }),
  listActions: route({
    method: 'get',
    path: '/runs/:runId/actions',
    summary: 'What was asked of a run, by whom and why, newest first',
    permissions: [permissionNames.runRead],
    params: runParams,
    result: z.object({ items: z.array(operatorActionSchema) }),
  }),
  listDecisions: route({
    method: 'get',
    path: '/runs/:runId/decisions',
    summary: 'What humans were asked about a run, and what they said',
    permissions: [permissionNames.runRead],
    params: runParams,
    result: z.object({ items: z.array(humanDecisionSchema) }),
  }),
  ...modelRoutes,
  ...actionRoutes,
  ...bulkRoutes,
  ...failureRoutes,
  ...viewRoutes,
  ...privacyRoutes,
  ...remarkRoutes,
  ...watchRoutes,
  ...telemetryRoutes,
  ...statisticsRoutes,
  ...sloRoutes,
  ...retentionRoutes,
  ...webhookRoutes,
  ...auditRoutes,
  ...alertRoutes,
  ...ingestRoutes,
  ...engineRoutes,
  ...questionRoutes,
  ...liveRoutes,
  ...streamRoutes,
};
/** The routes with the types of what each expects and answers. @public */
export type Routes = typeof routes;
/** Routes that ask for no credentials: what they are called with says who may. @public */
export const openRouteIds = [
  'downloadSignedArtifact',
] as const satisfies (keyof Routes)[];
/** @public */
export type OpenRouteId = (typeof openRouteIds)[number];
/** The name of a route, by which the client calls it. @public */
export type RouteId = keyof Routes;
