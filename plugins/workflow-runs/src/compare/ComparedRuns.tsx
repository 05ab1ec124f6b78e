import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import SwapHoriz from '@material-ui/icons/SwapHoriz';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Comparison, RunSummary } from 'backstage-plugin-workflow-runs-common';
import {
  Duration,
  RunId,
  sizes,
  StatusChip,
  statusColorsOf,
  Tag,
  Timestamp,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { useRunHref } from '../run-page/useRunHref';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gridTemplateColumns: 'minmax(0, 1fr) auto minmax(0, 1fr)',
      alignItems: 'center',
      gap: 12,
      [theme.breakpoints.down('xs')]: { gridTemplateColumns: '1fr' },
    },
    head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8 },
    letter: {
      display: 'grid',
      placeItems: 'center',
      width: 24,
      height: 24,
      borderRadius: sizes.radius.control,
      fontWeight: 500,
      color: statusColorsOf(theme).skipped.text,
      backgroundColor: statusColorsOf(theme).skipped.wash,
    },
    name: { fontSize: 14, fontWeight: 500, overflowWrap: 'anywhere' },
    facts: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: '0 16px',
      marginTop: 8,
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsComparedRuns' },
);

/** Which runs are compared. */
export function ComparedRuns(props: {
  comparison: Comparison;
  onRuns: (a: string, b: string) => void;
}) {
  const { a, b } = props.comparison;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <div className={classes.root}>
      <ComparedRun letter="A" run={a} />
      <IconButton
        size="small"
        aria-label={t('compare.swap')}
        title={t('compare.swap')}
        onClick={() => props.onRuns(b.id, a.id)}
      >
        <SwapHoriz />
      </IconButton>
      <ComparedRun letter="B" run={b} />
    </div>
  );
}

function ComparedRun(props: { letter: 'A' | 'B'; run: RunSummary }) {
  const { letter, run } = props;
  const classes = useStyles();
  const runHref = useRunHref();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <Card padded label={t(`compare.run${letter}`)}>
      <div className={classes.head}>
        <span className={classes.letter} aria-hidden>
          {letter}
        </span>
        <Link
          to={runHref(run.id)}
          className={classes.name}
          aria-label={`${t('compare.openRun', { run: letter })}: ${
            run.workflow.title
          }`}
        >
          {run.workflow.title}
        </Link>
        <RunId id={run.id} copy />
        <StatusChip status={run.status} />
        {run.workflowVersion && (
          <Tag>{t('compare.version', { version: run.workflowVersion })}</Tag>
        )}
        <Tag>{run.environment}</Tag>
      </div>
      <div className={classes.facts}>
        <span>
          {t('run.queued', { time: <Timestamp value={run.queuedAt} /> })}
        </span>
        <span>
          {t('run.duration')}{' '}
          <Duration
            value={run.durationMs}
            from={run.startedAt}
            to={run.completedAt}
          />
        </span>
      </div>
    </Card>
  );
}
