import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { CurrentStep } from 'backstage-plugin-workflow-runs-common';
import {
  formatDuration,
  hasEnded,
  RunSnapshot,
  StatusIcon,
  statusColorsOf,
  stepIdOf,
  Timestamp,
  useNow,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { StateBand } from './StateBand';

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
  if (run.blockedReason) {
    return (
      <p className={classes.line}>
        <StatusIcon status="paused" />
        {t('now.blocked', { reason: run.blockedReason })}
      </p>
    );
  }
  if (run.currentSteps.length === 0) {
    return (
      <p className={classes.line}>
        <StatusIcon status={run.status} />
        {run.status === 'queued'
          ? t('run.progressNote.waiting')
          : t('now.nothing')}
      </p>
    );
  }
  const rest = run.currentSteps.length - MOST_STEPS;
  return (
    <ul className={classes.steps}>
      {run.currentSteps.slice(0, MOST_STEPS).map(step => (
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
  const notes = [
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
      <span className={classes.name}>
        {row
          ? t('now.step', { number: String(row.stepNumber), name: step.name })
          : step.name}
      </span>
      <span className={classes.quiet}>{notes.join(' · ')}</span>
    </button>
  );
}
