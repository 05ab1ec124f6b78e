import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Statistics } from 'backstage-plugin-workflow-runs-common';
import {
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { timeLabels } from './charts/timeLabels';

type Time = { from: string; to: string };

/** So much of its interval makes a point a whole one: a day may have lost an hour. */
const WHOLE = 0.9;
const LENGTHS_MS = { quarter: 900_000, hour: 3_600_000, day: 86_400_000 };

/** How the points of a series are called. */
export function usePointWords(
  statistics: Pick<Statistics, 'interval' | 'timeZone'>,
) {
  const { interval, timeZone } = statistics;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { locale } = useFormats();
  const labels = timeLabels(interval, timeZone, locale);
  const isPartial = ({ from, to }: Time) =>
    Date.parse(to) - Date.parse(from) < LENGTHS_MS[interval] * WHOLE;
  return {
    /** How long each point is, in words. */
    interval: t(`statistics.intervals.${interval}`),
    short: ({ from }: Time) => labels.short(from),
    long: (time: Time) =>
      isPartial(time)
        ? t('statistics.partialPoint', { time: labels.long(time.from) })
        : labels.long(time.from),
  };
}
