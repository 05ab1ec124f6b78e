export * from './ProgressCell';
export {
  progressText,
  type Segment,
  segmentsOf,
} from 'backstage-plugin-workflow-runs-common';
export * from './SegmentedProgress';
