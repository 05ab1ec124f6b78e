export * from './Duration';
export {
  formatClock,
  formatDuration,
  type DurationPrecision,
} from 'backstage-plugin-workflow-runs-common/wording';
export {
  formatAbsolute,
  formatLogTime,
  formatTimeOfDay,
  formatZone,
} from './formatTime';
export { useClockOffset, withServerTime } from './serverClock';
export * from './Timestamp';
export * from './useNow';
