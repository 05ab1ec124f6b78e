export * from './Duration';
export * from './formatDuration';
export {
  formatAbsolute,
  formatLogTime,
  formatTimeOfDay,
  formatZone,
} from './formatTime';
export * from './Timestamp';
export * from './useNow';
