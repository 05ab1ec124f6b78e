/**
 * The backend of workflow-runs.
 *
 * @packageDocumentation
 */
export { workflowRunsPlugin as default } from './plugin';
