import { z } from 'zod';
import { endedStatusSchema, retentionClassSchema } from './policy';

const time = z.iso.datetime();
const count = z.number().int().nonnegative();

/** Why runs stay although a policy would let them go. @public */
export const retentionHoldSchema = z.enum([
  /** A tag says so. */
  'legal_hold',
  /** They go on, or wait. */
  'not_ended',
  /** Somebody has to look at them. */
  'needs_intervention',
  /** Runs that they have launched go on. */
  'open_children',
]);
/** @public */
export type RetentionHold = z.infer<typeof retentionHoldSchema>;

/** How many runs one reason holds back. @public */
export const heldRunsSchema = z.object({
  reason: retentionHoldSchema,
  /** The tag of a legal hold. */
  tag: z.string().nullable(),
  runs: count,
});
/** @public */
export type HeldRuns = z.infer<typeof heldRunsSchema>;

/** What goes, or has gone, of one class. @public */
export const retentionAmountSchema = z.object({
  class: retentionClassSchema,
  tenantId: z.string(),
  /** Null for what belongs to no run. */
  status: endedStatusSchema.nullable(),
  /** Runs that it goes of. */
  runs: count,
  /** Rows of the database. */
  rows: count,
  /** Bytes of texts and files; columns of a few bytes are not counted. */
  bytes: count,
  artifacts: count,
});
/** @public */
export type RetentionAmount = z.infer<typeof retentionAmountSchema>;

/** What policies would delete now. @public */
export const retentionPreviewSchema = z.object({
  amounts: z.array(
    retentionAmountSchema.extend({
      /** Rows and bytes are those of some of the runs, times their number. */
      isEstimated: z.boolean(),
    }),
  ),
  held: z.array(heldRunsSchema),
  /** Runs that were looked at. */
  lookedAt: count,
  /** There are more runs than there was time to look at: those are the oldest. */
  isPartial: z.boolean(),
});
/** @public */
export type RetentionPreview = z.infer<typeof retentionPreviewSchema>;

/** @public */
export const retentionJobStatusSchema = z.enum([
  'running',
  'aborting',
  'aborted',
  'completed',
  /** It could not go on; what it has deleted is deleted. */
  'failed',
]);
/** @public */
export type RetentionJobStatus = z.infer<typeof retentionJobStatusSchema>;

/** One pass of deleting, with what has come of it. @public */
export const retentionJobSchema = z.object({
  id: z.string(),
  /** By the clock, by hand, or of one run alone. */
  kind: z.enum(['scheduled', 'manual', 'run']),
  status: retentionJobStatusSchema,
  /** Who has started it; null for the clock. */
  startedBy: z.string().nullable(),
  startedAt: time,
  updatedAt: time,
  completedAt: time.nullable(),
  abortedBy: z.string().nullable(),
  /** Why a run was deleted by hand. */
  reason: z.string().nullable(),
  /** Runs that it has looked at. */
  lookedAt: count,
  /** How far it is, from 0 to 1, by the time at which runs were queued. */
  progress: z.number().min(0).max(1),
  deleted: z.array(retentionAmountSchema),
  held: z.array(heldRunsSchema),
  /** What could not be deleted, and is tried again by the next one; the first ones. */
  errors: z.array(z.string()),
  errorCount: count,
});
/** @public */
export type RetentionJob = z.infer<typeof retentionJobSchema>;
