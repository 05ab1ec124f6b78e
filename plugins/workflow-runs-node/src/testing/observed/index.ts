export * from './describeObservedEngine';
export * from './FakeEngine';
export type { FakeRun } from './FakeRun';
export * from './TestSink';
