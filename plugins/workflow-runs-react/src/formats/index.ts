export { formatNumber } from 'backstage-plugin-workflow-runs-common';
export * from './useFormats';
