import {
  ObservedAttempt,
  ObservedStep,
} from 'backstage-plugin-workflow-runs-common';
import { activityStep } from './activities';
import { lastWordOf, outcomeOf } from './endings';
import { errorOf } from './failures';
import { StepGroup } from './groups';
import { localActivityOf } from './localActivities';
import { field, fitting } from './names';
import { nexusStep } from './nexus';
import { inputOf, outputAt, resultOf } from './values';
import { StepContext } from './StepContext';
import {
  durationOf,
  eventTimeOf,
  HistoryEvent,
  StartChildWorkflowExecutionFailedCause,
  wordOf,
} from './protobuf';

const MAX_INSTANT = 8_640_000_000_000_000;

/** What is told of a step. */
export function stepOf(group: StepGroup, context: StepContext): ObservedStep {
  const step = { ...commonOf(group, context), ...ownOf(group, context) };
  return context.closedAt === undefined
    ? step
    : endedWithRun(step, context.closedAt);
}

function commonOf(
  { key, kind, head, followers, dependsOn }: StepGroup,
  { reader }: StepContext,
): ObservedStep {
  const summary = reader.readText(head.userMetadata?.summary);
  const { at, value } = lastWordOf(head, followers);
  return {
    key,
    ...field('name', summary ?? key.replace(/#\d+$/, ''), 256),
    type: typeOf(kind),
    ...(dependsOn.length > 0 ? { dependsOn } : {}),
    nativeStatus: { at, value: value.slice(0, 64) },
    attempts: [],
  };
}

function typeOf(kind: StepGroup['kind']): ObservedStep['type'] {
  switch (kind) {
    case 'timer':
      return 'wait';
    case 'child':
      return 'child';
    case 'activity':
    case 'localActivity':
      return 'tool';
    default:
      return 'io';
  }
}

function ownOf(group: StepGroup, context: StepContext): Partial<ObservedStep> {
  switch (group.kind) {
    case 'activity':
      return activityStep(group, context);
    case 'localActivity':
      return localStep(group, context);
    case 'timer':
      return timerStep(group);
    case 'child':
      return childStep(group, context);
    case 'signal':
      return signalStep(group, context);
    case 'nexusOperation':
      return nexusStep(group, context);
    default:
      return callStep(group, context);
  }
}

function localStep({ head }: StepGroup, { reader }: StepContext) {
  const local = localActivityOf(head, reader)!;
  const { failure } = head.markerRecordedEventAttributes ?? {};
  const { startedAt, endedAt: at } = local;
  return {
    attempts: [
      {
        generation: 0,
        number: local.attempt,
        ...(startedAt === undefined ? {} : { startedAt }),
        end: failure
          ? { at, outcome: 'failed' as const, error: errorOf(failure, reader) }
          : { at, outcome: 'completed' as const },
      },
    ],
    ...outputAt(at, local.result ? { payloads: [local.result] } : null, reader),
  };
}

function timerStep({ head, followers }: StepGroup): Partial<ObservedStep> {
  const startedAt = eventTimeOf(head);
  const about = head.timerStartedEventAttributes;
  const until = startedAt + durationOf(about?.startToFireTimeout);
  const { at } = lastWordOf(head, followers);
  return {
    attempts: [attemptOf(startedAt, followers)],
    waitingFor: {
      at,
      value:
        followers.length > 0
          ? null
          : { kind: 'time', until: Math.min(until, MAX_INSTANT) },
    },
  };
}

function childStep(
  { head, followers }: StepGroup,
  { reader, taskQueue }: StepContext,
): Partial<ObservedStep> {
  const about = head.startChildWorkflowExecutionInitiatedEventAttributes;
  const started = followers.find(
    event => event.childWorkflowExecutionStartedEventAttributes,
  );
  const end = followers.find(outcomeOf);
  const failed = end && childFailure(end);
  const queue = about?.taskQueue?.name;
  const isOver = end !== undefined;
  return {
    attempts:
      started || end
        ? [
            attemptOf(
              started && eventTimeOf(started),
              followers,
              failed,
              reader,
            ),
          ]
        : [],
    ...inputOf(about?.input, reader),
    ...resultOf(
      end,
      end?.childWorkflowExecutionCompletedEventAttributes?.result,
      reader,
    ),
    ...(queue && queue !== taskQueue ? field('taskQueue', queue, 256) : {}),
    waitingFor: {
      at: lastWordOf(head, followers).at,
      value: isOver
        ? null
        : {
            kind: 'child',
            workflow: fitting(about?.workflowType?.name ?? ''),
          },
    },
  };
}

/** Why the parent has not got what it waited for, where that is no failure of Temporal. */
function childFailure(event: HistoryEvent) {
  const failed = event.childWorkflowExecutionFailedEventAttributes;
  if (failed) return failed.failure;
  if (event.childWorkflowExecutionTimedOutEventAttributes)
    return { message: 'It timed out', timeoutFailureInfo: {} };
  if (event.childWorkflowExecutionTerminatedEventAttributes)
    return { message: 'It was terminated', terminatedFailureInfo: {} };
  const notStarted = event.startChildWorkflowExecutionFailedEventAttributes;
  if (!notStarted) return undefined;
  const cause = StartChildWorkflowExecutionFailedCause[notStarted.cause ?? 0];
  const word = wordOf(cause, 'START_CHILD_WORKFLOW_EXECUTION_FAILED_CAUSE_');
  return {
    message: `It could not be started: ${word}`,
    applicationFailureInfo: { type: word },
  };
}

/** A signal is there at once. */
function signalStep(
  { head }: StepGroup,
  { reader }: StepContext,
): Partial<ObservedStep> {
  const at = eventTimeOf(head);
  return {
    attempts: [
      {
        generation: 0,
        number: 1,
        startedAt: at,
        end: { at, outcome: 'completed' },
      },
    ],
    ...inputOf(head.workflowExecutionSignaledEventAttributes?.input, reader),
  };
}

/** An update, or a signal or request to another run. */
function callStep(
  { head, followers }: StepGroup,
  { reader }: StepContext,
): Partial<ObservedStep> {
  const end = followers.find(outcomeOf);
  const update = end?.workflowExecutionUpdateCompletedEventAttributes?.outcome;
  const request = head.workflowExecutionUpdateAcceptedEventAttributes;
  const signal = head.signalExternalWorkflowExecutionInitiatedEventAttributes;
  const failure =
    update?.failure ??
    (end && outcomeOf(end) === 'failed'
      ? {
          message: 'There is no such run, or it does not take it',
          applicationFailureInfo: { type: 'ExternalWorkflowNotFound' },
        }
      : undefined);
  return {
    attempts: [attemptOf(eventTimeOf(head), followers, failure, reader)],
    ...inputOf(request?.acceptedRequest?.input?.args ?? signal?.input, reader),
    ...resultOf(end, update?.success, reader),
  };
}

function attemptOf(
  startedAt: number | undefined,
  followers: readonly HistoryEvent[],
  failure?: Parameters<typeof errorOf>[0],
  reader?: StepContext['reader'],
): ObservedAttempt {
  const end = followers.find(outcomeOf);
  const outcome = end && outcomeOf(end);
  return {
    generation: 0,
    number: 1,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(end && outcome
      ? {
          end: {
            at: eventTimeOf(end),
            outcome,
            ...(outcome === 'failed' && reader
              ? { error: errorOf(failure, reader) }
              : {}),
          },
        }
      : {}),
  };
}

/** Temporal writes nothing of steps that are open when their run ends: the run does not wait for them any more. */
function endedWithRun(step: ObservedStep, closedAt: number): ObservedStep {
  const last = step.attempts[step.attempts.length - 1];
  if (last?.end && !last.end.willRetry) return step;
  const end = { at: closedAt, outcome: 'canceled' as const };
  const attempts = [...step.attempts];
  if (last && !last.end) attempts[attempts.length - 1] = { ...last, end };
  else {
    const number = (last?.number ?? 0) + 1;
    attempts.push({ generation: 0, number, end });
  }
  const at = Math.max(closedAt, step.nativeStatus?.at ?? 0) + 1;
  return {
    ...step,
    attempts,
    ...(step.waitingFor ? { waitingFor: { at, value: null } } : {}),
    ...(step.operations ? { operations: { at, value: [] } } : {}),
  };
}
