import { StatisticsInterval } from 'backstage-plugin-workflow-runs-common';

const formatters = new Map<string, Intl.DateTimeFormat>();

function format(
  instant: string,
  timeZone: string,
  locale: string,
  options: Intl.DateTimeFormatOptions,
): string {
  // To make one takes longer than to use it a hundred times.
  const key = [timeZone, locale, ...Object.keys(options)].join(' ');
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(locale, { ...options, timeZone });
    formatters.set(key, formatter);
  }
  return formatter.format(new Date(instant));
}

const DAY: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
const CLOCK: Intl.DateTimeFormatOptions = {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
};

/** How times of a series are written, in the zone in which its days begin. */
export interface TimeLabels {
  /** Below an axis: `20 Nov`, or `14:00` within a day. */
  short: (instant: string) => string;
  /** By itself: `20 Nov`, or `20 Nov, 14:00` of parts of a day. */
  long: (instant: string) => string;
}

/**
 * How times of a series are written.
 *
 * @param timeZone - as IANA names it
 * @param locale - a tag of BCP 47
 */
export function timeLabels(
  interval: StatisticsInterval,
  timeZone: string,
  locale: string,
): TimeLabels {
  const day = (instant: string) => format(instant, timeZone, locale, DAY);
  if (interval === 'day') return { short: day, long: day };
  const clock = (instant: string) => format(instant, timeZone, locale, CLOCK);
  return {
    short: instant => {
      const time = clock(instant);
      return time === '00:00' ? day(instant) : time;
    },
    long: instant => `${day(instant)}, ${clock(instant)}`,
  };
}

/** Which of so many points have a label, so that there are no more labels than there is room for. */
export function labelled(points: number, most: number): number[] {
  const step = Math.max(1, Math.ceil(points / Math.max(1, most)));
  return Array.from(
    { length: Math.ceil(points / step) },
    (_, index) => index * step,
  );
}
