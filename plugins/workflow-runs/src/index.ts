/**
 * Pages and entity tabs that show and operate workflow runs.
 *
 * @packageDocumentation
 */
export { workflowRunsPlugin as default } from './plugin';
