import { z } from 'zod';

const DURATION =
  /^P(?=.*[1-9])(?:(\d{1,3})W|(?!$)(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,5})H)?(?:(\d{1,6})M)?)?)$/;
/** Milliseconds of a week, a day, an hour and a minute. */
const UNITS = [604_800_000, 86_400_000, 3_600_000, 60_000];

/**
 * An ISO 8601 duration of weeks, or of days, hours and minutes: `P1W`, `P1D`, `PT24H`, `P1DT12H`. Months
 * and years differ in length, and seconds make no difference to a list of runs.
 *
 * @public
 */
export const durationSchema = z
  .string()
  .regex(
    DURATION,
    'it must be an ISO 8601 duration of weeks, or of days, hours and minutes, such as P7D or PT12H',
  );

/**
 * How long a duration is, in milliseconds.
 *
 * @throws Error where it is none that `durationSchema` accepts
 * @public
 */
export function durationToMs(duration: string): number {
  const parts = DURATION.exec(duration);
  if (!parts) throw new Error('It is no duration');
  return UNITS.reduce(
    (sum, unit, index) => sum + unit * Number(parts[index + 1] ?? 0),
    0,
  );
}
