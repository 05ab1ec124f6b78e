/**
 * Ties the templates of the catalog to the runs of their tasks.
 *
 * @packageDocumentation
 */
export { catalogModuleWorkflowRuns as default } from './module';
