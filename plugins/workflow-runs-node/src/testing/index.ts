/**
 * Test step handlers without an engine.
 *
 * @packageDocumentation
 */
export * from './fakeStepContext';
export type {
  StepArtifacts,
  StepContext,
  StepLogger,
  StepTrace,
} from '../workflows/handler';
export type { BusinessIndicator, StepReport } from '../workflows/report';
