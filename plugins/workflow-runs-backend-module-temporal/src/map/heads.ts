import { EventType, HistoryEvent, numberOf } from './protobuf';

/** What a step is to Temporal. */
export type StepKind =
  | 'activity'
  | 'localActivity'
  | 'timer'
  | 'child'
  | 'signal'
  | 'signalOut'
  | 'cancelOut'
  | 'update'
  | 'nexusOperation';

/** The event by which a step is known first. */
export interface Head {
  kind: StepKind;
  /** What its key is made of: it depends on nothing that is known later, nor on what a codec makes of it. */
  name: string;
}

/** The event that a step begins with; undefined for others. Local activities are in markers (`localActivities`). */
export function headOf(event: HistoryEvent): Head | undefined {
  switch (event.eventType) {
    case EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED: {
      const about = event.activityTaskScheduledEventAttributes;
      return { kind: 'activity', name: about?.activityType?.name ?? '' };
    }
    case EventType.EVENT_TYPE_TIMER_STARTED:
      return { kind: 'timer', name: 'timer' };
    case EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED: {
      const about = event.startChildWorkflowExecutionInitiatedEventAttributes;
      return { kind: 'child', name: about?.workflowType?.name ?? '' };
    }
    case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED: {
      const about = event.workflowExecutionSignaledEventAttributes;
      return { kind: 'signal', name: about?.signalName ?? '' };
    }
    case EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED: {
      const about =
        event.signalExternalWorkflowExecutionInitiatedEventAttributes;
      return { kind: 'signalOut', name: `send ${about?.signalName ?? ''}` };
    }
    case EventType.EVENT_TYPE_REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED:
      return { kind: 'cancelOut', name: 'cancel another run' };
    case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED: {
      const about = event.workflowExecutionUpdateAcceptedEventAttributes;
      return {
        kind: 'update',
        name: about?.acceptedRequest?.input?.name ?? 'update',
      };
    }
    case EventType.EVENT_TYPE_NEXUS_OPERATION_SCHEDULED: {
      const about = event.nexusOperationScheduledEventAttributes;
      return {
        kind: 'nexusOperation',
        name: `${about?.service ?? ''}/${about?.operation ?? ''}`,
      };
    }
    default:
      return undefined;
  }
}

/** The id of the event that began the step that an event goes on with; 0 where it goes on with none. */
export function headIdOf(event: HistoryEvent): number {
  const about =
    event.activityTaskStartedEventAttributes ??
    event.activityTaskCompletedEventAttributes ??
    event.activityTaskFailedEventAttributes ??
    event.activityTaskTimedOutEventAttributes ??
    event.activityTaskCancelRequestedEventAttributes ??
    event.activityTaskCanceledEventAttributes ??
    event.nexusOperationStartedEventAttributes ??
    event.nexusOperationCompletedEventAttributes ??
    event.nexusOperationFailedEventAttributes ??
    event.nexusOperationTimedOutEventAttributes ??
    event.nexusOperationCanceledEventAttributes ??
    event.nexusOperationCancelRequestedEventAttributes;
  if (about) return numberOf(about.scheduledEventId);
  const timer =
    event.timerFiredEventAttributes ?? event.timerCanceledEventAttributes;
  if (timer) return numberOf(timer.startedEventId);
  const update = event.workflowExecutionUpdateCompletedEventAttributes;
  if (update) return numberOf(update.acceptedEventId);
  const other =
    event.startChildWorkflowExecutionFailedEventAttributes ??
    event.childWorkflowExecutionStartedEventAttributes ??
    event.childWorkflowExecutionCompletedEventAttributes ??
    event.childWorkflowExecutionFailedEventAttributes ??
    event.childWorkflowExecutionCanceledEventAttributes ??
    event.childWorkflowExecutionTimedOutEventAttributes ??
    event.childWorkflowExecutionTerminatedEventAttributes ??
    event.signalExternalWorkflowExecutionFailedEventAttributes ??
    event.externalWorkflowExecutionSignaledEventAttributes ??
    event.requestCancelExternalWorkflowExecutionFailedEventAttributes ??
    event.externalWorkflowExecutionCancelRequestedEventAttributes;
  return numberOf(other?.initiatedEventId);
}

/** The workflow task by which the workflow has asked for a step; 0 where it has not asked, or for other events. */
export function commandedBy(event: HistoryEvent): number {
  const about =
    event.activityTaskScheduledEventAttributes ??
    event.timerStartedEventAttributes ??
    event.startChildWorkflowExecutionInitiatedEventAttributes ??
    event.signalExternalWorkflowExecutionInitiatedEventAttributes ??
    event.requestCancelExternalWorkflowExecutionInitiatedEventAttributes ??
    event.nexusOperationScheduledEventAttributes ??
    event.markerRecordedEventAttributes;
  return numberOf(about?.workflowTaskCompletedEventId);
}
