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
import { durationTicks } from './charts/axis';
import { durationLabel } from './charts/durationLabel';
import { ChartLegend, LegendItem } from './charts/ChartLegend';
import { DurationLines, useQuantileLooks } from './charts/DurationLines';
import { fewStyle } from './charts/outcomeStyle';
import { TimeChart } from './charts/TimeChart';
import { PartProps } from './parts';
import { enough } from './samples';
import { usePointWords } from './usePointWords';

/** How long runs took in each stretch of time: half of them, most of them, nearly all of them. */
export function DurationsOverTime(props: PartProps) {
  const { statistics, runsHref } = props;
  const { series, previous } = statistics;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const colors = useStatusColors();
  const formats = useFormats();
  const times = usePointWords(statistics);
  const looks = useQuantileLooks();
  const title = t('statistics.durations.title');
  const before = enough(previous.duration)?.p95Ms ?? null;
  const query = { status: 'completed', sort: '-duration' } as const;
  const hasFew = series.some(({ duration }) => duration && !enough(duration));
  const partsOf = ({ duration }: StatisticsPoint): string[] => {
    if (!duration) return [t('statistics.durations.none')];
    const n = formats.number(duration.n);
    const { minMs, maxMs } = duration;
    return enough(duration)
      ? [
          ...looks.map(
            ({ name, id }) => `${name} ${formats.duration(duration[id])}`,
          ),
          t('statistics.notes.n', { n }),
        ]
      : [
          t('statistics.notes.few', {
            n,
            least: formats.duration(minMs),
            most: formats.duration(maxMs),
          }),
        ];
  };
  const longest = Math.max(
    0,
    ...series.map(
      ({ duration }) => enough(duration)?.p99Ms ?? duration?.maxMs ?? 0,
    ),
  );
  const last = series.findLast(({ duration }) => enough(duration))?.duration;
  const legend: LegendItem[] = [
    ...looks.map(({ name, line }) => ({ label: name, line })),
    ...(before === null
      ? []
      : [
          {
            label: t('statistics.durations.before', {
              value: formats.duration(before),
            }),
            line: `2px dotted ${colors.quiet}`,
          },
        ]),
    ...(hasFew
      ? [{ label: t('statistics.durations.few'), area: fewStyle(colors) }]
      : []),
  ];
  return (
    <ChartCard
      title={title}
      scope={t('statistics.durations.scope', { interval: times.interval })}
      chart={
        <>
          <ChartLegend items={legend} />
          <TimeChart
            label={`${title}. ${t('statistics.chartKeys')}`}
            points={series.map(point => ({
              id: point.from,
              label: times.short(point),
              name: `${times.long(point)}: ${partsOf(point).join(', ')}`,
              tip: (
                <>
                  <b>{times.long(point)}</b>
                  {partsOf(point).map(each => (
                    <span key={each}>{each}</span>
                  ))}
                </>
              ),
              href: runsHref(query, point),
            }))}
            ticks={durationTicks(longest).map(value => ({
              value,
              label: durationLabel(value, formats),
            }))}
            ends={
              last
                ? looks.map(({ name, id }) => ({
                    label: name,
                    value: last[id],
                  }))
                : []
            }
            draw={scale => (
              <DurationLines scale={scale} series={series} before={before} />
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
            ...looks.map(({ name, id }) => ({
              id,
              label: name,
              number: true,
              cell: ({ duration }: StatisticsPoint) => {
                const told = enough(duration);
                return told ? formats.duration(told[id]) : '–';
              },
            })),
            {
              id: 'longest',
              label: t('statistics.columns.longest'),
              number: true,
              cell: ({ duration }) =>
                duration ? formats.duration(duration.maxMs) : '–',
            },
            {
              id: 'n',
              label: t('statistics.columns.completed'),
              number: true,
              cell: point => (
                <Link to={runsHref(query, point)}>
                  {formats.number(point.duration?.n ?? 0)}
                </Link>
              ),
            },
          ]}
        />
      }
    />
  );
}
