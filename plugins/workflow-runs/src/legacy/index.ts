/**
 * The same pages and tabs for portals on the old frontend system.
 *
 * @packageDocumentation
 */
export * from './extensions';
export { isWorkflowRunsAvailable } from './isWorkflowRunsAvailable';
export { workflowRunsPlugin } from './plugin';
