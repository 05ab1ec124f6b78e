/**
 * Shows the tasks of the portal's own scaffolder as workflow runs.
 *
 * @packageDocumentation
 */
export { workflowRunsModuleScaffolder as default } from './module';
