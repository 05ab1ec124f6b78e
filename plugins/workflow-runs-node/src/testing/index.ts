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
} from '../workflows/handler';
