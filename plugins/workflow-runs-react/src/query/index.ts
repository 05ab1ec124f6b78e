export { WorkflowRunsProvider } from './WorkflowRunsProvider';
