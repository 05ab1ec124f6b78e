import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FailureGroup } from 'backstage-plugin-workflow-runs-common';
import {
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { ChartCard } from '../layout/ChartCard';
import { DataTable } from '../layout/DataTable';
import { useElementWidth } from '../layout/useElementWidth';
import { DayBars } from './DayBars';
import { useFailureWords } from './useFailureWords';

const HEIGHT = 72;

/** How many runs failed on each day, as bars or as a table. */
export function FailureDays(props: { group: FailureGroup }) {
  const { group } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const words = useFailureWords();
  const { ref, width } = useElementWidth<HTMLDivElement>();
  const day = (date: string) =>
    new Date(date).toLocaleDateString(formats.locale, {
      dateStyle: 'medium',
      timeZone: 'UTC',
    });
  return (
    <ChartCard
      title={t('failures.byDay')}
      scope={t('failures.byDayScope', { days: String(group.days.length) })}
      chart={
        <div ref={ref}>
          <DayBars
            days={group.days}
            tone={group.state === 'open' ? 'failed' : 'skipped'}
            width={width}
            height={HEIGHT}
            label={words.days(group)}
          />
        </div>
      }
      table={
        <DataTable
          label={t('failures.byDay')}
          columns={[
            {
              id: 'day',
              label: t('failures.columns.day'),
              cell: item => day(item.day),
            },
            {
              id: 'runs',
              label: t('failures.columns.runs'),
              number: true,
              cell: item => formats.number(item.runs),
            },
          ]}
          items={group.days.filter(({ runs }) => runs > 0).reverse()}
          idOf={item => item.day}
        />
      }
    />
  );
}
