export * from './useRuns';
