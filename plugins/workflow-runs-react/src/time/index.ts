export * from './Duration';
export * from './formatDuration';
export * from './formatTime';
export * from './Timestamp';
export * from './useNow';
