/**
 * Workflows and their runs in the search of a portal.
 *
 * @packageDocumentation
 */
export { searchModuleWorkflowRuns as default } from './module';
