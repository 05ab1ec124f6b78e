import { z } from 'zod';
import { workflowSummarySchema } from './run';
import { errorCategorySchema } from './vocabulary';

/** ISO 8601 with zone. */
const time = z.iso.datetime();
const count = z.number().int().nonnegative();
/** Milliseconds. */
const span = z.number().nonnegative();
/** 0 to 1; null where there is nothing that it could be of. */
const rate = z.number().min(0).max(1).nullable();

/**
 * How long something took, of how many. All but the mean are within one percent of what was measured.
 *
 * @public
 */
export const durationsSchema = z.object({
  n: z.number().int().positive(),
  meanMs: span,
  p50Ms: span,
  p95Ms: span,
  p99Ms: span,
  minMs: span,
  maxMs: span,
});
/** @public */
export type Durations = z.infer<typeof durationsSchema>;

/** Retries that the policy of a step provided for, and those that it did not. @public */
export const retryCountsSchema = z.object({
  expected: count,
  unexpected: count,
});
/** @public */
export type RetryCounts = z.infer<typeof retryCountsSchema>;

/** The mean of what runs have reported; null where none has. @public */
export const reportedMeanSchema = z
  .object({ mean: z.number(), n: z.number().int().positive() })
  .nullable();
/** @public */
export type ReportedMean = z.infer<typeof reportedMeanSchema>;

/**
 * What is told of runs that ended in some time. A run counts once, in the state that it is in now, in the
 * moment in which it ended last; one that was opened again and goes on does not count. Canceled runs are
 * among `runs`, and in no rate but `retriesPer100`: nobody knows what would have become of them.
 *
 * @public
 */
export const figuresSchema = z.object({
  /** All that ended: `completed`, `failed` and `canceled` together. */
  runs: count,
  completed: count,
  failed: count,
  canceled: count,
  /** Of those that completed: something in them was skipped by force, or failed and was tolerated. */
  partial: count,
  /** `completed` of `completed` and `failed`. */
  successRate: rate,
  /** `failed` of `completed` and `failed`. */
  failureRate: rate,
  /** Completed in their first passage without any retry. */
  firstPass: count,
  /** `firstPass` of `completed` and `failed`. */
  firstPassRate: rate,
  /** Attempts after the first one of a step, in all passages of the runs. */
  retries: retryCountsSchema,
  /** Retries for every hundred `runs`; may be more than 100. */
  retriesPer100: z.number().nonnegative().nullable(),
  /** Attempts that failed or whose worker died, in all passages of the runs. */
  errors: count,
  /** Of runs that completed or failed and had a target. */
  sla: z.object({ met: count, breached: count, rate }),
  /** Of runs that completed, each from the start of its last passage; null where none did. */
  duration: durationsSchema.nullable(),
  /**
   * From the first failure to the next success of the same workflow in the same environment: failures on
   * end are one episode, which counts where it was over. What is counted run by run (`coverage`) has none.
   */
  mttr: z.object({ episodes: count, meanMs: span.nullable() }),
  /** What all attempts have used together, as far as handlers have said, and how many runs that is of. */
  usage: z.object({
    tokens: z.number().nullable(),
    computeMs: z.number().nullable(),
    runs: count,
  }),
  /** What runs have reported of how well they did. */
  effectiveness: z.object({
    accuracy: reportedMeanSchema,
    throughputDelta: reportedMeanSchema,
    experience: reportedMeanSchema,
  }),
});
/** @public */
export type Figures = z.infer<typeof figuresSchema>;

/** A stretch of the time that was asked for, at most one interval long. @public */
export const statisticsPointSchema = figuresSchema
  .omit({ mttr: true, usage: true })
  .extend({ from: time, to: time });
/** @public */
export type StatisticsPoint = z.infer<typeof statisticsPointSchema>;

/** A step of a workflow, in all its runs that ended. A fan-out counts once, its retries with it. @public */
export const stepStatisticsSchema = z.object({
  workflow: workflowSummarySchema,
  stepKey: z.string(),
  /** As the newest of the runs calls it. */
  name: z.string(),
  /** In how many runs it has begun. */
  occurrences: count,
  /** In how many of them it ended as failed. */
  failures: count,
  retries: retryCountsSchema,
  /** Where it completed, with all attempts and what was waited between them. */
  duration: durationsSchema.nullable(),
});
/** @public */
export type StepStatistics = z.infer<typeof stepStatisticsSchema>;

/**
 * Where work is queued, and what runs that ended come to that had work there: of their own, or of one of their steps.
 * A run counts once for each of its queues.
 *
 * @public
 */
export const queueStatisticsSchema = z.object({
  taskQueue: z.string(),
  runs: count,
  /** Those of them that failed. */
  failed: count,
  /** Of all steps of the runs, wherever those were queued. */
  retries: retryCountsSchema,
  /** Of runs that completed. */
  duration: durationsSchema.nullable(),
});
/** @public */
export type QueueStatistics = z.infer<typeof queueStatisticsSchema>;

/** How long one point of a series is. @public */
export const statisticsIntervalSchema = z.enum(['quarter', 'hour', 'day']);
/** @public */
export type StatisticsInterval = z.infer<typeof statisticsIntervalSchema>;

/** What runs that ended in some time come to. @public */
export const statisticsSchema = z.object({
  /** What was asked for, widened to whole quarters of an hour. */
  from: time,
  to: time,
  /** In which hours and days begin. */
  timeZone: z.string(),
  interval: statisticsIntervalSchema,
  /** Everything that was recorded until then is counted; null until counting has begun. */
  freshAt: time.nullable(),
  total: figuresSchema,
  /** The time of the same length before. */
  previous: figuresSchema,
  /** Without gaps; the first and the last point may be shorter. */
  series: z.array(statisticsPointSchema),
  /** Most runs first, 50 at most; so are versions and environments. */
  workflows: z.array(
    z.object({ workflow: workflowSummarySchema, figures: figuresSchema }),
  ),
  versions: z.array(
    z.object({
      workflow: workflowSummarySchema,
      version: z.string(),
      figures: figuresSchema,
    }),
  ),
  environments: z.array(
    z.object({ environment: z.string(), figures: figuresSchema }),
  ),
  /**
   * Of the 50 workflows with most runs, as versions are: the first 20 by each of time in all, p95, retries,
   * failures and occurrences; most time in all first.
   */
  steps: z.array(stepStatisticsSchema),
  /** Of the same workflows; most used first, 50 at most. */
  taskQueues: z.array(queueStatisticsSchema),
  /** Runs that failed, by what they failed of, most frequent first. */
  errors: z.array(z.object({ category: errorCategorySchema, count })),
  /** Completed runs that took longest, 10 at most; without those that retention has removed. */
  longest: z.array(
    z.object({
      runId: z.string(),
      workflow: workflowSummarySchema,
      durationMs: span,
      completedAt: time,
    }),
  ),
  totals: z.object({
    /** Workflows of which runs have ended. */
    workflows: count,
    /** Runs that have ended. */
    runs: count,
  }),
  /** How it was counted: what the caller may see is not always known of runs in bulk. */
  coverage: z.object({
    /** All that the caller may see is counted. */
    exact: z.boolean(),
    /** Runs in all this that were counted one by one, because of what the caller may see. */
    scannedRuns: count,
    /** What is not counted; null where all is. */
    skipped: z.string().nullable(),
  }),
});
/** @public */
export type Statistics = z.infer<typeof statisticsSchema>;
