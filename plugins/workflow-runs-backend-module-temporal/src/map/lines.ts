import { EngineLogLine } from 'backstage-plugin-workflow-runs-node';
import { PayloadReader } from '../payloads';
import { errorOf } from './failures';
import { StepGroup } from './groups';
import { attemptNumber } from './pendingActivities';
import {
  eventIdOf,
  eventTimeOf,
  Failure,
  HistoryEvent,
  WorkflowTaskFailedCause,
  wordOf,
} from './protobuf';
import { isRunEnd, successorOf, terminatedBy } from './run';

/** Numbers that one event may use, so that those of later events do not depend on what was said before. */
const PER_EVENT = 10;
const MAX_TEXT = 1_000;

type Said = Pick<EngineLogLine, 'level' | 'message'>;

const info = (message: string): Said => ({ level: 'info', message });
const warn = (message: string): Said => ({ level: 'warn', message });

/** What a run of Temporal says for itself, numbered by the events that it comes from. No payload is in it. */
export function linesOf(
  event: HistoryEvent,
  about: {
    group: StepGroup | undefined;
    /** Whether its step is told of; a line of another one is of the run. */
    isShown: boolean;
    isFirstNotShown: boolean;
    reader: PayloadReader;
    /** Of the steps so far. */
    notShown: number;
  },
): EngineLogLine[] {
  const { group, reader, notShown, isShown } = about;
  const attempt = event.activityTaskStartedEventAttributes?.attempt;
  const said: Said[] = [
    ...ofRun(event, reader),
    ...ofStep(event, group, reader),
    ...(about.isFirstNotShown
      ? [warn('The run has more steps than are shown; the first ones are')]
      : []),
    ...(notShown > 0 && isRunEnd(event)
      ? [warn(`${notShown} steps are not shown`)]
      : []),
  ];
  return said.map(({ level, message }, index) => ({
    number: eventIdOf(event) * PER_EVENT + index,
    at: eventTimeOf(event),
    level,
    message: message.slice(0, MAX_TEXT),
    ...(group && isShown ? { step: group.key } : {}),
    ...(attempt && attempt > 1 ? { attempt: attemptNumber(attempt) } : {}),
  }));
}

function ofRun(event: HistoryEvent, reader: PayloadReader): Said[] {
  const asked = event.workflowExecutionCancelRequestedEventAttributes;
  if (asked) {
    return [
      warn(`${by('Asked to cancel', asked.identity)}${why(asked.cause)}`),
    ];
  }
  const terminated = event.workflowExecutionTerminatedEventAttributes;
  if (terminated) return [warn(terminatedBy(terminated))];
  const paused = event.workflowExecutionPausedEventAttributes;
  if (paused) {
    return [info(`${by('Paused', paused.identity)}${why(paused.reason)}`)];
  }
  const unpaused = event.workflowExecutionUnpausedEventAttributes;
  if (unpaused) {
    return [info(`${by('Goes on', unpaused.identity)}${why(unpaused.reason)}`)];
  }
  if (event.workflowTaskFailedEventAttributes) return taskFailed(event, reader);
  if (event.workflowTaskTimedOutEventAttributes) {
    return [warn('A worker did not answer to a workflow task in time')];
  }
  const marker = event.markerRecordedEventAttributes?.markerName;
  if (marker && !/local_?activity/i.test(marker)) {
    return [{ level: 'debug', message: `Marker ${marker}` }];
  }
  const next = isRunEnd(event) ? successorOf(event) : null;
  return next ? [info(`Run ${next} goes on from here`)] : [];
}

function taskFailed(event: HistoryEvent, reader: PayloadReader): Said[] {
  const { cause, failure, baseRunId } =
    event.workflowTaskFailedEventAttributes ?? {};
  const Causes = WorkflowTaskFailedCause;
  // The workflow was told of something while it decided, and decides again.
  if (cause === Causes.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND) return [];
  if (cause === Causes.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW) {
    const run = baseRunId ? ` of run ${baseRunId}` : '';
    return [info(`Does the rest${run} anew${why(failure?.message)}`)];
  }
  const word = wordOf(Causes[cause ?? 0], 'WORKFLOW_TASK_FAILED_CAUSE_');
  const message = `The workflow could not go on (${word})${reason(
    failure,
    reader,
  )}`;
  return [{ level: 'error', message }];
}

function ofStep(
  event: HistoryEvent,
  group: StepGroup | undefined,
  reader: PayloadReader,
): Said[] {
  const signal = event.workflowExecutionSignaledEventAttributes;
  if (signal) {
    return [info(by(`Signal ${signal.signalName} received`, signal.identity))];
  }
  if (!group) return [];
  const update = event.workflowExecutionUpdateAcceptedEventAttributes;
  if (update) {
    const who = update.acceptedRequest?.meta?.identity;
    return [info(by(`Update ${group.key} accepted`, who))];
  }
  const started = event.activityTaskStartedEventAttributes;
  if (started?.lastFailure && (started.attempt ?? 1) > 1) {
    return [
      warn(
        `Attempt ${started.attempt}: the one before has failed${reason(
          started.lastFailure,
          reader,
        )}`,
      ),
    ];
  }
  const failed =
    event.activityTaskFailedEventAttributes ??
    event.activityTaskTimedOutEventAttributes ??
    event.childWorkflowExecutionFailedEventAttributes ??
    event.nexusOperationFailedEventAttributes ??
    event.nexusOperationTimedOutEventAttributes;
  if (!failed) return [];
  const message = `${group.key} has failed${reason(failed.failure, reader)}`;
  return [{ level: 'error', message }];
}

function by(what: string, identity: string | null | undefined): string {
  return identity ? `${what}, by ${identity}` : what;
}

function why(text: string | null | undefined): string {
  return text ? `: ${text}` : '';
}

function reason(
  failure: Failure | null | undefined,
  reader: PayloadReader,
): string {
  if (!failure) return '';
  return `: ${errorOf(failure, reader).message}`;
}
