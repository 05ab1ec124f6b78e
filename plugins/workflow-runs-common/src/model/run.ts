import { z } from 'zod';
import {
  actionRefusalSchema,
  attemptStatusSchema,
  decisionSchema,
  hitlStateSchema,
  jsonSchema,
  logLevelSchema,
  prioritySchema,
  runActionSchema,
  runStatusSchema,
  skipReasonSchema,
  slaStatusSchema,
  stepErrorSchema,
  stepStatusSchema,
  stepTypeSchema,
  triggerTypeSchema,
  validatorResultSchema,
} from './vocabulary';
import { stepWaitSchema } from './stepWait';
import { retryPolicySchema } from '../definition/steps';
import { stepOperationSchema } from './stepOperation';

/** ISO 8601 with zone. */
const time = z.iso.datetime();
/** Milliseconds. */
const span = z.number().int().nonnegative();

/** Whether the reader may do something to a run now, and if not, why. @public */
export const allowedActionSchema = z.object({
  allowed: z.boolean(),
  /** The permission, capability or state that is missing; null where it is allowed. */
  reason: z.string().nullable(),
});
/** @public */
export type AllowedAction = z.infer<typeof allowedActionSchema>;

/** Steps done of all that may run; the percentage is rounded, but 100 only when all are done. @public */
export const progressSchema = z.object({
  completedSteps: z.number().int(),
  totalSteps: z.number().int(),
  percentage: z.number().int().min(0).max(100),
});
/** @public */
export type Progress = z.infer<typeof progressSchema>;

/** What a step says of itself while it runs; the latest wins. @public */
export const stepProgressSchema = z.object({
  message: z.string().max(500).nullable(),
  /** 0 to 1. */
  fraction: z.number().min(0).max(1).nullable(),
});
/** @public */
export type StepProgress = z.infer<typeof stepProgressSchema>;

/** A step that is under way, as lists show it. @public */
export const currentStepSchema = z.object({
  stepKey: z.string(),
  itemIndex: z.number().int(),
  name: z.string(),
  status: stepStatusSchema,
  attempt: z.number().int(),
  progress: stepProgressSchema.nullable(),
});
/** @public */
export type CurrentStep = z.infer<typeof currentStepSchema>;

/** What was used, as far as handlers have said; null where none has. */
const resourceUsageSchema = z.object({
  tokens: z.number().nullable(),
  computeMs: z.number().nullable(),
});

/** Which workflow a run belongs to. `ref` is what the catalog annotation holds. @public */
export const workflowSummarySchema = z.object({
  id: z.string(),
  /** `<engine>/<name>` */
  ref: z.string(),
  engine: z.string(),
  name: z.string(),
  title: z.string(),
  entityRef: z.string().nullable(),
});
/** @public */
export type WorkflowSummary = z.infer<typeof workflowSummarySchema>;

/**
 * Input or output in few words: the first 20 fields, texts cut, and of what is nested how large it is:
 * `[5 items]`, `{3 fields}`. What is no object is summed up as such a field is.
 *
 * @public
 */
export const payloadSummarySchema = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean(), z.null()]),
  ),
]);
/** @public */
export type PayloadSummary = z.infer<typeof payloadSummarySchema>;

/** How well a run did what it is for. @public */
export const effectivenessSchema = z.object({
  /** Whether it completed in its first passage without any retry; null until it has ended. */
  firstPassSuccess: z.boolean().nullable(),
  /** 0 to 1, as handlers have reported; the latest wins. */
  accuracy: z.number().nullable(),
  /** By how much more gets done, as handlers have reported; the latest wins. */
  throughputDelta: z.number().nullable(),
});
/** @public */
export type Effectiveness = z.infer<typeof effectivenessSchema>;

