export * from './actions';
export * from './bulkRoutes';
export * from './client';
export * from './contract';
export * from './route';
export {
  joinList,
  runFacetSchema,
  runFilterSchema,
  runSortSchema,
  toFilterQuery,
} from './runFilter';
export type { RunFacet, RunFilter, RunSort } from './runFilter';
export * from './viewRoutes';
