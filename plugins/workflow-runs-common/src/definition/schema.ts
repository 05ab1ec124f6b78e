import { z } from 'zod';
import { Json, jsonSchema, stepTypeSchema } from '../model/vocabulary';

/** A reference to a value of the run: `/input/…` or `/steps/<key>/output/…`. @public */
export const referenceSchema = z.strictObject({
  $ref: z
    .string()
    .regex(
      /^\/(input|steps\/[a-z][a-z0-9_]*\/output)(\/.*)?$/,
      'must start with /input or /steps/<key>/output',
    ),
});
/** @public */
export type Reference = z.infer<typeof referenceSchema>;

/** A literal, or a reference to a value of the run. @public */
export type Operand = Reference | Json;

/** A mistyped reference must not pass as a literal that happens to have a `$ref`. */
function holdsNoReference(literal: Json): boolean {
  if (typeof literal !== 'object' || literal === null) return true;
  return (
    !Object.hasOwn(literal, '$ref') &&
    Object.values(literal).every(holdsNoReference)
  );
}

const operandSchema: z.ZodType<Operand> = z.union(
  [
    referenceSchema,
    jsonSchema.refine(holdsNoReference, {
      error: 'a literal cannot hold a reference',
    }),
  ],
  { error: 'must be a JSON value or a reference' },
);

/**
 * A condition, as data: it is stored with the run, so it means the same on every engine and after
 * every deployment. Anything richer is a `decision` step.
 *
 * @public
 */
export type Condition =
  | { eq: [Operand, Operand] }
  | { ne: [Operand, Operand] }
  | { in: [Operand, Operand] }
  | { gt: [Operand, Operand] }
  | { gte: [Operand, Operand] }
  | { lt: [Operand, Operand] }
  | { lte: [Operand, Operand] }
  | { exists: Reference }
  | { and: Condition[] }
  | { or: Condition[] }
  | { not: Condition };

const pair = z.tuple([operandSchema, operandSchema]);

/** {@inheritDoc Condition} @public */
export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union(
    [
      z.strictObject({ eq: pair }),
      z.strictObject({ ne: pair }),
      z.strictObject({ in: pair }),
      z.strictObject({ gt: pair }),
      z.strictObject({ gte: pair }),
      z.strictObject({ lt: pair }),
      z.strictObject({ lte: pair }),
      z.strictObject({ exists: referenceSchema }),
      z.strictObject({ and: z.array(conditionSchema).min(1).max(50) }),
      z.strictObject({ or: z.array(conditionSchema).min(1).max(50) }),
      z.strictObject({ not: conditionSchema }),
    ],
    {
      error:
        'must be a condition: an object with one of eq, ne, in, gt, gte, lt, lte, exists, and, or, not',
    },
  ),
);

const delayMs = z.number().int().min(0).max(86_400_000);
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

/** Step and workflow keys: a letter, then letters, digits and underscores, all lower case. @public */
export const KEY_PATTERN = /^[a-z][a-z0-9_]{0,62}$/;
const key = z
  .string()
  .regex(
    KEY_PATTERN,
    'must start with a letter and hold only lower-case letters, digits and underscores (63 at most)',
  );

/** One node of a workflow's graph. @public */
export const stepDefinitionSchema = z.strictObject({
  key,
  title: z.string().min(1).max(200).optional(),
  description: z.string().max(2_000).optional(),
  type: stepTypeSchema,
  /** Which code does the work. A handler whose meaning changes gets a new version. */
  handler: z.strictObject({ name: key, version: z.number().int().min(1) }),
  dependsOn: z.array(key).max(1_000),
  when: conditionSchema.optional(),
  retry: retryPolicySchema,
  /** Milliseconds that one attempt may take. */
  timeoutMs: z.number().int().min(1).max(86_400_000),
});
/** @public */
export type StepDefinition = z.infer<typeof stepDefinitionSchema>;

/**
 * A workflow as data: everything that decides what a run does, but the handlers' code. That its
 * graph makes sense is for `findDefinitionProblems` to say, which also refuses, before it parses,
 * what is nested too deep to be parsed.
 *
 * @public
 */
export const workflowDefinitionSchema = z.strictObject({
  schemaVersion: z.literal(1),
  name: key,
  version: z.string().min(1).max(100),
  title: z.string().min(1).max(200).optional(),
  description: z.string().max(4_000).optional(),
  /** JSON Schema (2020-12) of the input: an object. */
  inputSchema: z.record(z.string(), jsonSchema),
  steps: z.array(stepDefinitionSchema).min(1).max(10_000),
});
/** @public */
export type WorkflowDefinition = z.infer<typeof workflowDefinitionSchema>;
