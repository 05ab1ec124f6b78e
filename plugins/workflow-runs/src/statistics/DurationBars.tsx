import { KeyboardEvent, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run } from 'backstage-plugin-workflow-runs-common';
import {
  sizes,
  statusColorsOf,
  useFormats,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { durationTicks } from './axis';
import { BarLegend } from './BarLegend';
import { outcomeStyle } from './outcomeStyle';
import { RunsSummary } from './summarizeRuns';
import { useStatusColors } from 'backstage-plugin-workflow-runs-react';

/** How high the part of the chart is that bars stand in. */
export const CHART_HEIGHT = 186;
/** Below it a bar could not be seen, nor be hit. */
const LEAST_HEIGHT = 3;

const useStyles = makeStyles(
  theme => ({
    plot: {
      position: 'relative',
      height: CHART_HEIGHT,
      margin: '12px 44px 4px 56px',
    },
    line: {
      position: 'absolute',
      left: 0,
      right: 0,
      borderTop: `1px solid ${statusColorsOf(theme).skipped.wash}`,
    },
    tick: {
      position: 'absolute',
      right: '100%',
      paddingRight: 8,
      transform: 'translateY(-50%)',
      fontSize: 12,
      lineHeight: '16px',
      whiteSpace: 'nowrap',
      fontVariantNumeric: 'tabular-nums',
      color: statusColorsOf(theme).quiet,
    },
    mark: {
      position: 'absolute',
      left: 0,
      right: 0,
      borderTop: `1px dashed ${theme.palette.text.primary}`,
      pointerEvents: 'none',
    },
    markName: {
      position: 'absolute',
      left: '100%',
      paddingLeft: 8,
      fontSize: 12,
      lineHeight: '16px',
    },
    bars: {
      position: 'absolute',
      inset: 0,
      display: 'flex',
      alignItems: 'flex-end',
      gap: 2,
    },
    // The whole height can be hit, so that a short run is as easy to open as a long one.
    slot: {
      display: 'flex',
      alignItems: 'flex-end',
      flex: '1 1 0',
      minWidth: 2,
      maxWidth: 28,
      height: '100%',
      borderRadius: sizes.radius.bar,
      '&:hover': { backgroundColor: theme.palette.action.hover },
      '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}` },
    },
    bar: {
      width: '100%',
      boxSizing: 'border-box',
      borderRadius: `${sizes.radius.bar}px ${sizes.radius.bar}px 0 0`,
    },
  }),
  { name: 'WorkflowRunsDurationBars' },
);

/** A bar for each run: as high as it took long, coloured by what became of it. */
export function DurationBars(props: {
  /** Newest first. */
  runs: readonly Run[];
  hrefOf: (runId: string) => string;
  summary: RunsSummary;
}) {
  const { runs, hrefOf, summary } = props;
  const classes = useStyles();
  const colors = useStatusColors();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  // One stop for the Tab key; arrow keys go on from there.
  const [at, setAt] = useState<string>();
  const inOrder = [...runs].reverse();
  const stop = inOrder.some(run => run.id === at) ? at : inOrder.at(-1)?.id;
  const ticks = durationTicks(
    Math.max(...runs.map(run => run.durationMs ?? 0), 0),
  );
  const top = ticks[ticks.length - 1];
  const y = (ms: number) => (ms / top) * CHART_HEIGHT;
  const marks = [
    // One name below its line and one above, for the lines may be close to each other.
    { name: 'p50', value: summary.duration.p50, place: { top: 0 } },
    { name: 'p95', value: summary.duration.p95, place: { bottom: 0 } },
  ].filter(({ value }) => value !== null);
  return (
    <>
      <BarLegend summary={summary} />
      <div
        className={classes.plot}
        role="presentation"
        onKeyDown={moveBetweenBars}
      >
        {ticks.map(tick => (
          <div key={tick} className={classes.line} style={{ bottom: y(tick) }}>
            <span className={classes.tick}>
              {tick === 0 ? '0' : formats.duration(tick, 'live')}
            </span>
          </div>
        ))}
        <div
          className={classes.bars}
          role="group"
          aria-label={`${t('statistics.runs')}. ${t('statistics.runsKeys')}`}
        >
          {inOrder.map(run => {
            const label = t('statistics.bar', {
              status: words('status', run.status),
              duration:
                run.durationMs === null
                  ? '–'
                  : formats.duration(run.durationMs),
              time: formats.absolute(run.queuedAt),
            });
            return (
              <Link
                key={run.id}
                to={hrefOf(run.id)}
                className={classes.slot}
                aria-label={label}
                title={label}
                tabIndex={run.id === stop ? 0 : -1}
                onFocus={() => setAt(run.id)}
                data-bar
              >
                <span
                  className={classes.bar}
                  style={{
                    height: Math.max(LEAST_HEIGHT, y(run.durationMs ?? 0)),
                    ...outcomeStyle(run.status, colors),
                  }}
                />
              </Link>
            );
          })}
        </div>
        {marks.map(({ name, value, place }) => (
          <div
            key={name}
            aria-hidden
            className={classes.mark}
            style={{ bottom: y(value!) }}
          >
            <span className={classes.markName} style={place}>
              {name}
            </span>
          </div>
        ))}
      </div>
    </>
  );
}

/** Arrow keys go from bar to bar, Home and End to the oldest and the newest. */
function moveBetweenBars(event: KeyboardEvent<HTMLElement>) {
  const bars = [
    ...event.currentTarget.querySelectorAll<HTMLElement>('[data-bar]'),
  ];
  const now = bars.indexOf(document.activeElement as HTMLElement);
  const next = {
    ArrowLeft: now - 1,
    ArrowRight: now + 1,
    Home: 0,
    End: bars.length - 1,
  }[event.key];
  if (next === undefined || !bars[next]) return;
  event.preventDefault();
  bars[next].focus();
}
