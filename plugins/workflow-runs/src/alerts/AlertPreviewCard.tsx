import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ALERT_THRESHOLDS,
  AlertKind,
  AlertPreview,
} from 'backstage-plugin-workflow-runs-common';
import {
  ErrorState,
  RowsSkeleton,
  sizes,
  statusColorsOf,
  Timestamp,
  useFormats,
  useStatusColors,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { ChartCard } from '../layout/ChartCard';
import { DataTable } from '../layout/DataTable';
import { useElementWidth } from '../layout/useElementWidth';
import { countTicks, durationTicks } from '../statistics/charts/axis';
import { ChartLegend } from '../statistics/charts/ChartLegend';
import { Level, Line } from '../statistics/charts/Line';
import { bandOf, Scale, xOf, yOf } from '../statistics/charts/scale';
import { AlertStatusChip } from './AlertStatusChip';
import { useAlertWords } from './useAlertWords';

const HEIGHT = 160;
/** Points of the table: an hour each, where the chart has quarters. */
const STEP = 4;

const useStyles = makeStyles(
  theme => ({
    body: { padding: `0 ${sizes.cardPaddingX}px ${sizes.cardPaddingY}px` },
    quiet: { color: statusColorsOf(theme).quiet, fontSize: 13 },
    sentence: { margin: '0 0 8px', fontSize: 13, fontWeight: 500 },
    plot: { position: 'relative', height: HEIGHT, margin: '16px 0 28px 64px' },
    tick: {
      position: 'absolute',
      left: -64,
      width: 56,
      textAlign: 'right',
      transform: 'translateY(-50%)',
      fontSize: 12,
      color: statusColorsOf(theme).quiet,
    },
    day: {
      position: 'absolute',
      top: HEIGHT + 6,
      fontSize: 12,
      transform: 'translateX(-50%)',
      whiteSpace: 'nowrap',
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsAlertPreview' },
);

/** What a rule would have done in the last seven days; undefined while it says too little to be asked. */
export function AlertPreviewCard(props: {
  kind: AlertKind;
  threshold: number | undefined;
  preview: AlertPreview | undefined;
  isLoading: boolean;
  error: unknown;
  onRetry: () => void;
}) {
  const { kind, threshold, preview, isLoading, error, onRetry } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const title = t('alerts.preview');
  if (preview && threshold !== undefined && !error) {
    return <Past kind={kind} threshold={threshold} preview={preview} />;
  }
  return (
    <Card label={title}>
      <CardTitle
        title={title}
        scope={isLoading ? t('alerts.previewing') : undefined}
      />
      {isLoading && <RowsSkeleton rows={4} rowHeight={40} />}
      {!isLoading && Boolean(error) && (
        <ErrorState
          dense
          error={error}
          title={t('alerts.previewError')}
          onRetry={onRetry}
        />
      )}
      {!isLoading && !error && (
        <div className={`${classes.body} ${classes.quiet}`}>
          {t('alerts.previewIncomplete')}
        </div>
      )}
    </Card>
  );
}

function Past(props: {
  kind: AlertKind;
  threshold: number;
  preview: AlertPreview;
}) {
  const { kind, threshold, preview } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useAlertWords();
  const { points, episodes } = preview;
  const isKnown = points.some(({ status }) => status !== 'no_data');
  const fired = () => {
    if (!isKnown) return t('alerts.tooFew');
    return episodes.length === 0
      ? t('alerts.wouldNotHaveFired')
      : t('alerts.wouldHaveFired', { count: episodes.length });
  };
  return (
    <ChartCard
      title={t('alerts.preview')}
      note={[
        t('alerts.previewGrain'),
        ...(preview.capped ? [t('alerts.previewCapped')] : []),
      ].join(' ')}
      chart={
        <>
          <p className={classes.sentence} role="status">
            {fired()}
          </p>
          <Chart
            {...props}
            label={t('alerts.chartLabel', {
              kind: t(`alerts.kinds.${kind}`),
              threshold: words.bound(kind, threshold),
              fired: fired(),
            })}
          />
        </>
      }
      table={
        <DataTable
          label={t('alerts.preview')}
          items={points
            .filter((_, index) => index % STEP === STEP - 1)
            .reverse()}
          idOf={({ at }) => at}
          columns={[
            {
              id: 'at',
              label: t('alerts.at'),
              cell: ({ at }) => <Timestamp value={at} />,
            },
            {
              id: 'value',
              label: t(`alerts.kinds.${kind}`),
              number: true,
              cell: ({ value }) =>
                value === null ? '–' : words.value(kind, value),
            },
            {
              id: 'runs',
              label: t('statistics.names.runs'),
              number: true,
              cell: ({ runs }) => runs,
            },
            {
              id: 'status',
              label: t('alerts.status'),
              cell: ({ status }) => <AlertStatusChip look={status} />,
            },
          ]}
        />
      }
    />
  );
}

function Chart(props: {
  kind: AlertKind;
  threshold: number;
  preview: AlertPreview;
  label: string;
}) {
  const { kind, threshold, preview, label } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const colors = useStatusColors();
  const formats = useFormats();
  const words = useAlertWords();
  const { ref, width } = useElementWidth<HTMLDivElement>();
  const { points } = preview;
  const most = Math.max(threshold, ...points.map(({ value }) => value ?? 0));
  const ticks =
    ALERT_THRESHOLDS[kind].unit === 'ms'
      ? durationTicks(most)
      : countTicks(most);
  const scale: Scale = {
    width,
    height: HEIGHT,
    points: points.length,
    top: ticks[ticks.length - 1],
  };
  const days = points.flatMap(({ at }, index) => {
    // Readings are a moment before a quarter of an hour is over.
    const moment = new Date(Date.parse(at) + 1);
    return isMidnight(moment) ? [{ moment, index }] : [];
  });
  return (
    <>
      <ChartLegend
        items={[
          {
            label: t('alerts.chartThreshold', {
              value: words.bound(kind, threshold),
            }),
            line: `2px dotted ${colors.failed.fill}`,
          },
          {
            label: t('alerts.chartFiring'),
            area: { backgroundColor: colors.failed.wash },
          },
        ]}
      />
      <div ref={ref} className={classes.plot}>
        {ticks.map(tick => (
          <span
            key={tick}
            aria-hidden
            className={classes.tick}
            style={{ top: yOf(scale, tick) }}
          >
            {words.value(kind, tick)}
          </span>
        ))}
        {width > 0 && (
          <svg role="img" aria-label={label} width={width} height={HEIGHT}>
            {points.map(({ at, status }, index) =>
              status === 'firing' ? (
                <rect
                  key={at}
                  x={xOf(scale, index) - bandOf(scale) / 2}
                  y={0}
                  width={bandOf(scale) + 0.5}
                  height={HEIGHT}
                  fill={colors.failed.wash}
                />
              ) : null,
            )}
            {ticks.map(tick => (
              <line
                key={tick}
                x1={0}
                x2={width}
                y1={yOf(scale, tick)}
                y2={yOf(scale, tick)}
                stroke={colors.skipped.wash}
              />
            ))}
            <Line
              scale={scale}
              values={points.map(({ value }) => value)}
              color={colors.running.fill}
            />
            <Level scale={scale} value={threshold} color={colors.failed.fill} />
          </svg>
        )}
        {days.map(({ moment, index }) => (
          <span
            key={index}
            aria-hidden
            className={classes.day}
            style={{ left: xOf(scale, index) }}
          >
            {moment.toLocaleDateString(formats.locale, {
              day: 'numeric',
              month: 'short',
            })}
          </span>
        ))}
      </div>
    </>
  );
}

function isMidnight(moment: Date): boolean {
  return moment.getHours() === 0 && moment.getMinutes() === 0;
}
