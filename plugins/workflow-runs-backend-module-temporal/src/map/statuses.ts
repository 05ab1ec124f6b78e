import { ExecutionInfo, WorkflowExecutionStatus, wordOf } from './protobuf';

/** Temporal's own word for the status of a run: `ContinuedAsNew`. */
export function nativeStatusOf(status: ExecutionInfo['status']): string {
  return wordOf(
    WorkflowExecutionStatus[status ?? 0],
    'WORKFLOW_EXECUTION_STATUS_',
  );
}
