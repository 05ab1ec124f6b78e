import { temporal } from '@temporalio/proto';

export type HistoryEvent = temporal.api.history.v1.IHistoryEvent;
export type Description =
  temporal.api.workflowservice.v1.IDescribeWorkflowExecutionResponse;
export type ExecutionInfo = temporal.api.workflow.v1.IWorkflowExecutionInfo;
export type PendingActivity = temporal.api.workflow.v1.IPendingActivityInfo;
export type PendingNexusOperation =
  temporal.api.workflow.v1.IPendingNexusOperationInfo;
export type UpdateRequest = temporal.api.update.v1.IRequest;
export type Failure = temporal.api.failure.v1.IFailure;
export type Payload = temporal.api.common.v1.IPayload;
export type Payloads = temporal.api.common.v1.IPayloads;

export const {
  ContinueAsNewInitiator,
  EventType,
  PendingActivityState,
  PendingNexusOperationState,
  RetryState,
  StartChildWorkflowExecutionFailedCause,
  TimeoutType,
  WorkflowExecutionStatus,
  WorkflowTaskFailedCause,
} = temporal.api.enums.v1;

/** The last instant that a snapshot can name. */
const MAX_INSTANT = 8_640_000_000_000_000;

/** A 64-bit number as the decoder of protobuf gives it. */
type Int64 = number | { toNumber(): number } | null | undefined;

/** Numbers of Temporal that count events, seconds or nanoseconds fit into one of JavaScript. */
export function numberOf(value: Int64): number {
  if (value === null || value === undefined) return 0;
  return typeof value === 'number' ? value : value.toNumber();
}

/** Milliseconds of a duration. */
export function durationOf(
  duration: { seconds?: Int64; nanos?: number | null } | null | undefined,
): number {
  if (!duration) return 0;
  const { seconds, nanos } = duration;
  return numberOf(seconds) * 1_000 + Math.floor((nanos ?? 0) / 1_000_000);
}

/** Epoch milliseconds of an instant; undefined where there is none. */
export function instantOf(
  timestamp: { seconds?: Int64; nanos?: number | null } | null | undefined,
): number | undefined {
  const at = durationOf(timestamp);
  return at > 0 ? Math.min(at, MAX_INSTANT) : undefined;
}

export function eventIdOf({ eventId }: HistoryEvent): number {
  return numberOf(eventId);
}

export function eventTimeOf({ eventTime }: HistoryEvent): number {
  return instantOf(eventTime) ?? 0;
}

/** `ACTIVITY_TASK_SCHEDULED`, say, as people write it: `ActivityTaskScheduled`. */
export function wordOf(constant: string | undefined, prefix = ''): string {
  return (constant ?? 'Unspecified')
    .slice(constant ? prefix.length : 0)
    .toLowerCase()
    .replace(/(?:^|_)([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}
