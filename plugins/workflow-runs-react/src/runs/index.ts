export * from './useLatestRuns';
export * from './useRunCounts';
export * from './useRunFacet';
export * from './useRunGlance';
export * from './useRuns';
