export * from './Duration';
export * from './formatDuration';
export * from './formatTime';
export { useClockOffset, withServerTime } from './serverClock';
export * from './Timestamp';
export * from './useNow';
