export { isUnderWay } from './outcome';
export {
  applyUpdate,
  hasEnded,
  stepIdOf,
  type RunSnapshot,
} from 'backstage-plugin-workflow-runs-common/live';
export * from './useForecast';
export * from './useLogs';
export * from './useRelatedRuns';
export * from './useRemarks';
export * from './useRun';
export * from './useRunOperations';
export * from './useRunParts';
export * from './useTelemetry';
