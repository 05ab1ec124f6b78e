import { z } from 'zod';
import { anyValue } from '../api/nesting';
import { MAX_TAGS, tagsSchema } from '../api/tags';
import { allowedActionSchema } from './run';
import { runActionSchema } from './vocabulary';

const time = z.iso.datetime();
const count = z.number().int().nonnegative();

/** What may be asked of many runs at once. @public */
export const bulkActionSchema = runActionSchema.extract([
  'pause',
  'resume',
  'cancel',
  'terminate',
  'retry',
  'rerun',
  'send_event',
  'resolve',
  'tag',
  'assign',
]);
/** @public */
export type BulkAction = z.infer<typeof bulkActionSchema>;

/** What an action says besides its name; which of it, depends on the action. @public */
export const bulkParamsSchema = z.strictObject({
  /** Of `resolve`: what became of the failures. */
  note: z.string().trim().min(1).max(1_000).optional(),
  /** Of `send_event`: what the event is called, and what comes with it. */
  name: z.string().min(1).max(256).optional(),
  payload: anyValue.optional(),
  /** Of `tag`: the tags that each run gets, and those that it loses. */
  add: tagsSchema.optional(),
  remove: z.array(z.string().min(1).max(128)).max(MAX_TAGS).optional(),
  /** Of `assign`: entity ref of a user or group; null: whoever owns the workflow's entity. */
  owner: z.string().min(1).max(200).nullable().optional(),
});
/** @public */
export type BulkParams = z.infer<typeof bulkParamsSchema>;

/** What each action takes; where it takes something, it needs at least one of it. @public */
export const paramsOfBulkAction: Readonly<
  Record<BulkAction, readonly (keyof BulkParams)[]>
> = {
  pause: [],
  resume: [],
  cancel: [],
  terminate: [],
  retry: [],
  rerun: [],
  send_event: ['name', 'payload'],
  resolve: ['note'],
  tag: ['add', 'remove'],
  assign: ['owner'],
};

/** What has become of a bulk job with one of its runs. @public */
export const bulkOutcomeSchema = z.enum([
  /** Its turn has not come yet. */
  'pending',
  /** It was done, or the engine knows what it has to do. */
  'done',
  /** Who asked may not do it, or the state of the run does not allow it. */
  'refused',
  /** It was tried, and something else went wrong. */
  'failed',
  /** The job was aborted before its turn came. */
  'canceled',
]);
/** @public */
export type BulkOutcome = z.infer<typeof bulkOutcomeSchema>;

/** @public */
export const bulkJobStatusSchema = z.enum([
  'running',
  /** What is under way ends, and the rest is called off. */
  'aborting',
  'aborted',
  'completed',
]);
/** @public */
export type BulkJobStatus = z.infer<typeof bulkJobStatusSchema>;

/** One action on many runs, under a name. @public */
export const bulkJobSchema = z.object({
  id: z.string(),
  name: z.string(),
  action: bulkActionSchema,
  params: bulkParamsSchema,
  reason: z.string(),
  status: bulkJobStatusSchema,
  /** In whose name runs are acted on. */
  startedBy: z.string(),
  startedAt: time,
  updatedAt: time,
  completedAt: time.nullable(),
  abortedBy: z.string().nullable(),
  abortReason: z.string().nullable(),
  /** How many runs it has, and what has become of them; together they are `total`. */
  counts: z.object({
    total: count,
    pending: count,
    done: count,
    refused: count,
    failed: count,
    canceled: count,
  }),
  /** What the reader may do to the job now. */
  allowedActions: z.object({
    abort: allowedActionSchema,
    resume: allowedActionSchema,
  }),
});
/** @public */
export type BulkJob = z.infer<typeof bulkJobSchema>;

/** One run of a bulk job. @public */
export const bulkItemSchema = z.object({
  /** Place in the job, from 0. */
  number: z.number().int(),
  runId: z.string(),
  outcome: bulkOutcomeSchema,
  /** Why it was refused or failed. */
  reason: z.string().nullable(),
  /** The run that was launched, where the reader may see it. */
  resultRunId: z.string().nullable(),
  settledAt: time.nullable(),
});
/** @public */
export type BulkItem = z.infer<typeof bulkItemSchema>;
