import { temporal } from '@temporalio/proto';
import { HistoryEvent } from '../../map';
import { ListedExecution } from '../sync/Listings';

const { WorkflowExecutionStatus: Status, EventType } = temporal.api.enums.v1;

/** An execution of a fake cluster. Times are epoch milliseconds. */
export interface FakeExecution {
  workflowId: string;
  runId: string;
  type: string;
  /** As Temporal numbers them; it may be one that nobody knows yet. */
  status: number;
  startedAt: number;
  closedAt?: number;
  taskQueue?: string;
  memo?: object;
  events: HistoryEvent[];
  pendingActivities?: object[];
  isHistoryGone?: boolean;
}

/** Native statuses, by Temporal's words. */
export const STATUSES = {
  Running: Status.WORKFLOW_EXECUTION_STATUS_RUNNING,
  Paused: Status.WORKFLOW_EXECUTION_STATUS_PAUSED,
  Completed: Status.WORKFLOW_EXECUTION_STATUS_COMPLETED,
  Failed: Status.WORKFLOW_EXECUTION_STATUS_FAILED,
  Canceled: Status.WORKFLOW_EXECUTION_STATUS_CANCELED,
  Terminated: Status.WORKFLOW_EXECUTION_STATUS_TERMINATED,
  ContinuedAsNew: Status.WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW,
  TimedOut: Status.WORKFLOW_EXECUTION_STATUS_TIMED_OUT,
} as const;

const PAUSED = {
  eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_PAUSED,
  workflowExecutionPausedEventAttributes: { reason: 'wait' },
};

/** The events that end an execution, by its status. */
const ENDS: Partial<Record<number, object>> = {
  [STATUSES.Completed]: {
    eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
    workflowExecutionCompletedEventAttributes: {},
  },
  [STATUSES.Failed]: {
    eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
    workflowExecutionFailedEventAttributes: { failure: { message: 'no' } },
  },
  [STATUSES.Canceled]: {
    eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
    workflowExecutionCanceledEventAttributes: {},
  },
  [STATUSES.Terminated]: {
    eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED,
    workflowExecutionTerminatedEventAttributes: { reason: 'enough' },
  },
  [STATUSES.ContinuedAsNew]: {
    eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW,
    workflowExecutionContinuedAsNewEventAttributes: {
      newExecutionRunId: 'next',
    },
  },
  [STATUSES.TimedOut]: {
    eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT,
    workflowExecutionTimedOutEventAttributes: {},
  },
};

/** The first task of a workflow: it has decided nothing yet. */
export const BEGINS: readonly object[] = [
  {
    eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
    workflowExecutionStartedEventAttributes: {
      workflowType: { name: 'Order' },
      taskQueue: { name: 'main' },
      attempt: 1,
    },
  },
  {
    eventType: EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
    workflowTaskScheduledEventAttributes: { attempt: 1 },
  },
  {
    eventType: EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED,
    workflowTaskStartedEventAttributes: { scheduledEventId: 2 },
  },
  {
    eventType: EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
    workflowTaskCompletedEventAttributes: {
      scheduledEventId: 2,
      startedEventId: 3,
    },
  },
];

export function isFakeOpen({ status }: FakeExecution): boolean {
  return ENDS[status] === undefined;
}

/** An execution with the events that one in its status has, each a millisecond after the one before. */
export function executionOf(changes: Partial<FakeExecution>): FakeExecution {
  const execution: FakeExecution = {
    workflowId: 'order-1',
    runId: 'run-1',
    type: 'Order',
    status: STATUSES.Running,
    startedAt: Date.parse('2026-11-29T08:00:00.000Z'),
    events: [],
    ...changes,
  };
  const { status, startedAt } = execution;
  if (execution.events.length === 0) {
    execution.events = eventsOf(startedAt, [...BEGINS, ...endOf(status)]);
  }
  if (!isFakeOpen(execution)) {
    execution.closedAt ??= startedAt + execution.events.length;
  }
  return execution;
}

export function endOf(status: number): readonly object[] {
  if (status === STATUSES.Paused) return [PAUSED];
  const end = ENDS[status];
  return end ? [end] : [];
}

/** Numbers events, and says when they happened. */
export function eventsOf(
  startedAt: number,
  events: readonly object[],
): HistoryEvent[] {
  return events.map((event, index) => ({
    eventId: index + 1,
    eventTime: timestampOf(startedAt + index),
    ...event,
  })) as unknown as HistoryEvent[];
}

export function listedOf(execution: FakeExecution): ListedExecution {
  const { workflowId, runId, type, status, startedAt, closedAt } = execution;
  return {
    execution: { workflowId, runId },
    type: { name: type },
    status,
    startTime: timestampOf(startedAt),
    executionTime: timestampOf(startedAt),
    ...(closedAt !== undefined && { closeTime: timestampOf(closedAt) }),
    taskQueue: execution.taskQueue ?? 'main',
    memo: execution.memo,
    historyLength: isFakeOpen(execution) ? 0 : execution.events.length,
  } as unknown as ListedExecution;
}

export function timestampOf(at: number): any {
  return {
    seconds: Math.floor(at / 1_000),
    nanos: (at % 1_000) * 1_000_000,
  };
}
