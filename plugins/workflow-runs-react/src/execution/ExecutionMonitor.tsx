import { ReactNode, useLayoutEffect, useRef } from 'react';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { hasEnded } from 'backstage-plugin-workflow-runs-common';
import { Announcer } from '../live/Announcer';
import { EmptyState, ErrorState, StaleNote } from '../states';
import { useWords } from '../status';
import { sizes, statusColorsOf } from '../theme';
import { workflowRunsTranslationRef } from '../translation';
import { ExecutionHeader } from './ExecutionHeader';
import { ExecutionTimeline } from './ExecutionTimeline';
import { MonitorSkeleton } from './MonitorSkeleton';
import { Refusal } from './Refusal';
import { WorkflowExecution } from './types';
import { Execution } from './useExecution';
import { useMonitoredExecution } from './useWorkflowExecution';
import { useRunEnd } from './useRunEnd';

/** Props of {@link ExecutionMonitor}. @public */
export interface ExecutionMonitorProps {
  /** The tenant; `default` where there is only one. */
  workspaceId: string;
  /** `<engine>/<name>`; a run of another workflow is not found. */
  workflowId: string;
  /** The run's id. */
  executionId: string;
  /**
   * Asks for the run every two seconds until it ends, while the tab is seen.
   *
   * @defaultValue true
   */
  enablePolling?: boolean;
  /**
   * Follows the run by Server-Sent Events; where the stream does not hold, by polling, if that is
   * enabled.
   *
   * @defaultValue false
   */
  enableSSE?: boolean;
  /**
   * Called when the run is seen to complete, once each time. Not for a run that had completed when it
   * was first shown, and not for one that fails.
   */
  onComplete?: (execution: WorkflowExecution) => void;
  /** The same for a run that has been canceled, by whomever. */
  onCancel?: (execution: WorkflowExecution) => void;
  /** Added to the outermost element. */
  className?: string;
}

const useStyles = makeStyles(
  theme => ({
    root: {
      position: 'relative',
      borderRadius: sizes.radius.card,
      border: `1px solid ${statusColorsOf(theme).skipped.line}`,
      // The dark theme tints outlined paper.
      backgroundColor: theme.palette.background.paper,
      overflow: 'hidden',
    },
    notes: {
      display: 'flex',
      flexDirection: 'column',
      gap: 8,
      padding: `0 ${sizes.cardPaddingX}px ${sizes.cardPaddingY}px`,
      '&:empty': { display: 'none' },
    },
  }),
  { name: 'WorkflowRunsExecutionMonitor' },
);

/**
 * A run to show on any page: its status, how far it has come, every step, and what the reader may do
 * about it. It needs no provider around it, only the `workflow-runs` plugin in the app.
 *
 * @public
 */
export function ExecutionMonitor(props: ExecutionMonitorProps) {
  const { workspaceId, workflowId, executionId, className } = props;
  const { enablePolling, enableSSE, onComplete, onCancel } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useWords();
  const { result, followed, refusal } = useMonitoredExecution(
    workspaceId,
    workflowId,
    executionId,
    { enablePolling, enableSSE },
  );
  const { execution, isLoading, refreshExecution } = result;
  const { snapshot, error, updatedAt } = followed;
  useRunEnd(snapshot?.run, status => {
    if (status === 'completed') onComplete?.(execution!);
    if (status === 'canceled') onCancel?.(execution!);
  });

  const workflow = snapshot?.run.workflow.title ?? workflowId;
  const frame = (children: ReactNode) => (
    <Monitor className={className} label={t('execution.label', { workflow })}>
      {children}
    </Monitor>
  );
  if (isLoading) return frame(<MonitorSkeleton />);
  if (!snapshot) {
    return frame(
      <ErrorState
        dense
        error={error}
        title={t('run.error')}
        notFound={t('run.notFound')}
        onRetry={refreshExecution}
      />,
    );
  }
  return frame(
    <>
      <Announcer
        key={executionId}
        message={t('run.announce', {
          workflow,
          status: words('status', snapshot.run.status),
        })}
      />
      <ExecutionHeader followed={followed} run={snapshot.run} result={result} />
      <Notes>
        {error || isStreamLost(followed) ? (
          <StaleNote
            since={updatedAt}
            error={error}
            onRetry={refreshExecution}
          />
        ) : null}
        {refusal && <Refusal error={refusal} />}
      </Notes>
      {snapshot.steps.length === 0 ? (
        <EmptyState dense title={t('steps.empty')}>
          {t('steps.emptyHint')}
        </EmptyState>
      ) : (
        <ExecutionTimeline snapshot={snapshot} onRetry={result.retryStep} />
      )}
    </>,
  );
}

function Monitor(props: {
  label: string;
  className: string | undefined;
  children: ReactNode;
}) {
  const classes = useStyles();
  const root = useRef<HTMLElement>(null);
  // Read before the page changes: the button that has the focus may be about to go.
  const hadFocus = root.current?.contains(document.activeElement) ?? false;
  useLayoutEffect(() => {
    if (hadFocus && !root.current?.contains(document.activeElement)) {
      root.current?.focus();
    }
  });
  return (
    <Paper
      ref={root}
      tabIndex={-1}
      elevation={0}
      component="section"
      aria-label={props.label}
      className={[classes.root, props.className ?? ''].join(' ').trim()}
    >
      {props.children}
    </Paper>
  );
}

function Notes(props: { children: ReactNode }) {
  return <div className={useStyles().notes}>{props.children}</div>;
}

/** Whether what is shown grows old, because the stream that alone would tell does not hold. */
function isStreamLost(followed: Execution): boolean {
  const { snapshot, streamed, polling, connection } = followed;
  return (
    snapshot !== undefined &&
    !hasEnded(snapshot.run.status) &&
    streamed &&
    polling === false &&
    connection.status === 'disconnected'
  );
}
