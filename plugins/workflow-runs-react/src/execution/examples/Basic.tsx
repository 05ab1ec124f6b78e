import { ExecutionMonitor } from 'backstage-plugin-workflow-runs-react';

export function ExecutionPage(props: { executionId: string }) {
  return (
    <div>
      <h1>Trial activation</h1>
      <ExecutionMonitor
        workspaceId="default"
        workflowId="embedded/trial_activation"
        executionId={props.executionId}
      />
    </div>
  );
}
