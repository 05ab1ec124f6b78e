import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { StatisticsPoint } from 'backstage-plugin-workflow-runs-common';
import {
  useFormats,
  useStatusColors,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { ChartCard } from '../layout/ChartCard';
import { DataTable } from '../layout/DataTable';
import { formatPercent } from '../layout/formatPercent';
import { ChartLegend } from './charts/ChartLegend';
import { Level } from './charts/Line';
import { RateLine } from './charts/RateLine';
import { TimeChart } from './charts/TimeChart';
import { PartProps } from './parts';
import { isFew } from './samples';
import { usePointWords } from './usePointWords';

const TICKS = [0, 0.25, 0.5, 0.75, 1].map(value => ({
  value,
  label: formatPercent(value),
}));

/** Which part of the runs went well, in each stretch of time. */
export function SuccessOverTime(props: PartProps) {
  const { statistics, runsHref } = props;
  const { series, previous } = statistics;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const colors = useStatusColors();
  const formats = useFormats();
  const times = usePointWords(statistics);
  const title = t('statistics.success.title');
  const before = previous.successRate;
  const countOf = ({ completed, failed }: StatisticsPoint) =>
    completed + failed;
  const partOf = (point: StatisticsPoint) =>
    t('statistics.having', {
      having: formats.number(point.completed),
      of: formats.number(countOf(point)),
    });
  return (
    <ChartCard
      title={title}
      scope={times.interval}
      chart={
        <>
          <ChartLegend
            items={[
              {
                label: t('statistics.names.successRate'),
                line: `2px solid ${colors.completed.fill}`,
              },
              ...(before === null
                ? []
                : [
                    {
                      label: t('statistics.before', {
                        value: formatPercent(before),
                      }),
                      line: `2px dotted ${colors.quiet}`,
                    },
                  ]),
              ...(series.some(
                point => countOf(point) > 0 && isFew(countOf(point)),
              )
                ? [
                    {
                      label: t('statistics.success.few'),
                      area: {
                        borderRadius: '50%',
                        border: `2px solid ${colors.completed.fill}`,
                      },
                    },
                  ]
                : []),
            ]}
          />
          <TimeChart
            label={`${title}. ${t('statistics.chartKeys')}`}
            points={series.map(point => ({
              id: point.from,
              label: times.short(point),
              name: `${times.long(point)}: ${formatPercent(
                point.successRate,
              )}, ${partOf(point)}`,
              tip: (
                <>
                  <b>{times.long(point)}</b>
                  <span>{formatPercent(point.successRate)}</span>
                  <span>{partOf(point)}</span>
                </>
              ),
              href: runsHref({ status: 'completed,failed' }, point),
            }))}
            ticks={TICKS}
            draw={scale => (
              <>
                {before !== null && (
                  <Level scale={scale} value={before} color={colors.quiet} />
                )}
                <RateLine
                  scale={scale}
                  points={series.map(point => ({
                    value: point.successRate,
                    n: countOf(point),
                  }))}
                  color={colors.completed.fill}
                />
              </>
            )}
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
            {
              id: 'rate',
              label: t('statistics.names.successRate'),
              number: true,
              cell: point => formatPercent(point.successRate),
            },
            {
              id: 'of',
              label: t('statistics.columns.completedOf'),
              number: true,
              cell: point => (
                <Link to={runsHref({ status: 'completed,failed' }, point)}>
                  {partOf(point)}
                </Link>
              ),
            },
          ]}
        />
      }
    />
  );
}
