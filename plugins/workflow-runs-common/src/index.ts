/**
 * Model, permissions and API of workflow-runs, for browser and backend alike.
 *
 * @packageDocumentation
 */
export * from './alerts';
export * from './annotations';
export * from './api';
export { branchStatus } from './branches/branchStatus';
export * from './comparison';
export * from './definition';
export * from './explanation';
export * from './ingest';
export * from './live';
export { isEnded, isSettled } from './machine/settled';
export * from './model';
export * from './permissions';
export * from './privacy';
export * from './retention';
export * from './search';
export * from './slo';
export * from './templates';
export * from './wording';
