import {
  ObservedEnd,
  ObservedPassage,
  RunSnapshot,
  StepError,
} from 'backstage-plugin-workflow-runs-common';
import { PayloadReader } from '../payloads';
import { errorOf } from './failures';
import { field, nativeIdOf } from './names';
import {
  ContinueAsNewInitiator,
  EventType,
  eventTimeOf,
  HistoryEvent,
  WorkflowTaskFailedCause,
} from './protobuf';
import { recordOf } from './values';

/** The events of a run that are about the run itself. */
export interface RunEvents {
  started: HistoryEvent;
  /** The first time that a worker has taken it. */
  taken?: HistoryEvent;
  paused: HistoryEvent[];
  /** The failed workflow task at which it was reset; of a run that does another anew. */
  reset?: HistoryEvent;
  closed?: HistoryEvent;
}

interface End {
  outcome: ObservedEnd['outcome'];
  /** Temporal's own word. */
  word: string;
}

const ENDS: ReadonlyMap<unknown, End> = new Map<unknown, End>([
  [
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
    { outcome: 'completed', word: 'Completed' },
  ],
  [
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
    { outcome: 'failed', word: 'Failed' },
  ],
  [
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT,
    { outcome: 'failed', word: 'TimedOut' },
  ],
  [
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
    { outcome: 'canceled', word: 'Canceled' },
  ],
  [
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED,
    { outcome: 'canceled', word: 'Terminated' },
  ],
  [
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW,
    { outcome: 'completed', word: 'ContinuedAsNew' },
  ],
]);

export function isRunEnd({ eventType }: HistoryEvent): boolean {
  return ENDS.has(eventType);
}

/** Whether an event is the one at which a run was reset into this one. */
export function isResetInto(event: HistoryEvent, runId: string): boolean {
  const failed = event.workflowTaskFailedEventAttributes;
  return (
    failed?.cause ===
      WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW &&
    failed.newRunId === runId
  );
}

/** How the run stands, in Temporal's words. */
export function runStatusOf(events: RunEvents): RunSnapshot['nativeStatus'] {
  const { started, paused, closed } = events;
  const end = closed && ENDS.get(closed.eventType);
  // Of what is said in the same millisecond the last has to be the latest.
  if (closed && end)
    return {
      at: eventTimeOf(closed) + paused.length + 1,
      value: end.word,
    };
  const last = paused[paused.length - 1];
  if (!last) return { at: eventTimeOf(started), value: 'Running' };
  return {
    at: eventTimeOf(last) + paused.length,
    value: last.workflowExecutionPausedEventAttributes ? 'Paused' : 'Running',
  };
}

export function passageOf(
  { started, taken, paused, closed }: RunEvents,
  reader: PayloadReader,
): ObservedPassage {
  const end = closed && ENDS.get(closed.eventType);
  return {
    generation: 0,
    queuedAt: eventTimeOf(started),
    ...(taken ? { startedAt: eventTimeOf(taken) } : {}),
    marks: paused.slice(0, 1_000).map(event => ({
      at: eventTimeOf(event),
      to: event.workflowExecutionPausedEventAttributes ? 'paused' : 'running',
      ...field(
        'reason',
        event.workflowExecutionPausedEventAttributes?.reason,
        500,
      ),
    })),
    ...(closed && end
      ? {
          end: {
            at: eventTimeOf(closed),
            outcome: end.outcome,
            ...errorField(closed, reader),
          },
        }
      : {}),
  };
}

function errorField(
  event: HistoryEvent,
  reader: PayloadReader,
): { error?: StepError } {
  const failed = event.workflowExecutionFailedEventAttributes;
  if (failed) return { error: errorOf(failed.failure, reader) };
  const terminated = event.workflowExecutionTerminatedEventAttributes;
  if (terminated) {
    return {
      error: {
        category: 'policy_denied',
        code: 'Terminated',
        message: terminatedBy(terminated),
      },
    };
  }
  if (event.workflowExecutionTimedOutEventAttributes) {
    return {
      error: {
        category: 'timeout',
        code: 'WorkflowTimeout',
        message: 'The workflow has run out of its time',
      },
    };
  }
  return {};
}

export function terminatedBy({
  identity,
  reason,
}: {
  identity?: string | null;
  reason?: string | null;
}): string {
  const who = identity ? ` by ${identity}` : '';
  return `Terminated${who}${reason ? `: ${reason}` : ''}`.slice(0, 4_000);
}

/** What a run has made, where it has ended well. */
export function outputOf(
  { closed }: RunEvents,
  reader: PayloadReader,
): Pick<RunSnapshot, 'output'> {
  const completed = closed?.workflowExecutionCompletedEventAttributes;
  const value = recordOf(completed?.result, reader, 'result');
  if (!closed || !value) return {};
  return { output: { at: eventTimeOf(closed), generation: 0, value } };
}

/** The run before it in its chain, or that it does anew. */
export function originOf(
  { started, reset }: RunEvents,
  run: { workflowId: string; runId: string },
): Pick<RunSnapshot, 'origin'> {
  const about = started.workflowExecutionStartedEventAttributes;
  const { workflowId, runId } = run;
  const base = reset?.workflowTaskFailedEventAttributes?.baseRunId;
  if (base)
    return { origin: { nativeId: nativeIdOf(workflowId, base), as: 'reset' } };
  const before = about?.continuedExecutionRunId;
  // A run that does another anew begins as that one did; it says so at the event to which it was reset.
  const original = about?.originalExecutionRunId;
  if (!before || (original && original !== runId)) return {};
  return {
    origin: { nativeId: nativeIdOf(workflowId, before), as: wayOf(about) },
  };
}

function wayOf({
  initiator,
}: {
  initiator?: unknown;
}): 'continued' | 'retried' | 'scheduled' {
  switch (initiator) {
    case ContinueAsNewInitiator.CONTINUE_AS_NEW_INITIATOR_RETRY:
      return 'retried';
    case ContinueAsNewInitiator.CONTINUE_AS_NEW_INITIATOR_CRON_SCHEDULE:
      return 'scheduled';
    default:
      return 'continued';
  }
}

/** The run that goes on from a run that has ended. */
export function successorOf(event: HistoryEvent | undefined): string | null {
  const about =
    event?.workflowExecutionContinuedAsNewEventAttributes ??
    event?.workflowExecutionCompletedEventAttributes ??
    event?.workflowExecutionFailedEventAttributes ??
    event?.workflowExecutionTimedOutEventAttributes;
  return about?.newExecutionRunId || null;
}
