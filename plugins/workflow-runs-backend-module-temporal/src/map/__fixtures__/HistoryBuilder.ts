import { temporal } from '@temporalio/proto';
import { EventType, HistoryEvent } from '../protobuf';

export const START = 1_790_000_000_000;

/** How a step of a made-up history goes. */
export interface PlannedStep {
  kind:
    | 'activity'
    | 'timer'
    | 'child'
    | 'signal'
    | 'update'
    | 'nexus'
    | 'local';
  end: 'completed' | 'failed' | 'timedOut' | 'canceled' | 'open';
  /** Whether it is asked for together with the step before. */
  isBeside: boolean;
}

type EventFields = Omit<HistoryEvent, 'eventId' | 'eventTime'>;

export function payloadsOf(
  ...values: unknown[]
): temporal.api.common.v1.IPayloads {
  return {
    payloads: values.map(value => ({
      metadata: { encoding: Buffer.from('json/plain') },
      data: Buffer.from(JSON.stringify(value)),
    })),
  };
}

export function failureOf(message: string): temporal.api.failure.v1.IFailure {
  return { message, applicationFailureInfo: { type: 'MadeUp' } };
}

/** Writes histories as the server writes them, a few milliseconds between events. */
export class HistoryBuilder {
  readonly events: HistoryEvent[] = [];
  #task = 0;

  constructor() {
    this.write({
      eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
      workflowExecutionStartedEventAttributes: {
        workflowType: { name: 'madeUp' },
        taskQueue: { name: 'queue' },
        originalExecutionRunId: 'run',
      },
    });
    this.decide();
  }

  /** @returns the id of the event */
  write(fields: EventFields): number {
    const eventId = this.events.length + 1;
    const at = START + Math.floor(eventId / 2);
    const eventTime = {
      seconds: Math.floor(at / 1_000),
      nanos: (at % 1_000) * 1_000_000,
    };
    this.events.push({
      ...fields,
      eventId,
      eventTime,
    } as unknown as HistoryEvent);
    return eventId;
  }

