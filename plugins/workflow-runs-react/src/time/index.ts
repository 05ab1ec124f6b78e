export * from './Duration';
export {
  type DurationPrecision,
  formatClock,
  formatDuration,
} from 'backstage-plugin-workflow-runs-common';
export {
  formatAbsolute,
  formatLogTime,
  formatTimeOfDay,
  formatZone,
} from './formatTime';
export { useClockOffset, withServerTime } from './serverClock';
export * from './Timestamp';
export * from './useNow';
