import LinearProgress from '@material-ui/core/LinearProgress';
import {
  formatDuration,
  useWorkflowExecution,
} from 'backstage-plugin-workflow-runs-react';

export function CustomProgress(props: {
  workspaceId: string;
  workflowId: string;
  executionId: string;
}) {
  const { progress, isLoading, isRunning } = useWorkflowExecution(
    props.workspaceId,
    props.workflowId,
    props.executionId,
  );
  if (isLoading || !progress) return <p>Loading …</p>;

  const { completedSteps, totalSteps, percentage } = progress;
  return (
    <div>
      <span>
        {completedSteps} / {totalSteps} steps
      </span>
      <LinearProgress
        aria-label="Progress"
        variant="determinate"
        value={percentage}
      />
      {isRunning && progress.estimatedTimeRemaining !== null && (
        <p>
          Estimated time remaining:{' '}
          {formatDuration(progress.estimatedTimeRemaining)}
        </p>
      )}
    </div>
  );
}