/** One execution of a workflow. @public */
export const runSchema = z.object({
  id: z.string(),
  workflow: workflowSummarySchema,
  /** Empty where an engine elsewhere has told of none. */
  workflowVersion: z.string(),
  environment: z.string(),
  tenantId: z.string(),
  status: runStatusSchema,
  /** The engine's own word for the status, where it has one. */
  nativeStatus: z.string().nullable(),
  generation: z.number().int(),
  partial: z.boolean(),
  needsIntervention: z.boolean(),
  pauseRequested: z.boolean(),
  /** Why a queued or paused run does not go on. */
  blockedReason: z.string().nullable(),
  priority: prioritySchema,
  triggerType: triggerTypeSchema,
  triggeredBy: z.string().nullable(),
  /** Whether a user launched it; what a run, a service or a schedule launches is launched by the system. */
  actor: z.enum(['human', 'system']),
  /** The user or service that launched it. */
  startedBy: z.string().nullable(),
  /** Where its work is queued, where its engine says so. */
  taskQueue: z.string().nullable(),
  /** Who looks after it: whom it was assigned to, or else the owner of the workflow's entity. */
  owner: z.string().nullable(),
  hitl: hitlStateSchema.nullable(),
  businessEventId: z.string().nullable(),
  /** Where the system that knows the business event shows it, as configured. */
  businessEventUrl: z.string().nullable(),
  backfill: z.boolean(),
  tags: z.array(z.string()),
  queuedAt: time,
  /** When this passage of it began: when it was claimed, or opened again. */
  startedAt: time.nullable(),
  completedAt: time.nullable(),
  /** From `startedAt` to `completedAt`; null until it has ended. */
  durationMs: span.nullable(),
  updatedAt: time,
  /** What it was given, redacted and in few words; null for who may not read inputs. */
  inputsSummary: payloadSummarySchema.nullable(),
  /** What it has put out, likewise; null until it has completed. */
  outputsSummary: payloadSummarySchema.nullable(),
  progress: progressSchema,
  currentSteps: z.array(currentStepSchema),
  /** The first step that failed for good, and how. */
  error: stepErrorSchema
    .omit({ stack: true })
    .extend({ stepKey: z.string().nullable() })
    .nullable(),
  diagnostics: z.object({
    traceId: z.string().nullable(),
    /**
     * What all of its attempts have used, whatever became of them, in all of its passages. What child
     * runs have used is told by those.
     */
    resourceUsage: resourceUsageSchema,
  }),
  /** Attempts after the first one of a step, in all of its passages. */
  retries: z.number().int(),
  effectiveness: effectivenessSchema,
  sla: z
    .object({
      status: slaStatusSchema,
      targetMs: span,
      dueAt: time.nullable(),
      /**
       * When the run was likely to end as it came to be at risk; absent where it is not, and where that was
       * because most of its time was over.
       */
      likelyAt: time.optional(),
    })
    .nullable(),
  parentRunId: z.string().nullable(),
  /** The run that this one repeats. */
  originRunId: z.string().nullable(),
  /** What became of a failure, as an operator has noted it. */
  resolution: z
    .object({ note: z.string(), actor: z.string().nullable(), at: time })
    .nullable(),
  allowedActions: z.record(runActionSchema, allowedActionSchema),
  /** Place in the log up to which this is known; a stream resumes behind it. */
  position: z.number().int(),
});
/** @public */
export type Run = z.infer<typeof runSchema>;

/** A stretch of time that a run spent in one status. @public */
export const runStateSchema = z.object({
  status: runStatusSchema,
  generation: z.number().int(),
  reason: z.string().nullable(),
  enteredAt: time,
  /** Null for the status it is in. */
  leftAt: time.nullable(),
});
/** @public */
export type RunStateEntry = z.infer<typeof runStateSchema>;

/** One try of a step; a retry adds one and overwrites none. @public */
export const attemptSchema = z.object({
  stepKey: z.string(),
  itemIndex: z.number().int(),
  generation: z.number().int(),
  number: z.number().int().min(1),
  status: attemptStatusSchema,
  /** Whether the retry policy provided for this attempt; null for a first one. */
  expected: z.boolean().nullable(),
  worker: z.string().nullable(),
  startedAt: time,
  completedAt: time.nullable(),
  durationMs: span.nullable(),
  error: stepErrorSchema.nullable(),
  /** When the next attempt was to start. */
  retryAt: time.nullable(),
  resourceUsage: resourceUsageSchema,
});
/** @public */
export type Attempt = z.infer<typeof attemptSchema>;

/** What a step works with, as far as its definition and its handler say. @public */
export const stepDetailsSchema = z.object({
  /** `name@version` of the code that runs. */
  handler: z.string().nullable(),
  model: z.string().nullable(),
  tool: z.string().nullable(),
  endpoint: z.string().nullable(),
  /** Everything else that was reported, redacted. */
  parameters: z.record(z.string(), jsonSchema).nullable(),
});
/** @public */
export type StepDetails = z.infer<typeof stepDetailsSchema>;

