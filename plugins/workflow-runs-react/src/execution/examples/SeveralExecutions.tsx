import {
  ExecutionMonitor,
  useWorkflowExecutions,
} from 'backstage-plugin-workflow-runs-react';

export function RunningExecutions(props: {
  workspaceId: string;
  workflowId: string;
}) {
  const { workspaceId, workflowId } = props;
  const { executions, isLoading, error } = useWorkflowExecutions(
    workspaceId,
    workflowId,
    { limit: 5 },
  );
  if (isLoading) return <p>Loading …</p>;

  const running = executions.filter(({ status }) => status === 'running');
  return (
    <div>
      <h2>Running ({running.length})</h2>
      {error && <p role="alert">{error.message}</p>}
      {running.map(({ id }) => (
        <ExecutionMonitor
          key={id}
          workspaceId={workspaceId}
          workflowId={workflowId}
          executionId={id}
        />
      ))}
    </div>
  );
}
