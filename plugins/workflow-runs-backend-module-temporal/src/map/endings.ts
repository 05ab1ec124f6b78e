import { EventType, eventTimeOf, HistoryEvent, wordOf } from './protobuf';

type Outcome = 'completed' | 'failed' | 'canceled';

/** How a step has ended, by the event that says so. */
const OUTCOMES: ReadonlyMap<unknown, Outcome> = new Map([
  [EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED, 'completed'],
  [EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED, 'failed'],
  [EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT, 'failed'],
  [EventType.EVENT_TYPE_ACTIVITY_TASK_CANCELED, 'canceled'],
  [EventType.EVENT_TYPE_TIMER_FIRED, 'completed'],
  [EventType.EVENT_TYPE_TIMER_CANCELED, 'canceled'],
  [EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_FAILED, 'failed'],
  [EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_COMPLETED, 'completed'],
  [EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_FAILED, 'failed'],
  [EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_TIMED_OUT, 'failed'],
  [EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_CANCELED, 'canceled'],
  // Whoever has terminated it has taken from the parent what it waits for.
  [EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_TERMINATED, 'failed'],
  [EventType.EVENT_TYPE_EXTERNAL_WORKFLOW_EXECUTION_SIGNALED, 'completed'],
  [EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED, 'failed'],
  [
    EventType.EVENT_TYPE_EXTERNAL_WORKFLOW_EXECUTION_CANCEL_REQUESTED,
    'completed',
  ],
  [
    EventType.EVENT_TYPE_REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_FAILED,
    'failed',
  ],
  [EventType.EVENT_TYPE_NEXUS_OPERATION_COMPLETED, 'completed'],
  [EventType.EVENT_TYPE_NEXUS_OPERATION_FAILED, 'failed'],
  [EventType.EVENT_TYPE_NEXUS_OPERATION_TIMED_OUT, 'failed'],
  [EventType.EVENT_TYPE_NEXUS_OPERATION_CANCELED, 'canceled'],
] as [unknown, Outcome][]);

/** How the step that an event goes on with has ended by it; undefined where it goes on. */
export function outcomeOf(event: HistoryEvent): Outcome | undefined {
  const update = event.workflowExecutionUpdateCompletedEventAttributes;
  if (update) return update.outcome?.failure ? 'failed' : 'completed';
  return OUTCOMES.get(event.eventType);
}

/** What steps are about is said by their type: their status is what is behind it. */
const SUBJECT =
  /^(?:ActivityTask|Timer|StartChildWorkflowExecution|ChildWorkflowExecution|SignalExternalWorkflowExecution|RequestCancelExternalWorkflowExecution|ExternalWorkflowExecution|WorkflowExecutionUpdate|WorkflowExecution|NexusOperation)/;

/** Temporal's own word for where an event has brought a step: `CancelRequested`. */
export function stepWordOf({ eventType }: HistoryEvent): string {
  const word = wordOf(EventType[eventType ?? 0], 'EVENT_TYPE_');
  return word.replace(SUBJECT, '') || word;
}

/**
 * Where a step has come to. Times of events may be the same millisecond, and what is said last has to be the latest,
 * so that each event is a little behind the one before.
 */
export function lastWordOf(
  head: HistoryEvent,
  followers: readonly HistoryEvent[],
): { at: number; value: string } {
  let at = eventTimeOf(head);
  for (const event of followers) at = Math.max(eventTimeOf(event), at) + 1;
  return { at, value: stepWordOf(followers[followers.length - 1] ?? head) };
}
