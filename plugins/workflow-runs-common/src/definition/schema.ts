import { z } from 'zod';
import { jsonSchema } from '../model/vocabulary';
import { sloTargetsSchema } from '../slo/targets';
import { keySchema, onFailureSchema, stepDefinitionSchema } from './steps';
import { mappingSchema } from './values';

/** How long a run of a workflow should take. It is wall time: pauses and waits for humans count. @public */
export const slaSchema = z.strictObject({
  targetMs: z
    .number()
    .int()
    .min(1_000)
    .max(365 * 86_400_000),
  /** The clock stands still while the run is paused. */
  excludePauses: z.boolean().optional(),
  /** The clock stands still while the run waits for a human. */
  excludeHumanWaits: z.boolean().optional(),
});
/** @public */
export type SlaDefinition = z.infer<typeof slaSchema>;

/**
 * A workflow as data: everything that decides what a run does, but the handlers' code. That its
 * graph makes sense is for `findDefinitionProblems` to say, which also refuses, before it parses,
 * what is nested too deep to be parsed.
 *
 * @public
 */
export const workflowDefinitionSchema = z.strictObject({
  schemaVersion: z.literal(1),
  name: keySchema,
  version: z.string().min(1).max(100),
  title: z.string().min(1).max(200).optional(),
  description: z.string().max(4_000).optional(),
  /** JSON Schema (2020-12) of the input: an object. */
  inputSchema: z.record(z.string(), jsonSchema),
  steps: z.array(stepDefinitionSchema).min(1).max(10_000),
  /** What a run puts out; by default the outputs of the steps that no other waits for, by key. */
  output: mappingSchema.optional(),
  /** What follows when a step fails for good; `stop` by default. */
  onFailure: onFailureSchema.optional(),
  /** Attempts of a run that may execute at a time. */
  concurrency: z.number().int().min(1).max(1_000).optional(),
  sla: slaSchema.optional(),
  /**
   * What is expected of its runs together. It decides nothing that a run does, so it is no part of what runs
   * are pinned to: engines keep it with the workflow.
   */
  slo: sloTargetsSchema.optional(),
  /** Made by the engine: the part of a fan-out, of the named step, that is too wide for one run. */
  chunkOf: keySchema.optional(),
});
/** @public */
export type WorkflowDefinition = z.infer<typeof workflowDefinitionSchema>;
