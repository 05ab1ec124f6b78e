/**
 * The pure state machine of a run: `decide(graph, state, event)`. No dependency, no clock, no I/O,
 * so that it runs the same in a backend, in a browser and inside a Temporal workflow.
 *
 * @packageDocumentation
 */
export * from '../branches';
export * from './condition';
export { childOf, type ChildLaunch } from './child';
export * from './decide';
export * from './event';
export { MAX_UNITS, newFanOut, outputOfMap, unitsOf } from './fanOut';
export * from './graph';
export type { ReadyChange, ReadyQueue } from './ready';
export * from './refusal';
export { stepsToRepeat } from './reopen';
export * from './restore';
export * from './retry';
export { isEnded, isSettled } from './settled';
export {
  applyPatch,
  isExecuting,
  type EarlyEvent,
  type FanOut,
  type RunPatch,
  type RunState,
  type StepState,
} from './state';
export * from './unit';
export * from './versions';
export type {
  Condition,
  Mapping,
  Operand,
  Reference,
} from '../definition/values';
export type {
  CompensationDefinition,
  HandlerRef,
  RetryPolicy,
  StepDefinition,
} from '../definition/steps';
export type { WorkflowDefinition } from '../definition/schema';
export type { RunFact } from '../model/fact';
export type { ParallelBranch } from '../model/runDetail';
export type {
  ActionRefusal,
  ApprovalDecision,
  ErrorCategory,
  Json,
  RunAction,
  RunStatus,
  SkipReason,
  StepError,
  StepStatus,
  StepType,
  ValidatorResult,
  WaitingFor,
} from '../model/vocabulary';
// What those types are inferred from, as types only: no zod at run time.
export type {
  approvalStepSchema,
  childStepSchema,
  compensationSchema,
  handlerRefSchema,
  mapStepSchema,
  retryPolicySchema,
  stepDefinitionSchema,
  waitStepSchema,
  workStepSchema,
} from '../definition/steps';
export type { workflowDefinitionSchema } from '../definition/schema';
export type { mappingSchema, referenceSchema } from '../definition/values';
export type { runFactSchema } from '../model/fact';
export type { parallelBranchSchema } from '../model/runDetail';
export type {
  actionRefusalSchema,
  decisionSchema,
  errorCategorySchema,
  runActionSchema,
  runStatusSchema,
  skipReasonSchema,
  stepErrorSchema,
  stepStatusSchema,
  stepTypeSchema,
  validatorResultSchema,
  waitingForSchema,
} from '../model/vocabulary';
