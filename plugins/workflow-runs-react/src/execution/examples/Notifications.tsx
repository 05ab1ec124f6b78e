import { useEffect, useRef } from 'react';
import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import {
  ExecutionMonitor,
  useWorkflowExecution,
} from 'backstage-plugin-workflow-runs-react';

export function ExecutionWithNotifications(props: {
  workspaceId: string;
  workflowId: string;
  executionId: string;
}) {
  const toastApi = useApi(toastApiRef);
  // Shares what the monitor below loads.
  const { execution, progress, isRunning } = useWorkflowExecution(
    props.workspaceId,
    props.workflowId,
    props.executionId,
  );
  const wasRunning = useRef(false);
  useEffect(() => {
    // A run that had ended before it was opened here is no news.
    if (wasRunning.current && execution?.status === 'completed') {
      toastApi.post({
        title: 'The workflow has completed',
        description: `${progress?.totalSteps} steps`,
        status: 'success',
      });
    } else if (wasRunning.current && execution?.status === 'failed') {
      toastApi.post({
        title: 'The workflow has failed',
        description: execution.error,
        status: 'danger',
      });
    }
    wasRunning.current = isRunning;
  }, [toastApi, execution, progress, isRunning]);

  return <ExecutionMonitor {...props} />;
}
