import {
  formatClock,
  formatLogTime,
} from 'backstage-plugin-workflow-runs-react';

/** How a log tells the time of its lines. */
export const LOG_TIMES = ['clock', 'since', 'off'] as const;
export type LogTimes = (typeof LOG_TIMES)[number];

/** When a line was logged: the time of day, or how long after the run began, `+1:05.042`. */
export function logTime(
  at: string,
  times: Exclude<LogTimes, 'off'>,
  start: string,
): string {
  if (times === 'clock') return formatLogTime(at);
  const ms = Date.parse(at) - Date.parse(start);
  const size = Math.abs(ms);
  const rest = String(size % 1_000).padStart(3, '0');
  return `${ms < 0 ? '-' : '+'}${formatClock(size)}.${rest}`;
}
