import { Attempt, Step } from 'backstage-plugin-workflow-runs-common';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  toneOf,
  useFormats,
  useStatusColors,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useStepStyles } from '../styles';
import { TimelineBar } from './attemptBars';

const percent = (place: number) => `${(place * 100).toFixed(3)}%`;
/** A number and a short code fit from here on. */
const LABEL_FROM_PX = 56;
/** Less is what it takes to hand a step to a worker. */
const DELAY_FROM_MS = 1_000;

/** One try of a step on the time axis. A failed one that was followed by another is only outlined. */
export function AttemptBar(props: {
  step: Step;
  bar: Extract<TimelineBar, { kind: 'attempt' }>;
  /** Pixels of the whole axis. */
  width: number;
  /** Whether the step has had more than one. */
  labelled: boolean;
}) {
  const { step, bar, width, labelled } = props;
  const { attempt, from, to, last, delayMs } = bar;
  const classes = useStepStyles();
  const colors = useStatusColors();
  const words = useWords();
  const describe = useDescription();
  const rollback = step.type === 'compensation';
  const settled = rollback && attempt.status === 'completed';
  const tone = settled ? colors.skipped : colors[toneOf(attempt.status)];
  const outlined = !last && toneOf(attempt.status) === 'failed';
  const status = words('status', attempt.status);
  // A green bar says enough, and small white words on it could hardly be read.
  const named = labelled && attempt.status !== 'completed';
  const label = attempt.error?.code ?? status.toLowerCase();
  const description = describe(step, attempt, delayMs);
  return (
    <span
      role="img"
      className={classes.bar}
      aria-label={description}
      title={description}
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

/** What a bar says to who cannot see it, and to who points at it. */
function useDescription() {
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  return (step: Step, attempt: Attempt, delayMs: number) => {
    const status = words('status', attempt.status);
    return [
      step.type === 'compensation' && t('steps.rollbackBar'),
      t('steps.attemptBar', {
        number: String(attempt.number),
        status: attempt.error ? `${status} · ${attempt.error.message}` : status,
        duration:
          attempt.durationMs === null
            ? '…'
            : formats.duration(attempt.durationMs),
      }),
      attempt.number > 1 &&
        attempt.expected !== null &&
        t(attempt.expected ? 'steps.expectedRetry' : 'steps.unexpectedRetry'),
      delayMs >= DELAY_FROM_MS &&
        t('steps.delayed', { duration: formats.duration(delayMs) }),
    ]
      .filter(Boolean)
      .join(', ');
  };
}

/** The wait between two attempts. */
export function BackoffBar(props: {
  bar: Extract<TimelineBar, { kind: 'backoff' }>;
}) {
  const { ms, from, to } = props.bar;
  const classes = useStepStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const description = t('steps.backoff', { duration: formats.duration(ms) });
  return (
    <span
      role="img"
      aria-label={description}
      className={classes.hatch}
      title={description}
      style={{ left: percent(from), width: percent(to - from) }}
    />
  );
}

/** The time of a step that nobody executes: what waits is amber, whatever comes of it. */
export function SpanBar(props: {
  step: Step;
  bar: Extract<TimelineBar, { kind: 'span' }>;
}) {
  const { step, bar } = props;
  const classes = useStepStyles();
  const colors = useStatusColors();
  const words = useWords();
  const formats = useFormats();
  const waits = step.type === 'approval' || step.type === 'wait';
  const good = step.status === 'completed';
  const tone = colors[waits && good ? 'waiting' : toneOf(step.status)];
  const description = [
    words('stepType', step.type),
    words('status', step.status),
    formats.duration(bar.ms),
  ].join(', ');
  return (
    <span
      role="img"
      aria-label={description}
      title={description}
      className={classes.bar}
      style={{
        left: percent(bar.from),
        width: percent(bar.to - bar.from),
        backgroundColor: tone.fill,
      }}
    />
  );
}
