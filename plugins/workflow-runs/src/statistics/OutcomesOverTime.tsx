import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { StatisticsPoint } from 'backstage-plugin-workflow-runs-common';
import {
  useFormats,
  useStatusColors,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { ChartCard } from '../layout/ChartCard';
import { DataTable } from '../layout/DataTable';
import { countTicks } from './charts/axis';
import { ChartLegend } from './charts/ChartLegend';
import { OutcomeBars } from './charts/OutcomeBars';
import { Outcome, outcomeStyle } from './charts/outcomeStyle';
import { TimeChart } from './charts/TimeChart';
import { PartProps } from './parts';
import { usePointWords } from './usePointWords';

const OUTCOMES: Outcome[] = ['completed', 'failed', 'canceled'];

/** How many runs ended in each stretch of time, by what became of them. */
export function OutcomesOverTime(props: PartProps) {
  const { statistics, runsHref } = props;
  const { series, total } = statistics;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const colors = useStatusColors();
  const words = useWords();
  const formats = useFormats();
  const times = usePointWords(statistics);
  const title = t('statistics.outcomes.title');
  const outcomesOf = (point: StatisticsPoint) =>
    OUTCOMES.map(
      outcome =>
        `${words('status', outcome)} ${formats.number(point[outcome])}`,
    );
  return (
    <ChartCard
      title={title}
      scope={times.interval}
      chart={
        <>
          <ChartLegend
            items={OUTCOMES.map(outcome => ({
              label: `${words('status', outcome)} ${formats.number(
                total[outcome],
              )}`,
              area: outcomeStyle(outcome, colors),
              href: runsHref({ status: outcome }),
            }))}
          />
          <TimeChart
            label={`${title}. ${t('statistics.chartKeys')}`}
            points={series.map(point => ({
              id: point.from,
              label: times.short(point),
              name: [times.long(point), ...outcomesOf(point)].join(', '),
              tip: (
                <>
                  <b>{times.long(point)}</b>
                  {outcomesOf(point).map(each => (
                    <span key={each}>{each}</span>
                  ))}
                </>
              ),
              href: runsHref({}, point),
            }))}
            ticks={countTicks(
              Math.max(...series.map(({ runs }) => runs), 0),
            ).map(value => ({ value, label: formats.number(value) }))}
            draw={scale => <OutcomeBars scale={scale} series={series} />}
          />
        </>
      }
      table={
        <DataTable
          label={title}
          items={series}
          idOf={point => point.from}
          columns={[
            {
              id: 'time',
              label: t('statistics.columns.time'),
              cell: point => times.long(point),
            },
            ...OUTCOMES.map(outcome => ({
              id: outcome,
              label: words('status', outcome),
              number: true,
              cell: (point: StatisticsPoint) => (
                <Link to={runsHref({ status: outcome }, point)}>
                  {formats.number(point[outcome])}
                </Link>
              ),
            })),
          ]}
        />
      }
    />
  );
}
