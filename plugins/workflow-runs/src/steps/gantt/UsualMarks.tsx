import { StepForecast, Step } from 'backstage-plugin-workflow-runs-common';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useStepStyles } from '../styles';
import { isWithin, placeOf, TimeDomain } from './timeDomain';

const percent = (place: number) => `${(place * 100).toFixed(3)}%`;
/** What is smaller is noise. */
const FROM_PX = 8;
/** Fewer durations are no usual ones. */
export const USUAL_FROM_RUNS = 10;

/** How long the step usually takes, below its bars: a tick at the median, a line up to the 95th percentile. */
export function UsualMarks(props: {
  step: Step;
  usual: StepForecast;
  domain: TimeDomain;
  /** Pixels of the whole axis. */
  width: number;
}) {
  const { step, usual, domain, width } = props;
  const classes = useStepStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  if (!step.startedAt || usual.n < USUAL_FROM_RUNS) return null;
  const start = Date.parse(step.startedAt);
  const from = placeOf(domain, start);
  const to = placeOf(domain, start + usual.p95Ms);
  if ((to - from) * width < FROM_PX) return null;
  const median = start + usual.p50Ms;
  return (
    <>
      <span
        className={classes.usual}
        style={{ left: percent(from), width: percent(to - from) }}
        title={t('steps.usual', {
          p50: formats.duration(usual.p50Ms),
          p95: formats.duration(usual.p95Ms),
          n: formats.number(usual.n),
        })}
        aria-hidden
      />
      {isWithin(domain, median) && (
        <span
          className={classes.usualTick}
          style={{ left: percent(placeOf(domain, median)) }}
          aria-hidden
        />
      )}
    </>
  );
}

/** When a step that has not begun is likely to be under way. */
export function ForecastBar(props: {
  usual: StepForecast;
  domain: TimeDomain;
}) {
  const { usual, domain } = props;
  const classes = useStepStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  if (!usual.from || !usual.to) return null;
  const [start, end] = [Date.parse(usual.from), Date.parse(usual.to)];
  if (start > domain.end || end < domain.start) return null;
  const from = placeOf(domain, start);
  const description = t('steps.forecastBar', {
    from: formats.absolute(usual.from),
    to: formats.absolute(usual.to),
  });
  return (
    <span
      role="img"
      aria-label={description}
      title={description}
      className={classes.forecast}
      style={{
        left: percent(from),
        width: percent(placeOf(domain, end) - from),
      }}
    />
  );
}
