export * from './applyUpdate';
export { isUnderWay } from './outcome';
export * from './snapshot';
export * from './useLogs';
export * from './useRemarks';
export * from './useRun';
export * from './useRunChanges';
export * from './useRunOperations';
export * from './useRunParts';
