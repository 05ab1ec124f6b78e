import { z } from 'zod';
import { jsonSchema } from '../model/vocabulary';
import { conditionSchema, mappingSchema, operandSchema } from './values';

/** Thirty days: longer waits are for a schedule, not for a run. */
const MAX_WAIT_MS = 30 * 86_400_000;

const delayMs = z.number().int().min(0).max(86_400_000);
const spanMs = z.number().int().min(1).max(MAX_WAIT_MS);
const attempts = z.number().int().min(1).max(1_000);

/** What happens after a failed attempt. `attempts` counts the first one too. @public */
export const retryPolicySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('failAfter'), attempts, delayMs }),
  z.strictObject({
    kind: z.literal('exponentialBackoff'),
    attempts,
    initialDelayMs: delayMs,
    factor: z.number().min(1).max(10),
    maxDelayMs: delayMs,
  }),
  z.strictObject({
    kind: z.literal('keepTrying'),
    initialDelayMs: delayMs,
    factor: z.number().min(1).max(10),
    maxDelayMs: delayMs,
  }),
]);
/** @public */
export type RetryPolicy = z.infer<typeof retryPolicySchema>;

/** Names of workflows, steps and handlers: a letter, then letters, digits and underscores, all lower case. @public */
export const keySchema = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]{0,62}$/,
    'must start with a letter and hold only lower-case letters, digits and underscores (63 at most)',
  );

/** Which code does the work. Code whose meaning changes gets a new version. @public */
export const handlerRefSchema = z.strictObject({
  name: keySchema,
  version: z.number().int().min(1),
});
/** @public */
export type HandlerRef = z.infer<typeof handlerRefSchema>;

const title = z.string().min(1).max(200).optional();

/** How code is tried. */
const tries = {
  handler: handlerRefSchema,
  retry: retryPolicySchema,
  /** Milliseconds that one attempt may take. */
  timeoutMs: z.number().int().min(1).max(86_400_000),
  /** Milliseconds that all attempts may take together, waits between them included. */
  totalTimeoutMs: spanMs.optional(),
  /** Milliseconds that an attempt may be silent: no progress, no log line, no heartbeat. */
  heartbeatMs: z.number().int().min(100).max(86_400_000).optional(),
};

/** Judges the output of a step, in the same attempt that made it. @public */
export const validatorSchema = z.strictObject({
  /** Tells the validators of a step apart; people read it. */
  name: keySchema,
  handler: handlerRefSchema,
  /** What follows where it does not pass: the step fails, nothing but a note, or a human decides. */
  otherwise: z.enum(['fail', 'warn', 'ask']),
});
/** @public */
export type ValidatorDefinition = z.infer<typeof validatorSchema>;

/** What undoes a completed step when its run rolls back. @public */
export const compensationSchema = z.strictObject(tries);
/** @public */
export type CompensationDefinition = z.infer<typeof compensationSchema>;

/** An operation that a step offers to operators while it runs or waits. @public */
export const nodeActionSchema = z.strictObject({
  name: keySchema,
  title,
  description: z.string().max(2_000).optional(),
  /** JSON Schema (2020-12) of what the caller has to give: an object. */
  inputSchema: z.record(z.string(), jsonSchema),
  handler: handlerRefSchema,
  /** Whether the step completes with what the operation returns, or goes on as it was. */
  then: z.enum(['continue', 'complete']),
});
/** @public */
export type NodeActionDefinition = z.infer<typeof nodeActionSchema>;

const onFailure = z.enum(['stop', 'compensate', 'hold']);
/** What follows when a step fails for good. @public */
export const onFailureSchema = onFailure;
/** @public */
export type OnFailure = z.infer<typeof onFailureSchema>;

const everyStep = {
  key: keySchema,
  title,
  description: z.string().max(2_000).optional(),
  dependsOn: z.array(keySchema).max(1_000),
  /** Whether all that it depends on, or any of it, must not have been skipped; `all` by default. */
  join: z.enum(['all', 'any']).optional(),
  when: conditionSchema.optional(),
  /** What follows when it fails for good; by default what the workflow says. */
  onFailure: onFailure.optional(),
  compensate: compensationSchema.optional(),
  actions: z.array(nodeActionSchema).max(20).optional(),
};

