const SPAN =
  /^(?:(\d{1,4})d)?(?:(\d{1,5})h)?(?:(\d{1,6})m(?!s))?(?:(\d{1,8})s)?(?:(\d{1,9})ms)?$/;
/** Milliseconds of a day, an hour, a minute, a second and one. */
const UNITS = [86_400_000, 3_600_000, 60_000, 1_000, 1];
const WINDOW = /^(\d{1,3})([dw])$/;
const DAYS_OF_WEEK = 7;

const DAY_MS = UNITS[0];
/** A run that takes longer than a year is no run that anybody waits for. */
const MAX_SPAN_MS = 365 * DAY_MS;
const MAX_DAYS = 90;

/**
 * How long `90s`, `10m` or `1h30m` is, in milliseconds.
 *
 * @returns undefined where it is none, or none of 1 ms to 365 days
 * @public
 */
export function spanToMs(text: string): number | undefined {
  const parts = SPAN.exec(text);
  if (!parts) return undefined;
  const ms = UNITS.reduce(
    (sum, unit, index) => sum + unit * Number(parts[index + 1] ?? 0),
    0,
  );
  return ms >= 1 && ms <= MAX_SPAN_MS ? ms : undefined;
}

/**
 * How many days `28d` or `4w` is.
 *
 * @returns undefined where it is none, or none of 1 to 90 days
 * @public
 */
export function windowToDays(text: string): number | undefined {
  const parts = WINDOW.exec(text);
  if (!parts) return undefined;
  const days = Number(parts[1]) * (parts[2] === 'w' ? DAYS_OF_WEEK : 1);
  return days >= 1 && days <= MAX_DAYS ? days : undefined;
}