/** A node of a run's graph, in the state it is in. @public */
export const stepSchema = z.object({
  id: z.string(),
  runId: z.string(),
  stepKey: z.string(),
  itemIndex: z.number().int(),
  /** Place in the definition, from 1. */
  stepNumber: z.number().int().min(1),
  name: z.string(),
  type: stepTypeSchema,
  status: stepStatusSchema,
  /** The engine's own word for the status, where it has one. */
  nativeStatus: z.string().nullable(),
  generation: z.number().int(),
  /** Key of the step that its branch begins with; null: none runs beside it, or it is a rollback. */
  branchId: z.string().nullable(),
  dependsOn: z.array(z.string()),
  attempts: z.number().int(),
  retries: z.number().int(),
  /** When its first attempt in this passage of the run began, or when a human was asked. */
  startedAt: time.nullable(),
  completedAt: time.nullable(),
  /** From `startedAt` to `completedAt`, with all attempts and what was waited between them. */
  durationMs: span.nullable(),
  nextAttemptAt: time.nullable(),
  skipReason: skipReasonSchema.nullable(),
  error: stepErrorSchema.omit({ stack: true }).nullable(),
  retryPolicy: retryPolicySchema.nullable(),
  handler: z.string().nullable(),
  /** Where its work was queued, where its engine says so. */
  taskQueue: z.string().nullable(),
  /** What its engine lets operators do to it as it stands; what a definition offers is in the definition. */
  operations: z.array(stepOperationSchema),
  /** What it works with; null where neither code runs nor anything was reported. */
  details: stepDetailsSchema.nullable(),
  progress: stepProgressSchema.nullable(),
  /** It has failed for good, and an operator is to decide what becomes of it. */
  held: z.boolean(),
  /** What it waits for, where no worker holds it. */
  waitingFor: stepWaitSchema.nullable(),
  /** How many items a fan-out has, and how many of them failed. */
  itemCount: z.number().int().nullable(),
  failedItems: z.number().int(),
  /** What validators found in its output. */
  validation: z.array(validatorResultSchema).nullable(),
  /** What its handler reported about its effects. */
  report: jsonSchema.nullable(),
  /**
   * What its attempts in this passage of the run have used, whatever became of them; of a fan-out,
   * those of its items.
   */
  resourceUsage: resourceUsageSchema,
  spanId: z.string().nullable(),
  updatedAt: time,
});
/** @public */
export type Step = z.infer<typeof stepSchema>;

/** Input or output as it may be shown: redacted, and cut where it is too large. @public */
export const payloadSchema = z.object({
  stepKey: z.string().nullable(),
  itemIndex: z.number().int(),
  direction: z.enum(['input', 'output']),
  generation: z.number().int(),
  value: jsonSchema,
  /** Size in bytes before it was cut. */
  bytes: z.number().int(),
  truncated: z.boolean(),
});
/** @public */
export type Payload = z.infer<typeof payloadSchema>;

/** A file that a run has made. @public */
export const artifactSchema = z.object({
  id: z.string(),
  runId: z.string(),
  stepKey: z.string(),
  itemIndex: z.number().int(),
  attempt: z.number().int(),
  name: z.string(),
  contentType: z.string(),
  /** Null where the engine has not told it. */
  bytes: z.number().int().nullable(),
  /** SHA-256 of the content, in hex; null where the engine has not told it. */
  sha256: z.string().nullable(),
  /** Where it is, when it was only told of; null where the content is kept here. */
  url: z.string().nullable(),
  createdAt: time,
});
/** @public */
export type Artifact = z.infer<typeof artifactSchema>;

/** One line that a handler, or the engine about it, has logged. @public */
export const logLineSchema = z.object({
  /** Counts the run's lines; pass it on as `after` to read on. */
  sequence: z.number().int(),
  at: time,
  level: logLevelSchema,
  stepKey: z.string().nullable(),
  itemIndex: z.number().int(),
  attempt: z.number().int().nullable(),
  message: z.string(),
  fields: z.record(z.string(), jsonSchema).nullable(),
});
/** @public */
export type LogLine = z.infer<typeof logLineSchema>;

/** What a human was asked about a run, and what they said. @public */
export const humanDecisionSchema = z.object({
  runId: z.string(),
  stepKey: z.string(),
  itemIndex: z.number().int(),
  generation: z.number().int(),
  /** Whether to go on, or whether an output is good enough. */
  about: z.enum(['approval', 'validation']),
  /** Entity refs of those who may decide; none: whoever has the permission to. */
  approvers: z.array(z.string()),
  /**
   * What who decides has to know, by label, as it was when the question was asked: redacted, and cut
   * where a value is too large. Null where the step shows nothing.
   */
  show: z.record(z.string(), jsonSchema).nullable(),
  /** What validators found in the output that the question is about; null for an approval. */
  validation: z.array(validatorResultSchema).nullable(),
  askedAt: time,
  dueAt: time.nullable(),
  decidedAt: time.nullable(),
  decision: decisionSchema.nullable(),
  /** Null where nobody decided in time. */
  actor: z.string().nullable(),
  note: z.string().nullable(),
});
/** @public */
export type HumanDecision = z.infer<typeof humanDecisionSchema>;

/** Something that somebody asked of a run, and what became of it. @public */
export const operatorActionSchema = z.object({
  id: z.string(),
  runId: z.string(),
  action: runActionSchema,
  actor: z.string(),
  reason: z.string().nullable(),
  stepKey: z.string().nullable(),
  itemIndex: z.number().int(),
  /** `accepted`: the engine knows of it; it waits for its turn, or is being carried out. */
  status: z.enum([
    'requested',
    'accepted',
    'completed',
    ...actionRefusalSchema.options,
  ]),
  requestedAt: time,
  completedAt: time.nullable(),
  /** Why nothing has come of it. */
  message: z.string().nullable(),
  /** What an `update` was answered, redacted; null as well for who may not read outputs. */
  result: jsonSchema.nullable(),
});
/** @public */
export type OperatorAction = z.infer<typeof operatorActionSchema>;
