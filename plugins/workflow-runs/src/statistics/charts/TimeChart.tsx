import { KeyboardEvent, ReactNode, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { sizes, statusColorsOf } from 'backstage-plugin-workflow-runs-react';
import { useElementWidth } from '../../layout/useElementWidth';
import { moveAlong, STOP } from './moveAlong';
import { Scale } from './scale';
import { spread } from './spread';
import { labelled } from './timeLabels';

/** How high the part of a chart is that is drawn in. */
export const CHART_HEIGHT = 186;
/** What a label below the axis takes. */
const LABEL_WIDTH = 72;
const LINE_HEIGHT = 14;

const useStyles = makeStyles(
  theme => ({
    plot: {
      position: 'relative',
      height: CHART_HEIGHT,
      margin: '36px 8px 24px 56px',
      fontSize: 12,
      lineHeight: '16px',
      fontVariantNumeric: 'tabular-nums',
      color: statusColorsOf(theme).quiet,
    },
    // Room for the names of lines.
    withEnds: { marginRight: 40 },
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
      whiteSpace: 'nowrap',
    },
    drawing: { position: 'absolute', inset: 0, overflow: 'visible' },
    time: {
      position: 'absolute',
      top: '100%',
      paddingTop: 6,
      transform: 'translateX(-50%)',
      whiteSpace: 'nowrap',
    },
    end: {
      position: 'absolute',
      left: '100%',
      paddingLeft: 8,
      transform: 'translateY(-50%)',
      whiteSpace: 'nowrap',
      fontWeight: 500,
      color: theme.palette.text.primary,
    },
    slots: { position: 'absolute', inset: 0, display: 'flex' },
    // The whole height can be hit, so that a low point is as easy to open as a high one.
    slot: {
      flex: '1 1 0',
      minWidth: 0,
      borderRadius: sizes.radius.bar,
      '&:hover': { backgroundColor: theme.palette.action.hover },
      '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}` },
    },
    tip: {
      position: 'absolute',
      bottom: '100%',
      zIndex: 1,
      marginBottom: 4,
      display: 'flex',
      gap: 12,
      padding: '4px 10px',
      borderRadius: sizes.radius.control,
      border: `1px solid ${statusColorsOf(theme).skipped.line}`,
      backgroundColor: theme.palette.background.paper,
      color: theme.palette.text.primary,
      boxShadow: theme.shadows[2],
      whiteSpace: 'nowrap',
      pointerEvents: 'none',
    },
  }),
  { name: 'WorkflowRunsTimeChart' },
);

/** One of the times of a chart. */
export interface ChartPoint {
  id: string;
  /** Below the axis. */
  label: string;
  /** Everything about it, in words. */
  name: string;
  /** The same, in short. */
  tip: ReactNode;
  /** Where its runs are listed. */
  href: string;
}

/** Something over time: a frame to draw in, in which each point of time leads to its runs. */
export function TimeChart(props: {
  label: string;
  points: readonly ChartPoint[];
  /** Heights of the lines, from 0 up; the last one is the top. */
  ticks: readonly { value: number; label: string }[];
  /** Names of lines, where they end at the right. */
  ends?: readonly { value: number; label: string }[];
  draw: (scale: Scale) => ReactNode;
}) {
  const { label, points, ticks, ends = [], draw } = props;
  const classes = useStyles();
  const { ref, width } = useElementWidth<HTMLDivElement>();
  // One stop for the Tab key; arrow keys go on from there.
  const [at, setAt] = useState<string>();
  const [shown, setShown] = useState<number>();
  const stop = points.some(({ id }) => id === at) ? at : points.at(-1)?.id;
  const scale: Scale = {
    width,
    height: CHART_HEIGHT,
    points: points.length,
    top: ticks[ticks.length - 1].value,
  };
  const heightOf = (value: number) => CHART_HEIGHT * (1 - value / scale.top);
  const places = spread(
    ends.map(({ value }) => heightOf(value)),
    LINE_HEIGHT,
  );
  const middleOf = (index: number) =>
    `${((index + 0.5) / points.length) * 100}%`;
  const hide = () => setShown(undefined);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Escape') hide();
    moveAlong(event);
  };
  return (
    <div
      ref={ref}
      className={`${classes.plot} ${ends.length > 0 ? classes.withEnds : ''}`}
      role="presentation"
      onKeyDown={onKeyDown}
      onMouseLeave={hide}
    >
      {ticks.map(tick => (
        <div
          key={tick.value}
          aria-hidden
          className={classes.line}
          style={{ top: heightOf(tick.value) }}
        >
          <span className={classes.tick}>{tick.label}</span>
        </div>
      ))}
      {width > 0 && (
        <svg
          aria-hidden
          className={classes.drawing}
          width={width}
          height={CHART_HEIGHT}
        >
          {draw(scale)}
        </svg>
      )}
      <div className={classes.slots} role="group" aria-label={label}>
        {points.map((point, index) => (
          <Link
            key={point.id}
            to={point.href}
            className={classes.slot}
            aria-label={point.name}
            tabIndex={point.id === stop ? 0 : -1}
            onFocus={() => {
              setAt(point.id);
              setShown(index);
            }}
            onBlur={hide}
            onMouseEnter={() => setShown(index)}
            {...STOP}
          >
            {/* It is drawn below; the link must not be without content. */}
            <span />
          </Link>
        ))}
      </div>
      {labelled(points.length, Math.floor(width / LABEL_WIDTH)).map(index => (
        <span
          key={points[index].id}
          aria-hidden
          className={classes.time}
          style={{ left: middleOf(index) }}
        >
          {points[index].label}
        </span>
      ))}
      {ends.map((end, index) => (
        <span
          key={end.label}
          aria-hidden
          className={classes.end}
          style={{ top: places[index] }}
        >
          {end.label}
        </span>
      ))}
      {shown !== undefined && points[shown] && (
        <div
          aria-hidden
          className={classes.tip}
          style={placeOf((shown + 0.5) / points.length)}
        >
          {points[shown].tip}
        </div>
      )}
    </div>
  );
}

/** Above its point, and never beyond the edge of the chart. */
function placeOf(share: number) {
  if (share < 0.3) return { left: -40 };
  if (share > 0.7) return { right: -24 };
  return { left: `${share * 100}%`, transform: 'translateX(-50%)' };
}
