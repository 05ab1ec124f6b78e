import { createHash } from 'node:crypto';
import { temporal } from '@temporalio/proto';
import { Description, ExecutionInfo } from '../../map';

const { DescribeWorkflowExecutionResponse } = temporal.api.workflowservice.v1;
const { WorkflowExecutionInfo } = temporal.api.workflow.v1;

/** Changes when anything does that a description says. */
export function markOf(description: Description): string {
  return createHash('sha1')
    .update(DescribeWorkflowExecutionResponse.encode(description).finish())
    .digest('base64');
}

/** Changes when anything does that a list says. */
export function markOfListed(info: ExecutionInfo): string {
  return createHash('sha1')
    .update(WorkflowExecutionInfo.encode(info).finish())
    .digest('base64');
}

/** Payloads are decoded in their places, and what a list has said is compared with what it says later. */
export function copyOf(info: ExecutionInfo): ExecutionInfo {
  return WorkflowExecutionInfo.decode(
    WorkflowExecutionInfo.encode(info).finish(),
  );
}
