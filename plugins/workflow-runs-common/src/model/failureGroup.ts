import { z } from 'zod';
import { allowedActionSchema, workflowSummarySchema } from './run';
import { errorCategorySchema } from './vocabulary';

const time = z.iso.datetime();
const count = z.number().int().nonnegative();

/** What people have said of a group of failures. @public */
export const failureStateSchema = z.enum([
  'open',
  /** Nobody is to be bothered for a while: it is open again once that is over. */
  'snoozed',
  /** Somebody has seen to it: it is open again once another run fails so. */
  'resolved',
]);
/** @public */
export type FailureState = z.infer<typeof failureStateSchema>;

/** What may be done to a group of failures. @public */
export const failureActionSchema = z.enum([
  'snooze',
  'resolve',
  'reopen',
  'runbook',
]);
/** @public */
export type FailureAction = z.infer<typeof failureActionSchema>;

/** How many runs there are, or the least that there are: looking was given up there. */
const runs = z.object({ count, isMore: z.boolean() });

/** Runs that have failed on one day, by UTC. @public */
export const failureDaySchema = z.object({ day: z.iso.date(), runs: count });
/** @public */
export type FailureDay = z.infer<typeof failureDaySchema>;

/**
 * Runs of a workflow that have failed in the same way: at the same step, with the same code or category, and
 * a message that says the same but for ids, numbers, paths, hosts and times. Everything that it tells is of
 * the runs that the reader may see.
 *
 * @public
 */
export const failureGroupSchema = z.object({
  id: z.string(),
  workflow: workflowSummarySchema,
  /** Owners of the workflow's entity. */
  ownerRefs: z.array(z.string()),
  /** The first step that failed for good. */
  stepKey: z.string().nullable(),
  errorCategory: errorCategorySchema,
  errorCode: z.string().nullable(),
  /** Of the latest run that failed so, cut where it is long. */
  message: z.string(),
  environments: z.array(z.string()),
  state: failureStateSchema,
  /** Null where it is not snoozed, or not any more. */
  snooze: z
    .object({
      until: time,
      reason: z.string().nullable(),
      actor: z.string(),
      at: time,
    })
    .nullable(),
  /** Null where nobody has resolved it, or it has returned since. */
  resolution: z
    .object({ reason: z.string().nullable(), actor: z.string(), at: time })
    .nullable(),
  /** What to do about it: a link of the group itself, or else of its workflow. */
  runbook: z
    .object({ url: z.string(), of: z.enum(['group', 'workflow']) })
    .nullable(),
  firstSeen: time,
  lastSeen: time,
  /** How often it has begun: failures without a success of the workflow between them are one episode. */
  episodes: runs,
  /** Runs that have failed so, whatever became of them. */
  seen: runs,
  /** Those of them that are failed now, and can be retried. */
  failed: runs,
  /** The latest 30 days, the oldest first; each run once, when it failed last. */
  days: z.array(failureDaySchema),
  allowedActions: z.record(failureActionSchema, allowedActionSchema),
});
/** @public */
export type FailureGroup = z.infer<typeof failureGroupSchema>;

/** Failures of a group without a success of its workflow between them, in one environment. @public */
export const failureEpisodeSchema = z.object({
  environment: z.string(),
  startedAt: time,
  lastSeen: time,
  /** When a run of the workflow succeeded again, or the group was resolved; null while it goes on. */
  endedAt: time.nullable(),
  failures: count,
});
/** @public */
export type FailureEpisode = z.infer<typeof failureEpisodeSchema>;

/** A run that has failed so. @public */
export const failureSampleSchema = z.object({
  runId: z.string(),
  environment: z.string(),
  version: z.string(),
  failedAt: time,
  /** It is failed now; otherwise it was retried since. */
  isFailed: z.boolean(),
});
/** @public */
export type FailureSample = z.infer<typeof failureSampleSchema>;

/** A group of failures with all that its page shows. @public */
export const failureGroupDetailSchema = failureGroupSchema.extend({
  /** The latest runs that failed so, ten at most. */
  samples: z.array(failureSampleSchema),
  /** The latest ones, 20 at most; none where they cannot be told from those of runs that the reader may not see. */
  latestEpisodes: z.array(failureEpisodeSchema),
});
/** @public */
export type FailureGroupDetail = z.infer<typeof failureGroupDetailSchema>;

/** The group of failures that a failed run belongs to. @public */
export const runFailureGroupSchema = z.object({
  id: z.string(),
  state: failureStateSchema,
  /** Runs that have failed so, this one among them. */
  seen: runs,
  firstSeen: time,
});
/** @public */
export type RunFailureGroup = z.infer<typeof runFailureGroupSchema>;
