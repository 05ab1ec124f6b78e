export * from './actionResult';
export * from './actions';
export * from './alertRoutes';
export * from './auditRoutes';
export * from './bulkRoutes';
export * from './client';
export * from './contract';
export * from './engineRoutes';
export * from './exportRoutes';
export * from './failureRoutes';
export * from './ingestRoutes';
export * from './privacyRoutes';
export * from './remarkRoutes';
export * from './liveRoutes';
export * from './questionRoutes';
export * from './modelRoutes';
export * from './retentionRoutes';
export * from './route';
export {
  joinList,
  MAX_FILTER_LENGTH,
  MAX_FILTER_VALUES,
  runFacetSchema,
  runFilterSchema,
  runQuerySchema,
  runSortSchema,
  toFilterQuery,
} from './runFilter';
export type { RunFacet, RunFilter, RunSort } from './runFilter';
export * from './sloRoutes';
export * from './statisticsRoutes';
export type { RunStreamFrame, StreamFrame } from './streamFrames';
export * from './streamRoutes';
export * from './telemetryRoutes';
export * from './viewRoutes';
export { MAX_TAGS } from './tags';
export * from './watchRoutes';
export * from './webhookRoutes';
