/**
 * Test step handlers without an engine.
 *
 * @packageDocumentation
 */
export * from './fakeStepContext';
