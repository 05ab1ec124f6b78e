import { ENGLISH } from 'backstage-plugin-workflow-runs-common';
import { DateTime, DateTimeFormatOptions } from 'luxon';

/** How long ago an instant was, in its largest unit; a `date` where that says more. */
export type Age =
  | { unit: 'now' | 'date' }
  | { unit: 'second' | 'minute' | 'hour'; value: number };

const DAY: DateTimeFormatOptions = {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
};
const DAY_AND_YEAR: DateTimeFormatOptions = { ...DAY, year: 'numeric' };
const EVERYTHING: DateTimeFormatOptions = {
  ...DAY_AND_YEAR,
  second: '2-digit',
  fractionalSecondDigits: 3,
};

/** How long ago an instant was; the future, yesterday and what is no time are dates. */
export function ageOf(iso: string, now: number): Age {
  const seconds = Math.round((now - Date.parse(iso)) / 1_000);
  if (Number.isNaN(seconds) || seconds < -5) return { unit: 'date' };
  if (seconds < 5) return { unit: 'now' };
  if (seconds < 60) return { unit: 'second', value: seconds };
  if (seconds < 3_600)
    return { unit: 'minute', value: Math.floor(seconds / 60) };
  if (seconds < 86_400)
    return { unit: 'hour', value: Math.floor(seconds / 3_600) };
  return { unit: 'date' };
}

/** A day and its time, with the year where it is another one: `20 Nov, 14:31`. */
export function formatDay(iso: string, now: number, locale: string): string {
  const time = DateTime.fromISO(iso);
  if (!time.isValid) return iso;
  const sameYear = time.year === DateTime.fromMillis(now).year;
  return time.toLocaleString(sameYear ? DAY : DAY_AND_YEAR, { locale });
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

/**
 * Everything about an instant: `20 Nov 2026, 14:31:05.042 UTC+1`.
 *
 * @param locale - a tag of BCP 47
 * @public
 */
export function formatAbsolute(iso: string, locale: string = ENGLISH): string {
  const time = DateTime.fromISO(iso);
  return time.isValid
    ? `${time.toLocaleString(EVERYTHING, { locale })} ${zoneOf(time)}`
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
