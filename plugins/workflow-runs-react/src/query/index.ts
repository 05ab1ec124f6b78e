export { newIdempotencyKey } from './idempotencyKey';
export type { SentRequest } from './useRequest';
export { WorkflowRunsProvider } from './WorkflowRunsProvider';
