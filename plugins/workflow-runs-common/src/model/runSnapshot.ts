import { z } from 'zod';
import { retryPolicySchema } from '../definition/steps';
import { stepProgressSchema } from './run';
import { stepOperationSchema } from './stepOperation';
import {
  jsonSchema,
  originWordSchema,
  skipReasonSchema,
  stepErrorSchema,
  stepTypeSchema,
  triggerTypeSchema,
} from './vocabulary';

/** Steps of one observed run that are taken in; wider runs belong into several. @public */
export const MAX_OBSERVED_STEPS = 5_000;

/** Characters of the longest id that an engine may give a run. @public */
export const MAX_NATIVE_ID = 1_100;

/** Epoch milliseconds. */
const instant = z.number().int().min(0).max(8_640_000_000_000_000);
const generation = z.number().int().min(0).max(10_000);
const key = z.string().min(1).max(128);
/** The native word for a status, with since when it is so: what was said last counts. */
const nativeStatus = z.strictObject({
  at: instant,
  value: z.string().min(1).max(64),
});

/** Another run of the same instance, by the engine's own name. */
const otherRun = z.strictObject({
  nativeId: z.string().min(1).max(MAX_NATIVE_ID),
  /** That of the run that is told of, where it is left out. */
  namespace: z.string().min(1).max(128).optional(),
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
  /** Who has carried it out, as the engine names them. */
  worker: z.string().min(1).max(256).optional(),
  end: observedEndSchema
    .extend({
      outcome: z.enum(['completed', 'failed', 'canceled', 'lost']),
      /** The engine is about to try again by itself. */
      willRetry: z.boolean().optional(),
      /** When it means to, where it has said so. */
      retryAt: instant.optional(),
    })
    .optional(),
});
/** @public */
export type ObservedAttempt = z.infer<typeof observedAttemptSchema>;

/** What a step waits for that nobody carries out just now. @public */
export const observedWaitSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('time'), until: instant }),
  z.strictObject({
    kind: z.literal('event'),
    name: z.string().min(1).max(256),
    until: instant.optional(),
  }),
  /** `workflow`: the name of the workflow that the other run is of. */
  z.strictObject({
    kind: z.literal('child'),
    workflow: z.string().min(1).max(128),
  }),
]);
/** @public */
export type ObservedWait = z.infer<typeof observedWaitSchema>;

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
  /** What it was given; no secrets. What was said first stands. */
  input: jsonSchema.optional(),
  /** What it has put out, passage by passage: what was said last counts. */
  output: z
    .strictObject({ at: instant, generation, value: jsonSchema })
    .optional(),
  /** Where its work was queued, where that is not the queue of the run. */
  taskQueue: z.string().min(1).max(256).optional(),
  /** By which its engine tries it again. What was said first stands. */
  retryPolicy: retryPolicySchema.optional(),
  /** What it waits for; null: nothing any more. What was said last counts. */
  waitingFor: z
    .strictObject({ at: instant, value: observedWaitSchema.nullable() })
    .optional(),
  /** What may be done to it as it stands. What was said last counts. */
  operations: z
    .strictObject({
      at: instant,
      value: z.array(stepOperationSchema).max(10),
    })
    .optional(),
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
  nativeId: z.string().min(1).max(MAX_NATIVE_ID),
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
  /** What it was given; no secrets. What was said first stands. */
  input: z.record(z.string(), jsonSchema).optional(),
  /** What it has made, passage by passage: what was said last counts. */
  output: z
    .strictObject({
      at: instant,
      generation,
      value: z.record(z.string(), jsonSchema),
    })
    .optional(),
  /** The run that launched it, and by which of its steps. What was said first stands. */
  parent: otherRun.extend({ step: key.optional() }).optional(),
  /** The run that it goes on from, or does anew; without a word for how, it repeats it. What was said first stands. */
  origin: otherRun
    .extend({
      as: originWordSchema.optional(),
    })
    .optional(),
  /** W3C trace id: 32 hexadecimal digits. What was said first stands. */
  traceId: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  /** Where its work is queued. What was said first stands. */
  taskQueue: z.string().min(1).max(256).optional(),
  /**
   * What else the engine keeps with it, by name; shown to those who may read inputs and outputs. What was said last
   * counts.
   */
  attributes: z
    .strictObject({
      at: instant,
      value: z.record(z.string().max(128), jsonSchema),
    })
    .optional(),
  tags: z.array(z.string().min(1).max(128)).max(50).default([]),
  passages: z.array(observedPassageSchema).max(100).default([]),
  steps: z.array(observedStepSchema).max(MAX_OBSERVED_STEPS).default([]),
});
/** @public */
export type RunSnapshot = z.infer<typeof runSnapshotSchema>;
