export { newIdempotencyKey } from './idempotencyKey';
export { WorkflowRunsProvider } from './WorkflowRunsProvider';
