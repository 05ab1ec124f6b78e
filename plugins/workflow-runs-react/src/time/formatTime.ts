import { DateTime } from 'luxon';

/**
 * How long ago an instant was: `just now`, `40 s ago`, `18 min ago`, `2 h ago`, `yesterday`, then a date.
 *
 * @public
 */
export function formatRelative(iso: string, now: number): string {
  const seconds = Math.round((now - Date.parse(iso)) / 1_000);
  if (Number.isNaN(seconds)) return iso;
  if (seconds < -5) return formatDay(iso, now);
  if (seconds < 5) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  return formatDay(iso, now);
}

function formatDay(iso: string, now: number): string {
  const time = DateTime.fromISO(iso);
  const sameYear = time.year === DateTime.fromMillis(now).year;
  return time.toFormat(sameYear ? 'd LLL, HH:mm' : 'd LLL yyyy, HH:mm');
}

/** Time of day: `14:31:05`. @public */
export function formatTimeOfDay(iso: string): string {
  const time = DateTime.fromISO(iso);
  return time.isValid ? time.toFormat('HH:mm:ss') : iso;
}

/** Time of day as logs show it: `14:31:05.042`. @public */
export function formatLogTime(iso: string): string {
  const time = DateTime.fromISO(iso);
  return time.isValid ? time.toFormat('HH:mm:ss.SSS') : iso;
}

/** Everything about an instant: `20 Nov 2026, 14:31:05.042 UTC+1`. @public */
export function formatAbsolute(iso: string): string {
  const time = DateTime.fromISO(iso);
  return time.isValid
    ? `${time.toFormat('d LLL yyyy, HH:mm:ss.SSS')} ${zoneOf(time)}`
    : iso;
}

/** The reader's zone: `Europe/Madrid (UTC+1)`. @public */
export function formatZone(): string {
  const now = DateTime.local();
  const zone = zoneOf(now);
  return now.zoneName === zone ? zone : `${now.zoneName} (${zone})`;
}

function zoneOf(time: DateTime): string {
  return time.offset === 0 ? 'UTC' : `UTC${time.toFormat('Z')}`;
}
