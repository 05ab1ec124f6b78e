import { Attempt } from 'backstage-plugin-workflow-runs-common';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  formatDuration,
  toneOf,
  useStatusColors,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useStepStyles } from './styles';

const percent = (place: number) => `${(place * 100).toFixed(3)}%`;
/** A number and a short code fit from here on. */
const LABEL_FROM_PX = 56;

/** One try of a step on the time axis. A failed one that was followed by another is only outlined. */
export function AttemptBar(props: {
  attempt: Attempt;
  from: number;
  to: number;
  last: boolean;
  /** Pixels of the whole axis. */
  width: number;
  /** Whether the step has had more than one. */
  labelled: boolean;
}) {
  const { attempt, from, to, last, width, labelled } = props;
  const classes = useStepStyles();
  const colors = useStatusColors();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const tone = colors[toneOf(attempt.status)];
  const outlined = !last && toneOf(attempt.status) === 'failed';
  const status = words('status', attempt.status);
  // A green bar says enough, and small white words on it could hardly be read.
  const named = labelled && attempt.status !== 'completed';
  const label = attempt.error?.code ?? status.toLowerCase();
  return (
    <span
      className={classes.bar}
      title={t('steps.attemptBar', {
        number: String(attempt.number),
        status: attempt.error ? `${status} · ${attempt.error.message}` : status,
        duration:
          attempt.durationMs === null
            ? '…'
            : formatDuration(attempt.durationMs),
      })}
      style={{
        left: percent(from),
        width: percent(to - from),
        backgroundColor: outlined ? tone.wash : tone.fill,
        borderColor: outlined ? tone.fill : 'transparent',
        color: outlined ? tone.text : colors.onFill,
      }}
    >
      {named && (to - from) * width >= LABEL_FROM_PX && (
        <span aria-hidden>
          {attempt.number} · {label}
        </span>
      )}
    </span>
  );
}

/** The wait between two attempts. */
export function BackoffBar(props: { ms: number; from: number; to: number }) {
  const { ms, from, to } = props;
  const classes = useStepStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <span
      className={classes.hatch}
      title={t('steps.backoff', { duration: formatDuration(ms) })}
      style={{ left: percent(from), width: percent(to - from) }}
    />
  );
}
