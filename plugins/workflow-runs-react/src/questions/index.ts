export * from './useHandlers';
export * from './useNativeHistory';
export * from './useRetryPlan';
export * from './useRunQuery';
