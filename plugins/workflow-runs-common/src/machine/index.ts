/**
 * The pure state machine of a run: `decide(graph, state, event)`. No dependency, no clock, no I/O,
 * so that it runs the same in a backend, in a browser and inside a Temporal workflow.
 *
 * @packageDocumentation
 */
export * from './condition';
export * from './decide';
export * from './graph';
export * from './retry';
export * from './settled';
export * from './state';
export type {
  Condition,
  Operand,
  Reference,
  RetryPolicy,
  StepDefinition,
  WorkflowDefinition,
} from '../definition/schema';
export type { RunFact } from '../model/fact';
export type {
  ErrorCategory,
  Json,
  RunStatus,
  SkipReason,
  StepError,
  StepStatus,
  StepType,
} from '../model/vocabulary';
// What those types are inferred from, as types only: no zod at run time.
export type {
  referenceSchema,
  retryPolicySchema,
  stepDefinitionSchema,
  workflowDefinitionSchema,
} from '../definition/schema';
export type { runFactSchema } from '../model/fact';
export type {
  errorCategorySchema,
  runStatusSchema,
  skipReasonSchema,
  stepErrorSchema,
  stepStatusSchema,
  stepTypeSchema,
} from '../model/vocabulary';
