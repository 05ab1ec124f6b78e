import {
  ObservedAttempt,
  ObservedStep,
} from 'backstage-plugin-workflow-runs-common';
import { errorOf } from './failures';
import { StepGroup } from './groups';
import { field } from './names';
import { progressOf } from './progress';
import { StepContext } from './StepContext';
import {
  eventTimeOf,
  instantOf,
  PendingActivity,
  PendingActivityState,
  wordOf,
} from './protobuf';

type Operations = NonNullable<ObservedStep['operations']>;

const PAUSE = { name: 'pause', title: 'Pause the activity' };
const UNPAUSE = { name: 'unpause', title: 'Unpause the activity' };
const RESET = { name: 'reset', title: 'Reset the activity' };

/** Temporal may try again for years; what is counted here ends before that, and the last number stands for the rest. */
export function attemptNumber(attempt: number | null | undefined): number {
  return Math.min(Math.max(attempt ?? 1, 1), 10_000);
}

export function operationsOf(
  at: number,
  value: Operations['value'],
): Operations {
  return { at, value };
}

/**
 * What the server says of an activity that its history does not. It says it by its own clock, as the history does: an
 * end that is written later is always behind it.
 */
export function pendingActivity(
  { head }: StepGroup,
  pending: PendingActivity,
  { reader }: StepContext,
): Partial<ObservedStep> {
  const at = latestOf(pending, eventTimeOf(head)) + 1;
  const state = pending.state ?? 0;
  const heartbeatAt = instantOf(pending.lastHeartbeatTime);
  const progress = progressOf(reader.readAll(pending.heartbeatDetails));
  const isPaused =
    state === PendingActivityState.PENDING_ACTIVITY_STATE_PAUSED ||
    state === PendingActivityState.PENDING_ACTIVITY_STATE_PAUSE_REQUESTED;
  return {
    nativeStatus: {
      at,
      value: wordOf(PendingActivityState[state], 'PENDING_ACTIVITY_STATE_'),
    },
    attempts: attemptsOf(pending, reader),
    ...(progress && heartbeatAt !== undefined
      ? { progress: { ...progress, at: heartbeatAt } }
      : {}),
    operations: operationsOf(at, [isPaused ? UNPAUSE : PAUSE, RESET]),
  };
}

/** When it was last heard of. The start of a retry that the server waits for is still to come. */
function latestOf(pending: PendingActivity, scheduledAt: number): number {
  const times = [
    pending.lastStartedTime,
    pending.lastHeartbeatTime,
    pending.lastAttemptCompleteTime,
    pending.pauseInfo?.pauseTime,
    pending.nextAttemptScheduleTime ? undefined : pending.scheduledTime,
  ].map(time => instantOf(time) ?? 0);
  return Math.max(scheduledAt, ...times);
}

/** The attempt that is under way, and the one before it. Those before that nobody has seen are not told of. */
function attemptsOf(
  pending: PendingActivity,
  reader: StepContext['reader'],
): ObservedAttempt[] {
  const number = attemptNumber(pending.attempt);
  const completedAt = instantOf(pending.lastAttemptCompleteTime);
  const startedAt = instantOf(pending.lastStartedTime);
  const retryAt = instantOf(pending.nextAttemptScheduleTime);
  const attempts: ObservedAttempt[] = [];
  if (number > 1 && completedAt !== undefined) {
    attempts.push({
      generation: 0,
      number: number - 1,
      end: {
        at: completedAt,
        outcome: 'failed',
        willRetry: true,
        ...(retryAt === undefined ? {} : { retryAt }),
        // Who lets a paused activity go on may have it forget why it failed.
        ...(pending.lastFailure
          ? { error: errorOf(pending.lastFailure, reader) }
          : {}),
      },
    });
  }
  const isUnderWay = startedAt !== undefined && startedAt > (completedAt ?? 0);
  if (isUnderWay) {
    attempts.push({
      generation: 0,
      number,
      startedAt,
      ...field('worker', pending.lastWorkerIdentity, 256),
    });
  }
  return attempts;
}
