export type { Tone } from 'backstage-plugin-workflow-runs-common/wording';
export * from './tokens';
export * from './useStatusColors';
