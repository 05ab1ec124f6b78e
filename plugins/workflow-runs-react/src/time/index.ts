export * from './Duration';
export * from './formatDuration';
export {
  formatAbsolute,
  formatLogTime,
  formatTimeOfDay,
  formatZone,
} from './formatTime';
export { useClockOffset, withServerTime } from './serverClock';
export * from './Timestamp';
export * from './useNow';
