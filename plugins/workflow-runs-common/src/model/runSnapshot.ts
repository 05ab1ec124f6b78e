import { z } from 'zod';
import { stepProgressSchema } from './run';
import {
  jsonSchema,
  skipReasonSchema,
  stepErrorSchema,
  stepTypeSchema,
  triggerTypeSchema,
} from './vocabulary';

/** Steps of one observed run that are taken in; wider runs belong into several. @public */
export const MAX_OBSERVED_STEPS = 2_000;

/** Epoch milliseconds. */
const instant = z.number().int().min(0).max(8_640_000_000_000_000);
const generation = z.number().int().min(0).max(10_000);
const key = z.string().min(1).max(128);
/** The native word for a status, with since when it is so: what was said last counts. */
const nativeStatus = z.strictObject({
  at: instant,
  value: z.string().min(1).max(64),
});

/** How a passage of an observed run, or a try of one of its steps, has ended. @public */
export const observedEndSchema = z.strictObject({
  at: instant,
  outcome: z.enum(['completed', 'failed', 'canceled']),
  error: stepErrorSchema.optional(),
});
/** @public */
export type ObservedEnd = z.infer<typeof observedEndSchema>;

/** One passage of a run from start to end. @public */
export const observedPassageSchema = z.strictObject({
  generation,
  queuedAt: instant.optional(),
  startedAt: instant.optional(),
  /** Where it stood still, and went on. */
  marks: z
    .array(
      z.strictObject({
        at: instant,
        to: z.enum(['paused', 'waiting_human', 'running']),
        reason: z.string().max(500).optional(),
      }),
    )
    .max(1_000)
    .default([]),
  end: observedEndSchema.optional(),
});
/** @public */
export type ObservedPassage = z.infer<typeof observedPassageSchema>;

/** One try of a step. @public */
export const observedAttemptSchema = z.strictObject({
  generation,
  number: z.number().int().min(1).max(10_000),
  startedAt: instant.optional(),
  end: observedEndSchema
    .extend({
      outcome: z.enum(['completed', 'failed', 'canceled', 'lost']),
      /** The engine is about to try again by itself. */
      willRetry: z.boolean().optional(),
    })
    .optional(),
});
/** @public */
export type ObservedAttempt = z.infer<typeof observedAttemptSchema>;

/** A step of an observed run. @public */
export const observedStepSchema = z.strictObject({
  key,
  name: z.string().min(1).max(256).optional(),
  type: stepTypeSchema.exclude(['compensation']).optional(),
  /** Keys of the steps before it. */
  dependsOn: z.array(key).max(200).optional(),
  nativeStatus: nativeStatus.optional(),
  attempts: z.array(observedAttemptSchema).max(1_000).default([]),
  skipped: z
    .strictObject({ generation, at: instant, reason: skipReasonSchema })
    .optional(),
  /** How far it is: what was said last counts. */
  progress: stepProgressSchema.extend({ at: instant }).optional(),
  /** What it has reported about its work: what was said last counts. */
  report: z.strictObject({ at: instant, value: jsonSchema }).optional(),
});
/** @public */
export type ObservedStep = z.infer<typeof observedStepSchema>;

/**
 * What an engine knows of one of its runs, or a part of it: what is left out is as it was. What is known of a run
 * only grows, so parts may come in any order, and more than once.
 *
 * @public
 */
export const runSnapshotSchema = z.strictObject({
  /** The engine's own id of the run. */
  nativeId: z.string().min(1).max(256),
  namespace: z.string().min(1).max(128).default('default'),
  /** What it is a run of. A run is shown once this is known. */
  workflow: z
    .strictObject({
      name: z.string().min(1).max(128),
      title: z.string().min(1).max(256).optional(),
      version: z.string().min(1).max(100).optional(),
    })
    .optional(),
  nativeStatus: nativeStatus.optional(),
  triggerType: triggerTypeSchema.optional(),
  triggeredBy: z.string().max(512).optional(),
  /**
   * Entity ref of the user, or subject of the service, who launched it, where the engine has made sure of that:
   * permissions go by it. What was said first stands.
   */
  startedBy: z.string().min(1).max(512).optional(),
  businessEventId: z.string().min(1).max(256).optional(),
  tags: z.array(z.string().min(1).max(128)).max(50).default([]),
  passages: z.array(observedPassageSchema).max(100).default([]),
  steps: z.array(observedStepSchema).max(MAX_OBSERVED_STEPS).default([]),
});
/** @public */
export type RunSnapshot = z.infer<typeof runSnapshotSchema>;
