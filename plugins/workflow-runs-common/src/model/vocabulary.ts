import { z } from 'zod';

/** Statuses of a run. See docs/concepts/lifecycle.md for what each one means. @public */
export const runStatusSchema = z.enum([
  'queued',
  'running',
  'paused',
  'waiting_human',
  'canceling',
  'completed',
  'failed',
  'canceled',
]);
/** @public */
export type RunStatus = z.infer<typeof runStatusSchema>;

/** Statuses of a step. @public */
export const stepStatusSchema = z.enum([
  'pending',
  'running',
  'retrying',
  'paused',
  'waiting_human',
  'completed',
  'failed',
  'skipped',
  'canceled',
  'compensated',
]);
/** @public */
export type StepStatus = z.infer<typeof stepStatusSchema>;

/** Statuses of one try of a step; `lost` means that its worker died. @public */
export const attemptStatusSchema = z.enum([
  'running',
  'completed',
  'failed',
  'lost',
  'canceled',
]);
/** @public */
export type AttemptStatus = z.infer<typeof attemptStatusSchema>;

/** Why a step was skipped. @public */
export const skipReasonSchema = z.enum([
  /** Its own `when` was false. */
  'condition',
  /** A step that it depends on was skipped. */
  'upstream_skipped',
  /** A step of the run failed for good. */
  'upstream_failed',
  /** The run was canceled before the step started. */
  'run_canceled',
  /** A decision took another branch. */
  'branch_not_taken',
  /** An operator said so. */
  'forced',
]);
/** @public */
export type SkipReason = z.infer<typeof skipReasonSchema>;

/** What kind of failure an error is; the category decides whether a policy may retry it. @public */
export const errorCategorySchema = z.enum([
  'transient',
  'validation_failed',
  'external_api',
  'policy_denied',
  'timeout',
  'bug',
]);
/** @public */
export type ErrorCategory = z.infer<typeof errorCategorySchema>;

/** @public */
export const stepTypeSchema = z.enum([
  'tool',
  'model',
  'decision',
  'io',
  'approval',
  'wait',
  'map',
  'child',
  /** Undoes another step; it is in no definition, a run gets it when it rolls back. */
  'compensation',
]);
/** @public */
export type StepType = z.infer<typeof stepTypeSchema>;

/** @public */
export const prioritySchema = z.enum(['high', 'normal', 'low']);
/** @public */
export type Priority = z.infer<typeof prioritySchema>;

/** @public */
export const triggerTypeSchema = z.enum([
  'manual',
  'scheduled',
  'event',
  'parent',
  'backfill',
]);
/** @public */
export type TriggerType = z.infer<typeof triggerTypeSchema>;

/** State of the human in the loop. @public */
export const hitlStateSchema = z.enum(['requested', 'approved', 'rejected']);
/** @public */
export type HitlState = z.infer<typeof hitlStateSchema>;

/** @public */
export const slaStatusSchema = z.enum([
  'on_track',
  'at_risk',
  'breached',
  'met',
]);
/** @public */
export type SlaStatus = z.infer<typeof slaStatusSchema>;

/** @public */
export const logLevelSchema = z.enum(['debug', 'info', 'warn', 'error']);
/** @public */
export type LogLevel = z.infer<typeof logLevelSchema>;

/** Why a run does not go on although nobody asked for that. @public */
export const holdReasonSchema = z.enum([
  /** Attempts of one step killed their workers again and again. */
  'poison',
  /** A step failed for good, and the workflow wants an operator to decide. */
  'step_failed',
]);
/** @public */
export type HoldReason = z.infer<typeof holdReasonSchema>;

/** What a human said. @public */
export const decisionSchema = z.enum(['approved', 'rejected']);
/** @public */
export type ApprovalDecision = z.infer<typeof decisionSchema>;

