/**
 * Shows and operates the workflow executions of Temporal clusters as workflow runs.
 *
 * @packageDocumentation
 */
export { workflowRunsModuleTemporal as default } from './module';
