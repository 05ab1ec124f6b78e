import { z } from 'zod';
import { Json, jsonSchema } from '../model/vocabulary';

/**
 * A reference to a value of the run: `/input/…` or `/steps/<key>/output/…`; within a fan-out also
 * `/item/…`, the item's own value.
 *
 * @public
 */
export const referenceSchema = z.strictObject({
  $ref: z
    .string()
    .regex(
      /^\/(input|item|steps\/[a-z][a-z0-9_]*\/output)(\/.*)?$/,
      'must start with /input, /steps/<key>/output or, in a fan-out, /item',
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

/** {@inheritDoc Operand} @public */
export const operandSchema: z.ZodType<Operand> = z.union(
  [
    referenceSchema,
    jsonSchema.refine(holdsNoReference, {
      error: 'a literal cannot hold a reference',
    }),
  ],
  { error: 'must be a JSON value or a reference' },
);

/** An object of which each field is a literal or a reference. @public */
export const mappingSchema = z.record(
  z.string().min(1).max(200),
  operandSchema,
);
/** @public */
export type Mapping = z.infer<typeof mappingSchema>;

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
