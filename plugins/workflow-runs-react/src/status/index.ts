export * from './StatusChip';
export * from './StatusIcon';
export * from './Tag';
export {
  type AnyStatus,
  toneOf,
  wordsOf,
} from 'backstage-plugin-workflow-runs-common';
export * from './useWords';