/** What an operator may ask of a run. @public */
export const runActionSchema = z.enum([
  'pause',
  'resume',
  'cancel',
  /** Ends the run at once; nothing is cleaned up or rolled back. */
  'terminate',
  /** Re-opens an ended run, or decides that what failed runs again. */
  'retry',
  /** A new run of the same workflow, with the same input or another. */
  'rerun',
  /** A new run like this one, of which anything may differ. */
  'clone',
  /** Skips, completes or fails a step. */
  'force',
  /** Approves or rejects what waits for a human. */
  'decide',
  /** One of the operations that a step offers. */
  'node_action',
  /** Tells the run of something that one of its steps waits for. */
  'send_event',
  /** Asks a running run to change something, and hears what it answers. */
  'update',
  /** Settles by hand what could not be rolled back, or notes what became of a failure. */
  'resolve',
  /** Leaves a note. */
  'annotate',
  /** Adds tags, and removes them. */
  'tag',
  /** Says who looks after it. */
  'assign',
]);
/** @public */
export type RunAction = z.infer<typeof runActionSchema>;

/**
 * Actions by which people say something about a run. The portal keeps what they say, whatever the
 * engine can do and the run has come to; no engine is ever asked to carry them out.
 *
 * @public
 */
export const remarkActionSchema = runActionSchema.extract([
  'annotate',
  'tag',
  'assign',
]);
/** @public */
export type RemarkAction = z.infer<typeof remarkActionSchema>;

/** Actions that an engine carries out. @public */
export const engineActionSchema = runActionSchema.exclude(
  remarkActionSchema.options,
);
/** @public */
export type EngineAction = z.infer<typeof engineActionSchema>;

/** What a run is to the one that it comes from. @public */
export const originWordSchema = z.enum([
  /** It does it anew from a place within it. */
  'reset',
  /** It goes on where that one has stopped. */
  'continued',
  /** It is another try. */
  'retried',
  /** It is the next one of a schedule. */
  'scheduled',
]);
/** @public */
export type OriginWord = z.infer<typeof originWordSchema>;

/** Why nothing has come of something that was asked of a run. @public */
export const actionRefusalSchema = z.enum([
  /** The state of the run, or of its step, did not allow it. */
  'refused',
  /** It was tried, and did not succeed. */
  'failed',
  /** The run ended before it was done. */
  'canceled',
]);
/** @public */
export type ActionRefusal = z.infer<typeof actionRefusalSchema>;

/** A JSON value. @public */
export type Json =
  | null
  | boolean
  | number
  | string
  | Json[]
  | { [key: string]: Json };

/** Accepts any JSON value, and nothing that is not JSON. @public */
export const jsonSchema: z.ZodType<Json> = z.json();

/** An error as it is recorded: redacted, and never with a secret in it. @public */
export const stepErrorSchema = z.object({
  category: errorCategorySchema,
  /** Machine-readable, stable: an HTTP status, an errno, a name. */
  code: z.string().max(200).nullable(),
  message: z.string().max(4_000),
  stack: z.string().max(16_000).optional(),
});
/** @public */
export type StepError = z.infer<typeof stepErrorSchema>;

/** What a validator found in the output of a step. @public */
export const validatorResultSchema = z.object({
  /** The validator, as the step's definition names it. */
  validator: z.string(),
  passed: z.boolean(),
  /** 0 to 1, where it measures one. */
  score: z.number().min(0).max(1).nullable(),
  reasons: z.array(z.string().max(1_000)).max(100),
});
/** @public */
export type ValidatorResult = z.infer<typeof validatorResultSchema>;

/**
 * What a step that holds no worker waits for, as engines tell it: times are epoch milliseconds. What
 * the API shows is a `StepWait`.
 *
 * @public
 */
export const waitingForSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('time'), until: z.number().int() }),
  z.object({
    kind: z.literal('event'),
    name: z.string(),
    until: z.number().int().nullable(),
  }),
  z.object({ kind: z.literal('child'), workflow: z.string() }),
  z.object({ kind: z.literal('items'), items: z.number().int() }),
  z.object({
    kind: z.literal('approval'),
    /** Entity refs of those who may decide; nobody named: whoever has the permission. */
    approvers: z.array(z.string()),
    since: z.number().int(),
    /** When the decision is overdue. */
    dueAt: z.number().int().nullable(),
  }),
  z.object({
    kind: z.literal('validation'),
    since: z.number().int(),
    results: z.array(validatorResultSchema),
  }),
]);
/** @public */
export type WaitingFor = z.infer<typeof waitingForSchema>;
