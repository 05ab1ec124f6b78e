import { z } from 'zod';
import {
  attemptStatusSchema,
  jsonSchema,
  prioritySchema,
  runActionSchema,
  runStatusSchema,
  skipReasonSchema,
  stepErrorSchema,
  stepStatusSchema,
  triggerTypeSchema,
} from './vocabulary';

/** Epoch milliseconds. */
const instant = z.number().int().nonnegative();
/** Milliseconds. */
const span = z.number().int().nonnegative();

/** The item of a fan-out that a fact is about; −1 for a step that is none. @public */
export const NO_ITEM = -1;

const everyFact = {
  /** When it happened, in epoch milliseconds; when it was recorded is the recorder's to say. */
  at: instant,
  generation: z.number().int().nonnegative(),
};
const runFact = {
  ...everyFact,
  /** The status that the run leaves, and how long it was in it. */
  from: runStatusSchema,
  fromMs: span,
};
const stepFact = {
  ...everyFact,
  step: z.string(),
  item: z.number().int().min(NO_ITEM),
};
const stepChange = {
  ...stepFact,
  from: stepStatusSchema,
};
const attempt = z.number().int().min(1);
const usage = z
  .object({
    tokens: z.number().nonnegative(),
    computeMs: z.number().nonnegative(),
  })
  .partial();

/**
 * One immutable statement about a run: what engines tell the recorder, and what the recorder writes
 * into the log. The recorder projects facts onto the tables that screens read.
 *
 * @public
 */
export const runFactSchema = z.discriminatedUnion('type', [
  z.object({
    ...everyFact,
    type: z.literal('run.queued'),
    priority: prioritySchema,
    triggerType: triggerTypeSchema,
    triggeredBy: z.string().nullable(),
  }),
  z.object({ ...runFact, type: z.literal('run.started') }),
  z.object({
    ...runFact,
    type: z.literal('run.paused'),
    /** Null where an operator asked for it. */
    blockedReason: z.string().nullable(),
  }),
  z.object({
    ...runFact,
    type: z.literal('run.canceling'),
    reason: z.string().nullable(),
    actor: z.string().nullable(),
  }),
  z.object({ ...runFact, type: z.literal('run.completed'), durationMs: span }),
  z.object({
    ...runFact,
    type: z.literal('run.failed'),
    durationMs: span,
    /** The first step that failed for good. */
    step: z.string(),
    error: stepErrorSchema,
  }),
  z.object({ ...runFact, type: z.literal('run.canceled'), durationMs: span }),
  z.object({
    ...everyFact,
    type: z.literal('run.changed'),
    /** Why a queued or paused run does not go on; null where it does. */
    blockedReason: z.string().nullable(),
  }),
  z.object({
    ...stepChange,
    type: z.literal('step.started'),
    attempt,
    /** Whether the retry policy provided for it; null for a first attempt. */
    expected: z.boolean().nullable(),
  }),
  z.object({
    ...stepChange,
    type: z.literal('step.retrying'),
    /** The attempt that ended. */
    attempt,
    outcome: attemptStatusSchema.extract(['failed', 'lost']),
    /** Attempts of the step whose worker died, this one included. */
    losses: z.number().int().nonnegative(),
    /** Whether the step's retry policy provided for this retry. */
    expected: z.boolean(),
    error: stepErrorSchema,
    attemptMs: span,
    /** When the next attempt starts. */
    retryAt: instant,
  }),
  z.object({
    ...stepChange,
    type: z.literal('step.completed'),
    attempt,
    attemptMs: span,
    durationMs: span,
    usage: usage.optional(),
  }),
  z.object({
    ...stepChange,
    type: z.literal('step.failed'),
    attempt,
    attemptMs: span,
    durationMs: span,
    error: stepErrorSchema,
    /** Whether it is the failure that ends the run; others follow from it, or come too late. */
    endsRun: z.boolean(),
  }),
  z.object({
    ...stepChange,
    type: z.literal('step.skipped'),
    reason: skipReasonSchema,
  }),
  z.object({
    ...stepChange,
    type: z.literal('step.canceled'),
    attempt,
    attemptMs: span,
    durationMs: span,
  }),
  z.object({
    ...everyFact,
    type: z.literal('action.requested'),
    actionId: z.string(),
    action: runActionSchema,
    actor: z.string(),
    reason: z.string().nullable(),
  }),
  z.object({
    ...everyFact,
    type: z.literal('action.completed'),
    actionId: z.string(),
    action: runActionSchema,
  }),
  z.object({
    ...everyFact,
    type: z.literal('action.failed'),
    actionId: z.string(),
    action: runActionSchema,
    message: z.string(),
  }),
  z.object({
    ...stepFact,
    type: z.literal('artifact.added'),
    attempt,
    artifactId: z.string(),
    name: z.string(),
    contentType: z.string(),
    bytes: z.number().int().nonnegative(),
  }),
]);
/** @public */
export type RunFact = z.infer<typeof runFactSchema>;
/** @public */
export type RunFactType = RunFact['type'];

/** A fact as the log holds it: numbered per run, placed in the log, redacted. @public */
export const runEventSchema = z.object({
  /** Place in the log of all runs; it orders, and a stream resumes behind it. */
  position: z.number().int(),
  runId: z.string(),
  /** Counts the run's own events from 1. */
  number: z.number().int().min(1),
  type: z.string(),
  generation: z.number().int(),
  stepKey: z.string().nullable(),
  itemIndex: z.number().int(),
  attempt: z.number().int().nullable(),
  occurredAt: z.iso.datetime(),
  recordedAt: z.iso.datetime(),
  /** What else the fact says, redacted. */
  payload: z.record(z.string(), jsonSchema),
});
/** @public */
export type RunEvent = z.infer<typeof runEventSchema>;