  /** A workflow task, in which the workflow asks for what is written next. */
  decide(): this {
    const scheduledEventId = this.write({
      eventType: EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
      workflowTaskScheduledEventAttributes: {},
    });
    const startedEventId = this.write({
      eventType: EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED,
      workflowTaskStartedEventAttributes: {},
    });
    this.#task = this.write({
      eventType: EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
      workflowTaskCompletedEventAttributes: {
        scheduledEventId,
        startedEventId,
      } as {},
    });
    return this;
  }

  /** @returns writes how the step ends */
  begin({ kind, end }: PlannedStep): () => void {
    const workflowTaskCompletedEventId = this.#task as any;
    switch (kind) {
      case 'activity': {
        const id = this.write({
          eventType: EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
          activityTaskScheduledEventAttributes: {
            activityId: `${this.events.length}`,
            activityType: { name: 'activity' },
            taskQueue: { name: 'queue' },
            workflowTaskCompletedEventId,
          },
        });
        return () => this.#endActivity(id as any, end);
      }
      case 'timer': {
        const id = this.write({
          eventType: EventType.EVENT_TYPE_TIMER_STARTED,
          timerStartedEventAttributes: {
            startToFireTimeout: { seconds: 60 as any },
            workflowTaskCompletedEventId,
          },
        });
        return () => this.#endTimer(id as any, end);
      }
      case 'child': {
        const id = this.write({
          eventType:
            EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED,
          startChildWorkflowExecutionInitiatedEventAttributes: {
            workflowType: { name: 'child' },
            workflowTaskCompletedEventId,
          },
        });
        return () => this.#endChild(id as any, end);
      }
      case 'nexus': {
        const id = this.write({
          eventType: EventType.EVENT_TYPE_NEXUS_OPERATION_SCHEDULED,
          nexusOperationScheduledEventAttributes: {
            service: 'service',
            operation: 'operation',
            workflowTaskCompletedEventId,
          },
        });
        return () => this.#endNexus(id as any, end);
      }
      case 'update': {
        const id = this.write({
          eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
          workflowExecutionUpdateAcceptedEventAttributes: {
            acceptedRequest: { input: { name: 'update' } },
          },
        });
        return () => this.#endUpdate(id as any, end);
      }
      case 'signal':
        this.write({
          eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
          workflowExecutionSignaledEventAttributes: { signalName: 'signal' },
        });
        return () => undefined;
      default:
        this.write({
          eventType: EventType.EVENT_TYPE_MARKER_RECORDED,
          markerRecordedEventAttributes: {
            markerName: 'core_local_activity',
            details: { data: payloadsOf({ activity_type: 'local' }) },
            ...(end === 'failed' ? { failure: failureOf('No') } : {}),
            workflowTaskCompletedEventId,
          },
        });
        return () => undefined;
    }
  }

  complete(): this {
    this.write({
      eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
      workflowExecutionCompletedEventAttributes: {},
    });
    return this;
  }

  #endActivity(scheduledEventId: any, end: PlannedStep['end']): void {
    if (end === 'open') return;
    this.write({
      eventType: EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED,
      activityTaskStartedEventAttributes: { scheduledEventId, attempt: 1 },
    });
    const about = { scheduledEventId };
    const ends: Record<string, EventFields> = {
      completed: {
        eventType: EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
        activityTaskCompletedEventAttributes: about,
      },
      failed: {
        eventType: EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED,
        activityTaskFailedEventAttributes: about,
      },
      timedOut: {
        eventType: EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT,
        activityTaskTimedOutEventAttributes: about,
      },
      canceled: {
        eventType: EventType.EVENT_TYPE_ACTIVITY_TASK_CANCELED,
        activityTaskCanceledEventAttributes: about,
      },
    };
    this.write(ends[end]);
  }

  #endTimer(startedEventId: any, end: PlannedStep['end']): void {
    if (end === 'open') return;
    this.write(
      end === 'canceled'
        ? {
            eventType: EventType.EVENT_TYPE_TIMER_CANCELED,
            timerCanceledEventAttributes: { startedEventId },
          }
        : {
            eventType: EventType.EVENT_TYPE_TIMER_FIRED,
            timerFiredEventAttributes: { startedEventId },
          },
    );
  }

  #endChild(initiatedEventId: any, end: PlannedStep['end']): void {
    const about = { initiatedEventId };
    this.write({
      eventType: EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED,
      childWorkflowExecutionStartedEventAttributes: {
        ...about,
        workflowExecution: { workflowId: 'c', runId: `${initiatedEventId}` },
      },
    });
    if (end === 'open') return;
    const ends: Record<string, EventFields> = {
      completed: {
        eventType: EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_COMPLETED,
        childWorkflowExecutionCompletedEventAttributes: about,
      },
      failed: {
        eventType: EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_FAILED,
        childWorkflowExecutionFailedEventAttributes: about,
      },
      timedOut: {
        eventType: EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_TIMED_OUT,
        childWorkflowExecutionTimedOutEventAttributes: about,
      },
      canceled: {
        eventType: EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_CANCELED,
        childWorkflowExecutionCanceledEventAttributes: about,
      },
    };
    this.write(ends[end]);
  }

  #endNexus(scheduledEventId: any, end: PlannedStep['end']): void {
    if (end === 'open') return;
    const about = { scheduledEventId };
    const ends: Record<string, EventFields> = {
      completed: {
        eventType: EventType.EVENT_TYPE_NEXUS_OPERATION_COMPLETED,
        nexusOperationCompletedEventAttributes: about,
      },
      failed: {
        eventType: EventType.EVENT_TYPE_NEXUS_OPERATION_FAILED,
        nexusOperationFailedEventAttributes: about,
      },
      timedOut: {
        eventType: EventType.EVENT_TYPE_NEXUS_OPERATION_TIMED_OUT,
        nexusOperationTimedOutEventAttributes: about,
      },
      canceled: {
        eventType: EventType.EVENT_TYPE_NEXUS_OPERATION_CANCELED,
        nexusOperationCanceledEventAttributes: about,
      },
    };
    this.write(ends[end]);
  }

  #endUpdate(acceptedEventId: any, end: PlannedStep['end']): void {
    if (end === 'open') return;
    this.write({
      eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED,
      workflowExecutionUpdateCompletedEventAttributes: {
        acceptedEventId,
        outcome:
          end === 'completed'
            ? { success: payloadsOf('yes') }
            : { failure: failureOf('No') },
      },
    });
  }
}

/** The history of a workflow that goes by a plan. */
export function historyBy(
  plan: readonly PlannedStep[],
  { isClosed = false } = {},
): HistoryEvent[] {
  const builder = new HistoryBuilder();
  let ends: (() => void)[] = [];
  for (const step of plan) {
    if (!step.isBeside) {
      ends.forEach(end => end());
      ends = [];
      builder.decide();
    }
    ends.push(builder.begin(step));
  }
  ends.forEach(end => end());
  if (isClosed) builder.decide().complete();
  return builder.events;
}
