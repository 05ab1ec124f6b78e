import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  formatClock,
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useStepStyles } from '../styles';
import { isWithin, placeOf, ticksOf, TimeDomain } from './timeDomain';

const TICK_PX = 88;
const HUNDREDTHS = { minimumFractionDigits: 2, maximumFractionDigits: 2 };

const percent = (place: number) => `${(place * 100).toFixed(3)}%`;

/** What is marked on the axis; instants in epoch milliseconds. */
export interface AxisMarks {
  /** What the distances are counted from. */
  origin: number;
  ticks: number[];
  /** Null where the run does not go on. */
  now: number | null;
  /** When the target is reached; null where there is none. */
  target: number | null;
}

/** Lines that fit into the axis, as distances from the start of the run. */
export function useTicks(
  domain: TimeDomain,
  width: number,
  origin: number,
): number[] {
  return ticksOf(domain, Math.floor(width / TICK_PX) || 4, origin);
}

/** The head of the timeline: distances from the run's start, now, and the target. */
export function TimeAxis(props: { domain: TimeDomain; marks: AxisMarks }) {
  const { domain, marks } = props;
  const { origin, ticks } = marks;
  const classes = useStepStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const placeIn = (instant: number | null) =>
    instant !== null && isWithin(domain, instant)
      ? placeOf(domain, instant)
      : null;
  const nowPlace = placeIn(marks.now);
  const targetPlace = placeIn(marks.target);
  const flags = [nowPlace, targetPlace].filter(place => place !== null);
  const subSecond = ticks.length > 1 && ticks[1] - ticks[0] < 1_000;
  return (
    <>
      {ticks.map(tick => {
        const place = placeOf(domain, origin + tick);
        // A label that would stick out, or lie under a flag.
        const hidden = flags.some(flag => Math.abs(flag - place) < 0.09);
        if (place > 0.94 || hidden) return null;
        return (
          <span
            key={tick}
            className={classes.tick}
            style={{ left: percent(place) }}
          >
            {subSecond
              ? `${formats.number(tick / 1_000, HUNDREDTHS)} s`
              : formatClock(tick)}
          </span>
        );
      })}
      {nowPlace !== null && (
        <span className={classes.nowFlag} style={{ left: percent(nowPlace) }}>
          {t('steps.now')}
        </span>
      )}
      {targetPlace !== null && (
        <span
          className={classes.targetFlag}
          style={
            targetPlace > 0.85
              ? { right: percent(1 - targetPlace) }
              : { left: percent(targetPlace) }
          }
        >
          {t('steps.target', { time: formatClock(marks.target! - origin) })}
        </span>
      )}
    </>
  );
}

/** The lines behind the bars. */
export function GridLines(props: { domain: TimeDomain; marks: AxisMarks }) {
  const { domain, marks } = props;
  const { origin, ticks, now, target } = marks;
  const classes = useStepStyles();
  return (
    <>
      {ticks.map(tick => (
        <span
          key={tick}
          className={classes.gridLine}
          style={{ left: percent(placeOf(domain, origin + tick)) }}
        />
      ))}
      {target !== null && target < domain.end && (
        <span
          className={classes.late}
          style={{ left: percent(placeOf(domain, target)) }}
        />
      )}
      {target !== null && isWithin(domain, target) && (
        <span
          className={classes.targetLine}
          style={{ left: percent(placeOf(domain, target)) }}
        />
      )}
      {now !== null && isWithin(domain, now) && (
        <span
          className={classes.nowLine}
          style={{ left: percent(placeOf(domain, now)) }}
        />
      )}
    </>
  );
}
