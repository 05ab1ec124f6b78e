export * from './useFailureChange';
export * from './useFailureGroup';
export * from './useFailureGroups';
export * from './useFailureOfRun';
