import { z } from 'zod';
import {
  BulkAction,
  bulkActionSchema,
  bulkItemSchema,
  bulkJobSchema,
  bulkOutcomeSchema,
  BulkParams,
  bulkParamsSchema,
  paramsOfBulkAction,
} from '../model/bulk';
import { runSchema } from '../model/run';
import { permissionNames } from '../permissions/permissions';
import { route } from './route';
import { runQuerySchema } from './runFilter';

/** How many runs a bulk job may name. @public */
export const MAX_BULK_RUN_IDS = 1_000;
/** How many runs a bulk job may have. @public */
export const MAX_BULK_RUNS = 10_000;

const id = z.string().min(1).max(128);
const reason = z.string().trim().min(1).max(1_000);
const jobParams = z.strictObject({ jobId: id });
const limit = (fallback: number, max: number) =>
  z.coerce.number().int().min(1).max(max).default(fallback);

/** What is asked, and of which runs: either named ones, or those that fit a filter now. */
const asked = z.strictObject({
  action: bulkActionSchema,
  params: bulkParamsSchema.default({}),
  runIds: z.array(id).min(1).max(MAX_BULK_RUN_IDS).optional(),
  /** As the query of `GET /runs` has it: `{ "status": "failed,canceled" }`, also with a saved `view`. */
  filter: runQuerySchema.optional(),
});

type Report = (path: PropertyKey[], rule: string, message: string) => void;

function checkRuns({ runIds, filter }: z.output<typeof asked>, report: Report) {
  if (!runIds && !filter) report(['runIds'], 'required', 'say it, or a filter');
  if (!filter) return checkTwice(runIds ?? [], report);
  if (runIds) {
    report(['filter'], 'either_or', 'cannot be given together with runIds');
  }
  if (Object.keys(filter).length === 0) {
    report(
      ['filter'],
      'empty',
      'must narrow something: an empty one is every run',
    );
  }
  return undefined;
}

function checkTwice(runIds: readonly string[], report: Report) {
  const seen = new Set<string>();
  runIds.forEach((runId, index) => {
    if (seen.has(runId))
      report(['runIds', index], 'duplicate', 'is named twice');
    seen.add(runId);
  });
}

function checkParams(
  { action, params }: z.output<typeof asked>,
  report: Report,
) {
  const given = Object.keys(params) as (keyof BulkParams)[];
  const taken = paramsOfBulkAction[action];
  for (const name of given) {
    if (!taken.includes(name))
      report(['params', name], 'unknown', `is nothing that '${action}' takes`);
  }
  const { add = [], remove = [] } = params;
  remove.forEach((tag, index) => {
    if (!add.includes(tag)) return;
    report(['params', 'remove', index], 'either_or', 'is to be added, too');
  });
}

function checkNeeded(
  { action, params }: z.output<typeof asked>,
  report: Report,
) {
  const taken = neededBy(action);
  if (taken.length > 0 && !taken.some(name => Object.hasOwn(params, name))) {
    report(['params', taken[0]], 'required', `is needed to ${action}`);
  }
}

/** At least one of these: an event has a name, and what comes with it may be left out. */
function neededBy(action: BulkAction): readonly (keyof BulkParams)[] {
  return action === 'send_event' ? ['name'] : paramsOfBulkAction[action];
}

type Check = (request: z.output<typeof asked>, report: Report) => void;

const check =
  (...checks: Check[]) =>
  (request: z.output<typeof asked>, context: z.RefinementCtx) => {
    // What does not fit by itself was left out: it is not missing.
    if (context.issues.length > 0) return;
    const report: Report = (path, rule, message) =>
      context.addIssue({ code: 'custom', path, message, params: { rule } });
    for (const each of checks) each(request, report);
  };

/**
 * What a bulk job would do, and to which runs. What an action needs may be missing: who asks may not
 * have said it yet.
 *
 * @public
 */
export const bulkPreviewRequestSchema = asked.superRefine(
  check(checkRuns, checkParams),
);
/** @public */
export type BulkPreviewRequest = z.input<typeof bulkPreviewRequestSchema>;

