/**
 * Role policy for workflow-runs: viewer, operator and admin from the configuration.
 *
 * @packageDocumentation
 */
export { permissionModuleWorkflowRuns as default } from './module';
export { WorkflowRunsPolicy } from './WorkflowRunsPolicy';
