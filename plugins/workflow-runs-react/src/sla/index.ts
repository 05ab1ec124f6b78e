export * from './SlaChip';
export { slaWords, type TimedRun } from 'backstage-plugin-workflow-runs-common';
