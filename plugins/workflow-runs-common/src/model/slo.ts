import { z } from 'zod';
import { workflowSummarySchema } from './run';

/** ISO 8601 with zone. */
const time = z.iso.datetime();
const count = z.number().int().nonnegative();

/** What is expected of runs: that they complete, or that they take no longer than so much. @public */
export const sloObjectiveSchema = z.enum(['success_rate', 'p95_duration']);
/** @public */
export type SloObjective = z.infer<typeof sloObjectiveSchema>;

/** Who says so; the first one that does wins. @public */
export const sloSourceSchema = z.enum([
  'annotation',
  'definition',
  'configuration',
]);
/** @public */
export type SloSource = z.infer<typeof sloSourceSchema>;

/**
 * How urgent it is: the budget is gone; it will be within hours; it will be before the window is over; it will
 * last.
 *
 * @public
 */
export const sloSeveritySchema = z.enum([
  'exhausted',
  'fast_burn',
  'slow_burn',
  'ok',
]);
/** @public */
export type SloSeverity = z.infer<typeof sloSeveritySchema>;

/** How fast the budget was used in the last hours. @public */
export const sloBurnSchema = z.object({
  /** ISO 8601; widened to whole quarters of an hour. */
  window: z.enum(['PT1H', 'PT6H', 'PT24H', 'PT72H']),
  runs: count,
  bad: count,
  /** 1 uses up the budget just when the window is over; null where no run tells. */
  rate: z.number().nonnegative().nullable(),
});
/** @public */
export type SloBurn = z.infer<typeof sloBurnSchema>;

/** What an objective came to in a part of its window. @public */
export const sloPointSchema = z.object({
  from: time,
  to: time,
  runs: count,
  bad: count,
  /** What was left of the budget of the whole window in the end; less than 0 where it was overspent. */
  leftShare: z.number().nullable(),
});
/** @public */
export type SloPoint = z.infer<typeof sloPointSchema>;

/**
 * How an objective is met: so many of its runs were good, so many may be bad. Runs count that ended in the window,
 * as for a success rate; canceled runs and backfills do not. Of `p95_duration`, those that completed.
 *
 * @public
 */
export const sloSchema = z.object({
  objective: sloObjectiveSchema,
  /** Null where it is about the runs of all environments together. */
  environment: z.string().nullable(),
  /** The share of runs that have to be good. */
  target: z.number().gt(0).lt(1),
  /** How long a good run takes at most, in milliseconds; null for `success_rate`. */
  durationMs: z.number().positive().nullable(),
  windowDays: z.number().int().min(1).max(90),
  source: sloSourceSchema,
  /** The window, widened to whole quarters of an hour. */
  from: time,
  to: time,
  runs: count,
  /** For a duration, each run is told right unless it is within one percent of the target. */
  good: count,
  /** `good` of `runs`. */
  share: z.number().min(0).max(1).nullable(),
  budget: z.object({
    /** Runs that may be bad: the part of `runs` that need not be good. */
    total: z.number().nonnegative(),
    /** Runs that were. */
    used: count,
    /** Less than 0 where the target is missed. */
    left: z.number(),
    /** `left` of `total`; null where there is none. */
    leftShare: z.number().nullable(),
  }),
  /** The shortest first; none is longer than the window. */
  burn: z.array(sloBurnSchema),
  /** Null where there are fewer than 20 runs: one more would say something else. */
  severity: sloSeveritySchema.nullable(),
  /** Not all runs of it that the caller may see are counted. */
  capped: z.boolean(),
});
/** @public */
export type Slo = z.infer<typeof sloSchema>;

/** What is wrong with an annotation, which is then taken for absent. @public */
export const sloProblemSchema = z.object({
  source: sloSourceSchema,
  field: z.string(),
  rule: z.string(),
  message: z.string(),
});

/** The objectives of a workflow. @public */
export const workflowSlosSchema = z.object({
  workflow: workflowSummarySchema,
  /** Most urgent first. */
  slos: z.array(sloSchema),
  problems: z.array(sloProblemSchema),
});
/** @public */
export type WorkflowSlos = z.infer<typeof workflowSlosSchema>;
