import { ENGLISH, formatNumber } from './formatNumber';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How exact a duration reads: `live` has no fraction, so that a ticking one does not flicker; `coarse`
 * has its largest unit only, for where there is little room.
 *
 * @public
 */
export type DurationPrecision = 'exact' | 'live' | 'coarse';

const TENTHS = { minimumFractionDigits: 1, maximumFractionDigits: 1 };

/**
 * A length of time for people: `0.4 s`, `42 s`, `4 m 06 s`, `2 h 05 m`, `3 d 04 h`.
 *
 * @param milliseconds - negative ones (clocks differ) read as zero
 * @param locale - a tag of BCP 47, for decimals; the units are those that all languages share
 * @public
 */
export function formatDuration(
  milliseconds: number,
  precision: DurationPrecision = 'exact',
  locale: string = ENGLISH,
): string {
  const ms = Math.max(0, milliseconds);
  if (ms < 10 * SECOND && precision === 'exact') {
    // Rounding to 10.0 would leave this range.
    const tenths = Math.min(99, Math.round(ms / 100));
    const isLess = ms > 0 && tenths === 0;
    const shown = formatNumber(isLess ? 0.1 : tenths / 10, locale, TENTHS);
    return isLess ? `< ${shown} s` : `${shown} s`;
  }
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`;
  if (precision === 'coarse') return largestUnit(ms);
  if (ms < HOUR) return `${parts(ms, MINUTE, SECOND, 'm', 's')}`;
  if (ms < DAY) return `${parts(ms, HOUR, MINUTE, 'h', 'm')}`;
  return parts(ms, DAY, HOUR, 'd', 'h');
}

function largestUnit(ms: number): string {
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} m`;
  return ms < DAY ? `${Math.floor(ms / HOUR)} h` : `${Math.floor(ms / DAY)} d`;
}

function parts(
  ms: number,
  large: number,
  small: number,
  largeUnit: string,
  smallUnit: string,
): string {
  const first = Math.floor(ms / large);
  const second = Math.floor((ms % large) / small);
  return `${first} ${largeUnit} ${String(second).padStart(
    2,
    '0',
  )} ${smallUnit}`;
}

/** A length of time as a clock shows it, for axes: `0:05`, `4:42`, `1:02:03`. @public */
export function formatClock(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / SECOND));
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
    : `${minutes}:${two(seconds % 60)}`;
}
