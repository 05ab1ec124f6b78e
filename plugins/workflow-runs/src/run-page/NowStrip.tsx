import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { CurrentStep, Step } from 'backstage-plugin-workflow-runs-common';
import {
  formatDuration,
  hasEnded,
  isUnderWay,
  RunSnapshot,
  StatusIcon,
  statusColorsOf,
  stepIdOf,
  Timestamp,
  useFormats,
  useNow,
  useRunActions,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { entityName } from '../layout/entityName';
import { StateBand } from './StateBand';
import { noticeOf, stepsNow } from './waits';

/** More than these are named by their number. */
const MOST_STEPS = 3;

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexWrap: 'wrap', gap: '16px 32px' },
    now: { flex: '1 1 320px', minWidth: 0 },
    state: {
      flex: '1 1 400px',
      minWidth: 0,
      paddingLeft: 24,
      borderLeft: `1px solid ${statusColorsOf(theme).skipped.line}`,
      [theme.breakpoints.down('md')]: { paddingLeft: 0, borderLeft: 'none' },
    },
    label: {
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
      fontWeight: 400,
      margin: 0,
    },
    steps: { listStyle: 'none', margin: '4px 0 0', padding: 0 },
    step: {
      display: 'flex',
      alignItems: 'center',
      gap: 8,
      width: '100%',
      padding: 0,
      border: 'none',
      background: 'none',
      font: 'inherit',
      fontSize: 13,
      lineHeight: '20px',
      textAlign: 'left',
      color: 'inherit',
      cursor: 'pointer',
      '&:hover': { textDecoration: 'underline' },
      '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}` },
    },
    name: { fontWeight: 500, whiteSpace: 'nowrap' },
    quiet: {
      color: statusColorsOf(theme).quiet,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
      fontVariantNumeric: 'tabular-nums',
    },
    line: {
      display: 'flex',
      alignItems: 'center',
      gap: 8,
      margin: '4px 0 0',
      fontSize: 13,
      lineHeight: '20px',
    },
  }),
  { name: 'WorkflowRunsNowStrip' },
);

/** What runs now, and the states that the run went through. */
export function NowStrip(props: {
  snapshot: RunSnapshot;
  onOpenStep: (stepId: string) => void;
}) {
  const { snapshot } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <Card padded label={t('now.title')}>
      <div className={classes.root}>
        <div className={classes.now}>
          <h3 className={classes.label}>{t('now.title')}</h3>
          <Now {...props} />
          <Requests runId={snapshot.run.id} />
        </div>
        <div className={classes.state}>
          <h3 className={classes.label}>{t('now.runState')}</h3>
          <StateBand snapshot={snapshot} />
        </div>
      </div>
    </Card>
  );
}

function Now(props: {
  snapshot: RunSnapshot;
  onOpenStep: (stepId: string) => void;
}) {
  const { run } = props.snapshot;
  const classes = useStyles();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);

  if (hasEnded(run.status)) {
    return (
      <p className={classes.line}>
        <StatusIcon status={run.status} />
        {words('status', run.status)}
        <span className={classes.quiet}>
          <Timestamp value={run.completedAt} />
        </span>
      </p>
    );
  }
  const notice = noticeOf(run, props.snapshot.steps);
  const steps = stepsNow(run, props.snapshot.steps);
  if (!notice && steps.length === 0) {
    return (
      <p className={classes.line}>
        <StatusIcon status={run.status} />
        {run.status === 'queued'
          ? t('run.progressNote.waiting')
          : t('now.nothing')}
      </p>
    );
  }
  const rest = steps.length - MOST_STEPS;
  return (
    <ul className={classes.steps}>
      {notice && (
        <li className={classes.line}>
          <StatusIcon
            status={notice === 'intervention' ? 'failed' : 'paused'}
          />
          {notice === 'other'
            ? t('now.blocked', { reason: run.blockedReason! })
            : t(`now.notices.${notice}`)}
        </li>
      )}
      {steps.slice(0, MOST_STEPS).map(step => (
        <li key={stepIdOf(step)}>
          <CurrentStepLine step={step} {...props} />
        </li>
      ))}
      {rest > 0 && (
        <li className={classes.quiet}>
          {t('now.more', { steps: String(rest) })}
        </li>
      )}
    </ul>
  );
}

