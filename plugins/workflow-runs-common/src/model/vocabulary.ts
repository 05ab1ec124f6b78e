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
export const stepTypeSchema = z.enum(['tool', 'model', 'decision', 'io']);
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

/** What an operator may ask of a run. @public */
export const runActionSchema = z.enum(['cancel']);
/** @public */
export type RunAction = z.infer<typeof runActionSchema>;

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
