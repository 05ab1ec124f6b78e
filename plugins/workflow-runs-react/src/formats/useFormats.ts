import { useMemo } from 'react';
import {
  TranslationFunction,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import {
  DurationPrecision,
  formatDuration,
  formatNumber,
} from 'backstage-plugin-workflow-runs-common';
import { ageOf, formatAbsolute, formatDay } from '../time/formatTime';
import { workflowRunsTranslationRef } from '../translation';

/** How times and numbers are written in the language of the screens. @public */
export interface Formats {
  /** A tag of BCP 47. */
  locale: string;
  /** A length of time: see `formatDuration`. */
  duration(milliseconds: number, precision?: DurationPrecision): string;
  /** How long ago an instant was: `just now`, `40 s ago`, `18 min ago`, `2 h ago`, then a date. */
  relative(iso: string, now: number): string;
  /** Everything about an instant: see {@link formatAbsolute}. */
  absolute(iso: string): string;
  /** A number: see `formatNumber`. */
  number(value: number, options?: Intl.NumberFormatOptions): string;
}

type Translate = TranslationFunction<(typeof workflowRunsTranslationRef)['T']>;

/**
 * How times and numbers are written in the language of the screens. It is the language of the words around
 * them: a portal in a language into which nobody has translated the screens shows English words and numbers.
 *
 * @public
 */
export function useFormats(): Formats {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return useMemo(() => formatsOf(t), [t]);
}

function formatsOf(t: Translate): Formats {
  const locale = t('time.locale');
  return {
    locale,
    duration: (milliseconds, precision) =>
      formatDuration(milliseconds, precision, locale),
    relative: (iso, now) => relative(iso, now, locale, t),
    absolute: iso => formatAbsolute(iso, locale),
    number: (value, options) => formatNumber(value, locale, options),
  };
}

function relative(
  iso: string,
  now: number,
  locale: string,
  t: Translate,
): string {
  const age = ageOf(iso, now);
  switch (age.unit) {
    case 'now':
      return t('time.justNow');
    case 'second':
      return t('time.secondsAgo', { seconds: String(age.value) });
    case 'minute':
      return t('time.minutesAgo', { minutes: String(age.value) });
    case 'hour':
      return t('time.hoursAgo', { hours: String(age.value) });
    default:
      return formatDay(iso, now, locale);
  }
}
