export { formatNumber } from 'backstage-plugin-workflow-runs-common/wording';
export * from './useFormats';