/** A bulk job that is to start. @public */
export const bulkJobRequestSchema = asked
  .extend({
    /** What people know it by. */
    name: z.string().trim().min(1).max(100),
    /** Why; each run is left with it. */
    reason,
  })
  .superRefine(check(checkRuns, checkParams, checkNeeded));
/** @public */
export type BulkJobRequest = z.input<typeof bulkJobRequestSchema>;

/** What a bulk job would do now. @public */
export const bulkPreviewSchema = z.object({
  total: z.number().int(),
  /** Of how many runs the caller may ask it now. */
  allowed: z.number().int(),
  /** Why not of the others, the most frequent reason first. */
  refused: z.array(
    z.object({
      reason: z.string(),
      count: z.number().int(),
      /** A few of them; none where the caller may not see them. */
      sampleRunIds: z.array(z.string()),
    }),
  ),
  /** The first ones that it would act on, at most ten. */
  sample: z.array(runSchema),
});
/** @public */
export type BulkPreview = z.infer<typeof bulkPreviewSchema>;

/** The routes by which operators act on many runs at once. @public */
export const bulkRoutes = {
  previewBulkJob: route({
    method: 'post',
    path: '/bulk-jobs/preview',
    summary: 'What a bulk job would do now, and what not, and why',
    permissions: [permissionNames.runRead],
    body: bulkPreviewRequestSchema,
    result: bulkPreviewSchema,
    asksOnly: true,
  }),
  startBulkJob: route({
    method: 'post',
    path: '/bulk-jobs',
    summary: 'Start to act on many runs',
    permissions: [permissionNames.runRead],
    body: bulkJobRequestSchema,
    result: bulkJobSchema,
    idempotent: true,
    statuses: [201, 200],
  }),
  listBulkJobs: route({
    method: 'get',
    path: '/bulk-jobs',
    summary: 'Bulk jobs of the caller, or of all for who manages them',
    permissions: [permissionNames.runRead],
    query: z.strictObject({
      /** Entity ref of who has started them. */
      startedBy: z.string().min(1).max(200).optional(),
      limit: limit(50, 200),
      /** Id of the last job of the page before. */
      after: id.optional(),
    }),
    result: z.object({
      /** Newest first. */
      items: z.array(bulkJobSchema),
      /** Null on the last page. */
      nextAfter: z.string().nullable(),
    }),
  }),
  getBulkJob: route({
    method: 'get',
    path: '/bulk-jobs/:jobId',
    summary: 'A bulk job, with how far it is',
    permissions: [permissionNames.runRead],
    params: jobParams,
    result: bulkJobSchema,
  }),
  listBulkItems: route({
    method: 'get',
    path: '/bulk-jobs/:jobId/items',
    summary: 'What has become of each run of a bulk job',
    permissions: [permissionNames.runRead],
    params: jobParams,
    query: z.strictObject({
      outcome: bulkOutcomeSchema.optional(),
      limit: limit(100, 500),
      /** `nextAfter` of the page before. */
      after: z.coerce.number().int().min(0).max(MAX_BULK_RUNS).optional(),
    }),
    result: z.object({
      items: z.array(bulkItemSchema),
      /** Items of this page whose runs the caller may not see, or that are not there. */
      hidden: z.number().int(),
      /** Null on the last page. */
      nextAfter: z.number().int().nullable(),
    }),
  }),
  abortBulkJob: route({
    method: 'post',
    path: '/bulk-jobs/:jobId/abort',
    summary: 'Call off what a bulk job has not done yet',
    permissions: [permissionNames.runRead],
    params: jobParams,
    body: z.strictObject({ reason: reason.optional() }),
    result: bulkJobSchema,
    idempotent: true,
  }),
  resumeBulkJob: route({
    method: 'post',
    path: '/bulk-jobs/:jobId/resume',
    summary: 'Go on with what a bulk job has called off, or failed at',
    permissions: [permissionNames.runRead],
    params: jobParams,
    result: bulkJobSchema,
    idempotent: true,
  }),
};
