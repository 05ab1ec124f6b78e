import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import { ExecutionMonitor } from 'backstage-plugin-workflow-runs-react';

export function LiveExecution(props: {
  workspaceId: string;
  workflowId: string;
  executionId: string;
}) {
  const toastApi = useApi(toastApiRef);
  return (
    <ExecutionMonitor
      {...props}
      enableSSE
      enablePolling={false}
      onComplete={() =>
        toastApi.post({
          title: 'The workflow has completed',
          status: 'success',
        })
      }
    />
  );
}
