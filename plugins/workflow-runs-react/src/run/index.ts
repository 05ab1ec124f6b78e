export { isUnderWay } from './outcome';
export {
  applyUpdate,
  hasEnded,
  type KnownRun,
  type KnownRun as RunSnapshot,
  stepIdOf,
} from 'backstage-plugin-workflow-runs-common';
export * from './useForecast';
export * from './useLogs';
export * from './useRelatedRuns';
export * from './useRemarks';
export * from './useRun';
export * from './useRunOperations';
export * from './useRunParts';
export * from './useTelemetry';