/** What was asked of the run, and is not done yet. */
function Requests(props: { runId: string }) {
  const classes = useStyles();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const { items } = useRunActions(props.runId);
  const pending = items.filter(isUnderWay);
  const now = useNow(pending.length > 0 ? 1_000 : null);
  const [newest] = items;
  const hasFailed = newest?.status === 'failed';
  if (pending.length === 0 && !hasFailed) return null;
  return (
    <ul className={classes.steps} aria-label={t('operate.queue')}>
      {pending.map(({ id, action, actor, requestedAt, status }) => (
        <li key={id} className={classes.line}>
          <StatusIcon status="queued" />
          <span className={classes.name}>
            {t('operate.queued', {
              action: words('action', action),
              actor: entityName(actor),
            })}
          </span>
          <span className={classes.quiet}>
            {t(status === 'accepted' ? 'operate.takenUp' : 'operate.awaited', {
              ago: formats.relative(requestedAt, now),
            })}
          </span>
        </li>
      ))}
      {hasFailed && (
        <li className={classes.line}>
          <StatusIcon status="failed" />
          {t('operate.unanswered', {
            action: words('action', newest.action),
            message: newest.message ?? '',
          })}
        </li>
      )}
    </ul>
  );
}

function CurrentStepLine(props: {
  step: CurrentStep;
  snapshot: RunSnapshot;
  onOpenStep: (stepId: string) => void;
}) {
  const { step, snapshot, onOpenStep } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const id = stepIdOf(step);
  const row = snapshot.steps.find(each => stepIdOf(each) === id);
  const retryAt = step.status === 'retrying' ? row?.nextAttemptAt : null;
  const now = useNow(retryAt ? 1_000 : null);
  const waitNote = useWaitNote(row);
  const notes = [
    waitNote,
    step.attempt > 1 && t('now.attempt', { number: String(step.attempt) }),
    retryAt &&
      t('now.retryIn', {
        duration: formatDuration(Date.parse(retryAt) - now, 'live'),
      }),
    step.progress?.message,
    step.progress?.fraction !== null &&
      step.progress?.fraction !== undefined &&
      `${Math.floor(step.progress.fraction * 100)} %`,
  ].filter(Boolean);
  return (
    <button
      type="button"
      className={classes.step}
      onClick={() => onOpenStep(id)}
    >
      <StatusIcon status={step.status} />
      <bdi className={classes.name}>
        {row
          ? t('now.step', { number: String(row.stepNumber), name: step.name })
          : step.name}
      </bdi>
      <bdi className={classes.quiet}>{notes.join(' · ')}</bdi>
    </button>
  );
}

/** What a step waits for, in words; nothing where it is at work. */
function useWaitNote(step: Step | undefined): string | undefined {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const now = useNow(null);
  const formatTime = (iso: string) => formats.relative(iso, now);
  if (step?.held) return t('now.waits.held');
  const waiting = step?.waitingFor;
  switch (waiting?.kind) {
    case 'time':
      return t('now.waits.time', { until: formatTime(waiting.until) });
    case 'event':
      return waiting.until
        ? t('now.waits.eventUntil', {
            name: waiting.name,
            until: formatTime(waiting.until),
          })
        : t('now.waits.event', { name: waiting.name });
    case 'child':
      return t('now.waits.child', { name: waiting.workflow });
    case 'approval': {
      const approvers = waiting.approvers.map(entityName).join(', ');
      const asked = approvers
        ? t('now.waits.approvalBy', { approvers })
        : t('now.waits.approval');
      if (!waiting.dueAt) return asked;
      const due = t('now.waits.due', { until: formatTime(waiting.dueAt) });
      return `${asked} · ${due}`;
    }
    case 'validation':
    case 'items':
      return t(`now.waits.${waiting.kind}`);
    default:
      // A newer backend may name what this page does not know.
      return undefined;
  }
}
