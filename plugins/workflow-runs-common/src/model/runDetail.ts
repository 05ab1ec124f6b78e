import { z } from 'zod';
import { runKeptSchema } from '../retention/kept';
import { freshnessSchema } from './engine';
import { runFailureGroupSchema } from './failureGroup';
import { runSchema, runStateSchema } from './run';
import { jsonSchema, stepStatusSchema } from './vocabulary';
import { watchingSchema } from './watching';

/** A number of the business, before and after a step of a run. @public */
export const businessIndicatorSchema = z.object({
  name: z.string(),
  before: z.number().nullable(),
  after: z.number().nullable(),
  /** What it is counted in, such as `%`, `ms` or `orders`. */
  unit: z.string(),
  stepKey: z.string(),
});

/** What a run was good for: what its steps have reported, in their order. @public */
export const businessSchema = z.object({
  /** How those whom it serves experience it, from 0 to 1; what the last step says that says it. */
  experience: z.number().nullable(),
  /** What steps have reported to explain it; of a field that several have, that of the last one. */
  details: z.record(z.string(), jsonSchema),
  indicators: z.array(businessIndicatorSchema),
});
/** @public */
export type Business = z.infer<typeof businessSchema>;

/** Steps of a run that go on beside those of others. @public */
export const parallelBranchSchema = z.object({
  /** Key of the step that it begins with. */
  branchId: z.string(),
  /** Numbers of its steps, as `stepNumber` has them. */
  steps: z.array(z.number().int().min(1)),
  stepKeys: z.array(z.string()),
  /** The most urgent status of its steps. */
  status: stepStatusSchema,
});
/** @public */
export type ParallelBranch = z.infer<typeof parallelBranchSchema>;

/** A run with all that its page shows at first. @public */
export const runDetailSchema = runSchema.extend({
  states: z.array(runStateSchema),
  business: businessSchema,
  parallelBranches: z.array(parallelBranchSchema),
  /** Those that failed so before; null where it is not failed, or a moment after it has. */
  failureGroup: runFailureGroupSchema.nullable(),
  kept: runKeptSchema,
  /** Null where the run lives here, or its engine tells of it by itself. */
  freshness: freshnessSchema.nullable(),
  /** What else its engine keeps with it, redacted; null where it keeps nothing, and for who may not read inputs. */
  attributes: z.record(z.string(), jsonSchema).nullable(),
  ...watchingSchema.shape,
});
/** @public */
export type RunDetail = z.infer<typeof runDetailSchema>;
