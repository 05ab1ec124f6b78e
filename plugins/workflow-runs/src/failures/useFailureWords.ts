import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FailureGroup, RunCount } from 'backstage-plugin-workflow-runs-common';
import {
  useFormats,
  useNow,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { countWords } from '../runs-list/dashboard/countWords';

const MINUTE_MS = 60_000;

/** Words for numbers and times of failures. */
export function useFailureWords() {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const now = useNow(MINUTE_MS);
  const count = (runs: RunCount) => countWords(runs, formats.locale);
  return {
    count,
    runs: (runs: RunCount) =>
      t('failures.runs', { count: runs.count, runs: count(runs) }),
    retry: (runs: RunCount) =>
      t('failures.retry', { count: runs.count, runs: count(runs) }),
    ago: (iso: string) => formats.relative(iso, now),
    /** A time as it is agreed on: to the minute. */
    time: (iso: string) =>
      new Date(iso).toLocaleString(formats.locale, {
        dateStyle: 'medium',
        timeStyle: 'short',
      }),
    /** What bars of days say to who does not see them. */
    days: ({ days }: Pick<FailureGroup, 'days'>) => {
      const all = days.reduce((sum, { runs }) => sum + runs, 0);
      return t('failures.daysLabel', {
        count: all,
        runs: formats.number(all),
        days: String(days.length),
      });
    },
  };
}

/** The first line of a message: what a group is known by. */
export function titleOf({ message, errorCode }: FailureGroup): string {
  const [line = ''] = message.trim().split('\n');
  return line || (errorCode ?? '–');
}
