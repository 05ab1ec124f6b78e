export * from './applyUpdate';
export { isUnderWay } from './outcome';
export * from './snapshot';
export * from './useLogs';
export * from './useRelatedRuns';
export * from './useRun';
export * from './useRunOperations';
export * from './useRunParts';
