import { z } from 'zod';
import { NO_ITEM } from './item';
import {
  actionRefusalSchema,
  attemptStatusSchema,
  decisionSchema,
  jsonSchema,
  prioritySchema,
  runActionSchema,
  runStatusSchema,
  skipReasonSchema,
  stepErrorSchema,
  stepStatusSchema,
  triggerTypeSchema,
  validatorResultSchema,
  waitingForSchema,
} from './vocabulary';

/** Epoch milliseconds. */
const instant = z.number().int().nonnegative();
/** Milliseconds. */
const span = z.number().int().nonnegative();

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
const target = {
  /** Whether it has ended in time, however it has; where the workflow has a target. */
  sla: z.enum(['met', 'breached']).optional(),
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
/** What the attempt that has ended has used. */
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
    /** How long it may take, in milliseconds, and who says so; it stays so for this run. */
    sla: z
      .object({
        targetMs: span,
        source: z.enum(['annotation', 'definition', 'configuration']),
      })
      .optional(),
  }),
  z.object({
    ...runFact,
    type: z.literal('run.started'),
    /** When the target of the workflow is reached, where it has one. */
    slaDueAt: instant.optional(),
  }),
  z.object({
    ...runFact,
    type: z.literal('run.reopened'),
    /** The step from which it is repeated; null: from whatever did not succeed. */
    step: z.string().nullable(),
    actor: z.string().nullable(),
    reason: z.string().nullable(),
    /**
     * Steps that run again in this generation, and items of them as `step#index`; the others keep
     * what they put out.
     */
    recomputed: z.array(z.string()),
    /** How many of the others count as done. */
    kept: z.number().int().nonnegative(),
    /** How it stands, where the workflow has a target: the clock goes on. */
    sla: z
      .object({ status: z.enum(['on_track', 'breached']), dueAt: instant })
      .optional(),
  }),
  z.object({
    ...runFact,
    type: z.literal('run.paused'),
    /** Null where an operator asked for it. */
    blockedReason: z.string().nullable(),
  }),
  /** It goes on: after a pause, or because a human has decided. */
  z.object({ ...runFact, type: z.literal('run.resumed') }),
  z.object({ ...runFact, type: z.literal('run.waiting_human') }),
  z.object({
    ...runFact,
    type: z.literal('run.canceling'),
    reason: z.string().nullable(),
    actor: z.string().nullable(),
  }),
  z.object({
    ...runFact,
    type: z.literal('run.completed'),
    durationMs: span,
    /** Steps were skipped by force, or a fan-out tolerated failures. */
    partial: z.boolean(),
    ...target,
  }),
  z.object({
    ...runFact,
    type: z.literal('run.failed'),
    durationMs: span,
    /** The first step that failed for good; null where an engine elsewhere did not say. */
    step: z.string().nullable(),
    error: stepErrorSchema,
    ...target,
  }),
  z.object({
    ...runFact,
    type: z.literal('run.canceled'),
    durationMs: span,
    ...target,
  }),
  z.object({
    ...everyFact,
    type: z.literal('run.needs_intervention'),
    /** The step that could not be rolled back. */
    step: z.string(),
    error: stepErrorSchema,
  }),
  /** Something about a run that is no change of status; what is absent is as before. */
  z.object({
    ...everyFact,
    type: z.literal('run.changed'),
    /** Why a queued or paused run does not go on; null where it does. */
    blockedReason: z.string().nullable().optional(),
    pauseRequested: z.boolean().optional(),
    /** False once operators have dealt with what could not be rolled back. */
    needsIntervention: z.boolean().optional(),
    /** When the target is reached, after the clock stood still. */
    slaDueAt: instant.optional(),
    resolution: z
      .object({ note: z.string(), actor: z.string().nullable() })
      .optional(),
    /** The operator action by which people have said what follows, and who. */
    actionId: z.string().optional(),
    actor: z.string().optional(),
    /** What is removed first, and what is added then; each as it was asked for. */
    tags: z
      .object({ added: z.array(z.string()), removed: z.array(z.string()) })
      .optional(),
    /** Who looks after it; null: whoever owns the workflow's entity. */
    ownerRef: z.string().nullable().optional(),
    annotation: z
      .object({ id: z.string(), author: z.string(), note: z.string() })
      .optional(),
  }),
  z.object({
    ...everyFact,
    type: z.literal('sla.warning'),
    targetMs: span,
    dueAt: instant,
    /** When the run was likely to end, where that has made it at risk before most of its time was over. */
    likelyAt: instant.optional(),
  }),
  z.object({
    ...everyFact,
    type: z.literal('sla.breached'),
    targetMs: span,
    dueAt: instant,
  }),
  z.object({
    ...stepChange,
    type: z.literal('step.started'),
    attempt,
    /** Whether the retry policy provided for it; null for a first attempt. */
    expected: z.boolean().nullable(),
    /** Where no worker does the work: what the step waits for. */
    waitingFor: waitingForSchema.optional(),
  }),
  z.object({
    ...stepChange,
    type: z.literal('step.retrying'),
    /** The attempt that ended; null where there was none: an approval. */
    attempt: attempt.nullable(),
    outcome: attemptStatusSchema.extract(['failed', 'lost']),
    /** Attempts of the step whose worker died, this one included. */
    losses: z.number().int().nonnegative(),
    /** Whether the step's retry policy provided for this retry. */
    expected: z.boolean(),
    error: stepErrorSchema,
    attemptMs: span,
    /** When the next attempt starts. */
    retryAt: instant,
    /**
     * Items of a fan-out that run again, as `step#index`; they are pending until their turn has come,
     * and go on with the number of their latest attempt.
     */
    recomputed: z.array(z.string()).optional(),
    usage: usage.optional(),
  }),
  z.object({
    ...stepChange,
    type: z.literal('step.waiting_human'),
    /** The attempt of which the output is in question; null for an approval. */
    attempt: attempt.nullable(),
    attemptMs: span,
    /** It is asked for the first time, again, of more people, or because it is overdue. */
    notice: z.enum(['asked', 'reminder', 'escalated', 'overdue']),
    waitingFor: waitingForSchema,
    /** What who decides has to know, by label; told when an approval is asked for. */
    show: z.record(z.string(), jsonSchema).optional(),
    /** Of whom it is asked as well, where it is escalated. */
    to: z.array(z.string()).optional(),
    usage: usage.optional(),
  }),
  z.object({
    ...stepFact,
    type: z.literal('step.validation_failed'),
    attempt,
    /** What follows from it. */
    otherwise: z.enum(['fail', 'warn', 'ask']),
    results: z.array(validatorResultSchema),
  }),
  z.object({
    ...stepChange,
    type: z.literal('step.completed'),
    /** The latest; null where there was none: an approval, or an operator's word. */
    attempt: attempt.nullable(),
    attemptMs: span,
    durationMs: span,
    usage: usage.optional(),
    /** An operator has said so, whatever the attempt under way would have come to. */
    forced: z.boolean().optional(),
    /** What validators found. */
    validation: z.array(validatorResultSchema).optional(),
    /** Of a fan-out: how its items ended. */
    items: z
      .object({
        total: z.number().int().nonnegative(),
        failed: z.number().int().nonnegative(),
      })
      .optional(),
  }),
  z.object({
    ...stepChange,
    type: z.literal('step.failed'),
    attempt: attempt.nullable(),
    attemptMs: span,
    durationMs: span,
    error: stepErrorSchema,
    /** Whether it is the failure that ends the run; others follow from it, or come too late. */
    endsRun: z.boolean(),
    /** Whether an operator is to decide what becomes of it. */
    held: z.boolean(),
    usage: usage.optional(),
  }),
  z.object({
    ...stepChange,
    type: z.literal('step.skipped'),
    /** The attempt that was under way, where an operator skipped it. */
    attempt: attempt.optional(),
    attemptMs: span.optional(),
    /** Absent where it had not started. */
    durationMs: span.optional(),
    reason: skipReasonSchema,
  }),
  z.object({
    ...stepChange,
    type: z.literal('step.canceled'),
    attempt: attempt.nullable(),
    attemptMs: span,
    durationMs: span,
    usage: usage.optional(),
  }),
  /** The rollback of a completed step begins; its attempts are those of a step of its own. */
  z.object({ ...stepFact, type: z.literal('compensation.started') }),
  z.object({ ...stepChange, type: z.literal('step.compensated') }),
  z.object({
    ...stepFact,
    type: z.literal('compensation.failed'),
    error: stepErrorSchema,
  }),
  z.object({
    ...stepFact,
    type: z.literal('decision.made'),
    /** What was asked: for approval, or about an output that did not pass. */
    about: z.enum(['approval', 'validation']),
    decision: decisionSchema,
    /** Null where nobody decided in time. */
    actor: z.string().nullable(),
    note: z.string().nullable(),
    askedAt: instant,
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
    outcome: actionRefusalSchema,
    /** Why. */
    message: z.string(),
  }),
  z.object({
    ...stepFact,
    type: z.literal('artifact.added'),
    attempt,
    artifactId: z.string(),
    name: z.string(),
    contentType: z.string(),
    /** Null where an engine elsewhere has not told it. */
    bytes: z.number().int().nonnegative().nullable(),
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
  /** What else the fact says, redacted; times in it are ISO 8601 too. */
  payload: z.record(z.string(), jsonSchema),
});
/** @public */
export type RunEvent = z.infer<typeof runEventSchema>;
