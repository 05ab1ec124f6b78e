import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  formatClock,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useStepStyles } from './styles';
import { placeOf, ticksOf, TimeDomain } from './timeAxis';

const TICK_PX = 88;

const percent = (place: number) => `${(place * 100).toFixed(3)}%`;

/** Lines that fit into the axis, as distances from the start. */
export function useTicks(domain: TimeDomain, width: number): number[] {
  return ticksOf(domain, Math.floor(width / TICK_PX) || 4);
}

/** The head of the timeline: distances from the run's start, and now. */
export function TimeAxis(props: {
  domain: TimeDomain;
  ticks: number[];
  now: number | null;
}) {
  const { domain, ticks, now } = props;
  const classes = useStepStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const nowPlace = now === null ? null : placeOf(domain, now);
  const subSecond = ticks.length > 1 && ticks[1] < 1_000;
  return (
    <>
      {ticks.map(tick => {
        const place = placeOf(domain, domain.start + tick);
        // A label that would stick out, or lie under the flag.
        if (place > 0.94 || (nowPlace !== null && nowPlace - place < 0.09)) {
          return null;
        }
        return (
          <span
            key={tick}
            className={classes.tick}
            style={{ left: percent(place) }}
          >
            {subSecond ? `${(tick / 1_000).toFixed(1)} s` : formatClock(tick)}
          </span>
        );
      })}
      {nowPlace !== null && (
        <span className={classes.nowFlag} style={{ left: percent(nowPlace) }}>
          {t('steps.now')}
        </span>
      )}
    </>
  );
}

/** The lines behind the bars. */
export function GridLines(props: {
  domain: TimeDomain;
  ticks: number[];
  now: number | null;
}) {
  const { domain, ticks, now } = props;
  const classes = useStepStyles();
  return (
    <>
      {ticks.map(tick => (
        <span
          key={tick}
          className={classes.gridLine}
          style={{ left: percent(placeOf(domain, domain.start + tick)) }}
        />
      ))}
      {now !== null && (
        <span
          className={classes.nowLine}
          style={{ left: percent(placeOf(domain, now)) }}
        />
      )}
    </>
  );
}
