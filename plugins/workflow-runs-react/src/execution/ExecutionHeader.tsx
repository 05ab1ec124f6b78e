import { useState } from 'react';
import IconButton from '@material-ui/core/IconButton';
import Tooltip from '@material-ui/core/Tooltip';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Block from '@material-ui/icons/Block';
import Refresh from '@material-ui/icons/Refresh';
import Replay from '@material-ui/icons/Replay';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { hasEnded, Run } from 'backstage-plugin-workflow-runs-common';
import { ActionButton } from '../actions';
import { RunId } from '../ids';
import { ProgressCell } from '../progress';
import { StatusChip } from '../status';
import { sizes, statusColorsOf } from '../theme';
import { Duration } from '../time';
import { workflowRunsTranslationRef } from '../translation';
import { CancelConfirmation } from './CancelConfirmation';
import { hasFailed } from './retry';
import { UpdateNote } from './UpdateNote';
import { Execution } from './useExecution';
import { UseWorkflowExecutionResult } from './useWorkflowExecution';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: 12,
      padding: `${sizes.cardPaddingY}px ${sizes.cardPaddingX}px`,
    },
    line: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: `${sizes.chipGap}px 12px`,
    },
    title: {
      fontSize: 16,
      lineHeight: '24px',
      fontWeight: 500,
      overflowWrap: 'anywhere',
    },
    actions: {
      display: 'flex',
      alignItems: 'center',
      gap: 8,
      marginLeft: 'auto',
    },
    facts: { fontSize: 12, color: statusColorsOf(theme).quiet },
    error: {
      fontSize: 13,
      lineHeight: '20px',
      overflowWrap: 'anywhere',
      color: statusColorsOf(theme).failed.text,
    },
  }),
  { name: 'WorkflowRunsExecutionHeader' },
);

/** What a run is, how far it has come, and what can be done about it. */
export function ExecutionHeader(props: {
  run: Run;
  followed: Execution;
  result: UseWorkflowExecutionResult;
}) {
  const { run, followed, result } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <div className={classes.root}>
      <div className={classes.line}>
        <Typography component="p" className={classes.title}>
          {run.workflow.title}
        </Typography>
        <StatusChip
          status={run.status}
          label={run.pauseRequested ? t('run.pausing') : undefined}
        />
        <div className={classes.actions}>
          <UpdateNote followed={followed} />
          <Tooltip title={t('execution.refresh')}>
            <IconButton
              size="small"
              aria-label={t('execution.refresh')}
              onClick={result.refreshExecution}
            >
              <Refresh style={{ fontSize: 18 }} />
            </IconButton>
          </Tooltip>
          <RunButtons followed={followed} run={run} result={result} />
        </div>
      </div>
      <div className={`${classes.line} ${classes.facts}`}>
        <RunId id={run.id} copy />
        <Duration
          value={run.durationMs}
          from={run.startedAt}
          to={run.completedAt}
        />
      </div>
      <ProgressCell
        progress={run.progress}
        status={run.status}
        step={run.currentSteps[0]?.name}
      />
      {run.error && (
        <Typography component="p" className={classes.error}>
          {run.error.message}
        </Typography>
      )}
    </div>
  );
}

function RunButtons(props: {
  run: Run;
  followed: Execution;
  result: UseWorkflowExecutionResult;
}) {
  const { run, followed, result } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [asking, setAsking] = useState(false);
  const { snapshot } = followed;
  return (
    <>
      {snapshot && hasFailed(snapshot) && (
        <ActionButton
          action={run.allowedActions.retry}
          size="small"
          variant="outlined"
          startIcon={<Replay style={{ fontSize: sizes.icon }} />}
          onClick={result.retryExecution}
        >
          {t('execution.retry')}
        </ActionButton>
      )}
      {!hasEnded(run.status) && (
        <ActionButton
          action={run.allowedActions.cancel}
          size="small"
          variant="outlined"
          startIcon={<Block style={{ fontSize: sizes.icon }} />}
          onClick={() => setAsking(true)}
        >
          {t('execution.cancel')}
        </ActionButton>
      )}
      {asking && (
        <CancelConfirmation
          onCancel={result.cancelExecution}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
