import {
  ObservedEnd,
  RunSnapshot,
} from 'backstage-plugin-workflow-runs-common';
import { PayloadReader } from '../payloads';
import { attributesOf, triggerOf } from './attributes';
import { field, fitting, nativeIdOf } from './names';
import { ExecutionInfo, instantOf, WorkflowExecutionStatus } from './protobuf';
import { nativeStatusOf } from './statuses';

/**
 * What a list of runs, or a description, says of a run, but for its end: of the end its history says more, and what
 * is told of an end first stands.
 */
export function headerOf(
  info: ExecutionInfo,
  namespace: string,
  reader: PayloadReader,
): RunSnapshot {
  const workflowId = info.execution?.workflowId ?? '';
  const startedAt = instantOf(info.startTime);
  const attributes = attributesOf(info, reader);
  const parent = info.parentExecution;
  return {
    nativeId: nativeIdOf(workflowId, info.execution?.runId ?? ''),
    namespace,
    workflow: { name: fitting(info.type?.name ?? '') },
    ...(startedAt === undefined ? {} : openAt(startedAt, info)),
    ...(parent?.workflowId ? { triggerType: 'parent' } : triggerOf(attributes)),
    ...field('businessEventId', workflowId, 256),
    ...field('taskQueue', info.taskQueue, 256),
    ...(parent?.workflowId
      ? {
          parent: {
            nativeId: nativeIdOf(parent.workflowId, parent.runId ?? ''),
          },
        }
      : {}),
    ...(attributes.size > 0 && startedAt !== undefined
      ? { attributes: { at: startedAt, value: Object.fromEntries(attributes) } }
      : {}),
    tags: [],
    passages:
      startedAt === undefined
        ? []
        : [{ generation: 0, queuedAt: startedAt, marks: [] }],
    steps: [],
  };
}

/** Until its history says more: a run of which the end is known is told of as ended by `summaryOf`. */
function openAt(at: number, { status }: ExecutionInfo) {
  const isPaused =
    status === WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_PAUSED;
  return { nativeStatus: { at, value: isPaused ? 'Paused' : 'Running' } };
}

/** The same with its end, for a run whose history is gone: why it failed is not known then. */
export function summaryOf(
  info: ExecutionInfo,
  namespace: string,
  reader: PayloadReader,
): RunSnapshot {
  const header = headerOf(info, namespace, reader);
  const outcome = outcomeOf(info.status);
  const at = instantOf(info.closeTime);
  if (!outcome || at === undefined) return header;
  const startedAt = instantOf(info.executionTime) ?? instantOf(info.startTime);
  return {
    ...header,
    nativeStatus: { at: at + 1, value: nativeStatusOf(info.status) },
    passages: [
      {
        generation: 0,
        queuedAt: instantOf(info.startTime) ?? at,
        startedAt: startedAt ?? at,
        marks: [],
        end: {
          at,
          outcome,
          ...(outcome === 'failed' ? { error: unexplained(info.status) } : {}),
        },
      },
    ],
  };
}

function outcomeOf(
  status: ExecutionInfo['status'],
): ObservedEnd['outcome'] | undefined {
  switch (status) {
    case WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED:
    case WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW:
      return 'completed';
    case WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED:
    case WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TIMED_OUT:
      return 'failed';
    case WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED:
    case WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED:
      return 'canceled';
    default:
      return undefined;
  }
}

function unexplained(status: ExecutionInfo['status']): ObservedEnd['error'] {
  const isLate =
    status === WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TIMED_OUT;
  return {
    category: isLate ? 'timeout' : 'bug',
    code: nativeStatusOf(status),
    message: 'Its history is gone, and with it the reason',
  };
}
