import { z } from 'zod';
import { workflowDefinitionSchema } from '../definition/schema';
import { allowedActionSchema, workflowSummarySchema } from './run';
import { jsonSchema, runActionSchema } from './vocabulary';

/** What an engine can do with a run; screens ask this, never which engine it is. @public */
export const capabilitiesSchema = z.object({
  launch: z.boolean(),
  /** What it can be asked to do to a run. */
  actions: z.array(runActionSchema),
  logs: z.boolean(),
  artifacts: z.boolean(),
  /** Whether its runs answer questions about themselves; absent: they do not. */
  queries: z.boolean().optional(),
  /** Whether it shows what it has recorded of a run as it has recorded it; absent: it does not. */
  nativeHistory: z.boolean().optional(),
  /** Whether it says what doing a run again from a step would do; absent: it does not. */
  retryPlans: z.boolean().optional(),
});
/** @public */
export type Capabilities = z.infer<typeof capabilitiesSchema>;

/** A workflow as lists show it. @public */
export const workflowSchema = workflowSummarySchema.extend({
  description: z.string().nullable(),
  tenantId: z.string(),
  version: z.string(),
  ownerRefs: z.array(z.string()),
  capabilities: capabilitiesSchema,
  allowedActions: z.object({ launch: allowedActionSchema }),
});
/** @public */
export type Workflow = z.infer<typeof workflowSchema>;

/** A workflow with what a launch form and a graph need. @public */
export const workflowDetailSchema = workflowSchema.extend({
  /** Empty where there is no definition. */
  inputSchema: z.record(z.string(), jsonSchema),
  /** Null where the engine has none here: it only tells of runs. */
  definition: workflowDefinitionSchema.nullable(),
});
/** @public */
export type WorkflowDetail = z.infer<typeof workflowDetailSchema>;
