/**
 * Test step handlers without an engine, and engines without a portal.
 *
 * @packageDocumentation
 */
export * from './conformance';
export * from './fakeStepContext';
export * from './observed';
export type {
  EngineAnswer,
  EngineCommand,
  EngineCommandDetails,
  EngineInstance,
  EngineLaunch,
  EngineLogLine,
  EngineQuery,
  EngineRequestLimits,
  EngineVisibility,
  NativeHistoryPage,
  NativeHistoryRequest,
  NativeRun,
  Observed,
  RetryPlan,
  RetryQuestion,
  RunEngine,
  RunHandler,
  RunHandlers,
  RunSink,
  SyncKind,
  SyncPage,
  SyncScope,
  SyncSubject,
} from '../engines';
export type { CompensationContext, ItemContext } from '../workflows/contexts';
export type {
  StepArtifacts,
  StepContext,
  StepLogger,
  StepTrace,
} from '../workflows/handler';
export type {
  BusinessIndicator,
  ReportedEffectiveness,
  StepReport,
} from '../workflows/report';
export type { RunCriterion, WorkflowCriterion } from '../permissions/resources';
