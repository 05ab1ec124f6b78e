import {
  TextButton,
  useWorkflowExecution,
} from 'backstage-plugin-workflow-runs-react';

export function FailedSteps(props: {
  workspaceId: string;
  workflowId: string;
  executionId: string;
}) {
  const { execution, error, canRetry, ...actions } = useWorkflowExecution(
    props.workspaceId,
    props.workflowId,
    props.executionId,
  );
  const failed = execution?.actionResults.filter(
    result => result.status === 'failed',
  );
  return (
    <div>
      {error && (
        <p role="alert">
          {error.message}{' '}
          <TextButton onClick={actions.refreshExecution}>Refresh</TextButton>
        </p>
      )}
      {execution?.error && <p>{execution.error}</p>}
      <ul>
        {failed?.map(step => (
          <li key={step.actionId}>
            {step.actionId}: {step.error}{' '}
            {canRetry && (
              <TextButton onClick={() => actions.retryStep(step.actionId)}>
                Retry step
              </TextButton>
            )}
          </li>
        ))}
      </ul>
      {canRetry && (
        <TextButton onClick={actions.retryExecution}>Retry all</TextButton>
      )}
    </div>
  );
}
