import {
  ObservedAttempt,
  ObservedStep,
} from 'backstage-plugin-workflow-runs-common';
import { lastWordOf, outcomeOf } from './endings';
import { errorOf } from './failures';
import { StepGroup } from './groups';
import { field } from './names';
import {
  attemptNumber,
  operationsOf,
  pendingActivity,
} from './pendingActivities';
import { backoffOf, retryPolicyOf } from './retryPolicy';
import { StepContext } from './StepContext';
import { inputOf, resultOf } from './values';
import { eventTimeOf, HistoryEvent } from './protobuf';

/**
 * What is told of an activity. While it is under way its history says nothing but that it was scheduled: Temporal
 * writes the start of its last attempt when it is over, and the rest is in the description of the run.
 */
export function activityStep(
  group: StepGroup,
  context: StepContext,
): Partial<ObservedStep> {
  const { head, followers } = group;
  const { reader } = context;
  const about = head.activityTaskScheduledEventAttributes;
  const policy = retryPolicyOf(about?.retryPolicy);
  const queue = about?.taskQueue?.name;
  const end = followers.find(outcomeOf);
  const pending = context.pendingActivities.get(about?.activityId ?? '');
  const given = {
    ...inputOf(about?.input, reader),
    ...(policy ? { retryPolicy: policy } : {}),
    ...(queue && queue !== context.taskQueue
      ? field('taskQueue', queue, 256)
      : {}),
  };
  if (!end) {
    return {
      ...given,
      attempts: startsOf(group, context),
      ...(pending ? pendingActivity(group, pending, context) : {}),
    };
  }
  return {
    ...given,
    attempts: [
      ...startsOf(group, context).filter(attempt => attempt.end),
      lastAttempt(group, end, context),
    ],
    ...resultOf(end, end.activityTaskCompletedEventAttributes?.result, reader),
    operations: operationsOf(lastWordOf(head, followers).at, []),
  };
}

function startedOf({ followers }: StepGroup) {
  return followers.find(event => event.activityTaskStartedEventAttributes);
}

/** The attempt that the history says has started, and the one before it, of which it says why it has failed. */
function startsOf(
  group: StepGroup,
  { reader }: StepContext,
): ObservedAttempt[] {
  const started = startedOf(group);
  const about = started?.activityTaskStartedEventAttributes;
  if (!started || !about) return [];
  const number = attemptNumber(about.attempt);
  const startedAt = eventTimeOf(started);
  const own: ObservedAttempt = {
    generation: 0,
    number,
    startedAt,
    ...field('worker', about.identity, 256),
  };
  if (number === 1 || !about.lastFailure) return [own];
  const policy = retryPolicyOf(
    group.head.activityTaskScheduledEventAttributes?.retryPolicy,
  );
  // It was over at the latest when the server began to wait until it tried again.
  const at = startedAt - backoffOf(policy, number - 1);
  return [
    {
      generation: 0,
      number: number - 1,
      end: {
        at: Math.max(at, eventTimeOf(group.head)),
        outcome: 'failed',
        willRetry: true,
        error: errorOf(about.lastFailure, reader),
      },
    },
    own,
  ];
}

function attemptSeen({ head }: StepGroup, { attemptsSeen }: StepContext) {
  const id = head.activityTaskScheduledEventAttributes?.activityId ?? '';
  return attemptNumber(attemptsSeen.get(id));
}

/** The attempt that an activity has ended with. Where none was under way, it is the one that was to come. */
function lastAttempt(
  group: StepGroup,
  end: HistoryEvent,
  context: StepContext,
): ObservedAttempt {
  const starts = startsOf(group, context);
  const own: ObservedAttempt = starts[starts.length - 1] ?? {
    generation: 0,
    number: attemptSeen(group, context),
  };
  const outcome = outcomeOf(end)!;
  const failure =
    end.activityTaskFailedEventAttributes?.failure ??
    end.activityTaskTimedOutEventAttributes?.failure;
  return {
    ...own,
    end: {
      at: eventTimeOf(end),
      outcome,
      ...(outcome === 'failed'
        ? { error: errorOf(failure, context.reader) }
        : {}),
    },
  };
}
