export type { Tone } from 'backstage-plugin-workflow-runs-common';
export * from './tokens';
export * from './useStatusColors';
