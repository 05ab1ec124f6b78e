export * from './StatusChip';
export * from './StatusIcon';
export * from './Tag';
export {
  toneOf,
  wordsOf,
  type AnyStatus,
} from 'backstage-plugin-workflow-runs-common/wording';
export * from './useWords';
