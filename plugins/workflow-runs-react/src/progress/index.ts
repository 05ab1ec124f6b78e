export * from './ProgressCell';
export * from './progressText';
export * from './SegmentedProgress';
export * from './segments';
