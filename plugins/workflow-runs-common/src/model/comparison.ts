import { z } from 'zod';
import { runSummarySchema } from './lineage';
import { stepSchema } from './run';
import { jsonSchema } from './vocabulary';

/** A step of one of two runs. @public */
export const comparedStepSchema = stepSchema.pick({
  status: true,
  durationMs: true,
  attempts: true,
  error: true,
});
/** @public */
export type ComparedStep = z.infer<typeof comparedStepSchema>;

/** A step as it went in two runs. @public */
export const stepComparisonSchema = z.object({
  stepKey: z.string(),
  name: z.string(),
  /** Null where the run has no such step. */
  a: comparedStepSchema.nullable(),
  b: comparedStepSchema.nullable(),
  /** What differs; a duration does by more than a tenth, and more than 100 ms. */
  differs: z.array(z.enum(['status', 'duration', 'attempts', 'error'])),
});
/** @public */
export type StepComparison = z.infer<typeof stepComparisonSchema>;

const jsonDiffSchema = z.object({
  changes: z.array(
    z.object({
      /** JSON Pointer (RFC 6901) of the place; empty for the value as a whole. */
      pointer: z.string(),
      kind: z.enum(['added', 'removed', 'changed']),
      /** Null where it was added. */
      a: jsonSchema,
      /** Null where it was removed. */
      b: jsonSchema,
    }),
  ),
  /** There may be more: over 500, or within what is not shown of a value that is too large. */
  truncated: z.boolean(),
});

/** Two runs side by side. @public */
export const comparisonSchema = z.object({
  a: runSummarySchema,
  b: runSummarySchema,
  /** Whether they are of different workflows, or different versions of one. */
  versionsDiffer: z.boolean(),
  steps: z.array(stepComparisonSchema),
  /** Null where the reader may not read the values of both, or one has none. */
  input: jsonDiffSchema.nullable(),
  output: jsonDiffSchema.nullable(),
});
/** @public */
export type Comparison = z.infer<typeof comparisonSchema>;