/** A step that runs code. @public */
export const workStepSchema = z.strictObject({
  ...everyStep,
  type: z.enum(['tool', 'model', 'decision', 'io']),
  ...tries,
  validators: z.array(validatorSchema).max(10).optional(),
});
/** @public */
export type WorkStep = z.infer<typeof workStepSchema>;

/** A step that does the same for each item of a list. @public */
export const mapStepSchema = z.strictObject({
  ...everyStep,
  type: z.literal('map'),
  /** The list; each of its values is an item. */
  items: operandSchema,
  /** Code for each item, or a run of a workflow for each. */
  each: z.union(
    [
      z.strictObject({
        ...tries,
        validators: z
          .array(
            validatorSchema.extend({ otherwise: z.enum(['fail', 'warn']) }),
          )
          .max(10)
          .optional(),
      }),
      z.strictObject({
        workflow: keySchema,
        input: mappingSchema,
        retry: retryPolicySchema,
        totalTimeoutMs: spanMs.optional(),
      }),
    ],
    {
      error: 'must say which handler, or which workflow, is run for each item',
    },
  ),
  /** Items under way at a time. */
  concurrency: z.number().int().min(1).max(1_000),
  /** Items that may fail, by number or as a share of all, 0 to 1; none by default. */
  tolerate: z
    .union(
      [
        z.strictObject({ failures: z.number().int().min(0).max(1_000_000) }),
        z.strictObject({ share: z.number().min(0).max(1) }),
      ],
      { error: 'must be one of failures, share' },
    )
    .optional(),
});
/** @public */
export type MapStep = z.infer<typeof mapStepSchema>;

/** A step that is a run of another workflow. @public */
export const childStepSchema = z.strictObject({
  ...everyStep,
  type: z.literal('child'),
  /** Name of the workflow; its newest version is taken when the step starts. */
  workflow: keySchema,
  input: mappingSchema,
  retry: retryPolicySchema,
  totalTimeoutMs: spanMs.optional(),
});
/** @public */
export type ChildStep = z.infer<typeof childStepSchema>;

/** A step that waits for a time or for an event, and holds no worker. @public */
export const waitStepSchema = z.strictObject({
  ...everyStep,
  type: z.literal('wait'),
  for: z.union(
    [
      z.strictObject({ durationMs: spanMs }),
      /** ISO 8601 with zone, or epoch milliseconds; a time that is over is not waited for. */
      z.strictObject({ until: operandSchema }),
      z.strictObject({
        event: keySchema,
        timeout: z
          .strictObject({
            afterMs: spanMs,
            outcome: z.enum(['complete', 'fail']),
          })
          .optional(),
      }),
    ],
    { error: 'must be one of durationMs, until, event' },
  ),
});
/** @public */
export type WaitStep = z.infer<typeof waitStepSchema>;

/** A step that waits for a human to decide. @public */
export const approvalStepSchema = z.strictObject({
  ...everyStep,
  type: z.literal('approval'),
  /** Entity refs of users and groups who may decide; none: whoever has the permission to. */
  approvers: z.array(z.string().min(1).max(512)).max(100),
  /** What who decides has to know, by label. */
  show: mappingSchema.optional(),
  /** When the decision is overdue, in milliseconds after it was asked for. */
  slaMs: spanMs.optional(),
  /** Asks again as often as this until it is decided. */
  remindEveryMs: z.number().int().min(1_000).max(MAX_WAIT_MS).optional(),
  /** Who may decide as well once so much time is over. */
  escalate: z
    .strictObject({
      afterMs: spanMs,
      to: z.array(z.string().min(1).max(512)).min(1).max(100),
    })
    .optional(),
  timeout: z
    .strictObject({
      afterMs: spanMs,
      outcome: z.enum(['approve', 'reject', 'fail']),
    })
    .optional(),
  /** A rejection fails the step; or the run goes on with these of its dependents, and not the others. */
  onReject: z
    .strictObject({ branch: z.array(keySchema).min(1).max(100) })
    .optional(),
});
/** @public */
export type ApprovalStep = z.infer<typeof approvalStepSchema>;

/** One node of a workflow's graph. @public */
export const stepDefinitionSchema = z.discriminatedUnion('type', [
  workStepSchema,
  mapStepSchema,
  childStepSchema,
  waitStepSchema,
  approvalStepSchema,
]);
/** @public */
export type StepDefinition = z.infer<typeof stepDefinitionSchema>;
