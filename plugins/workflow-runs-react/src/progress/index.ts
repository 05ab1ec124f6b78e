export * from './ProgressCell';
export {
  progressText,
  segmentsOf,
  type Segment,
} from 'backstage-plugin-workflow-runs-common/wording';
export * from './SegmentedProgress';
