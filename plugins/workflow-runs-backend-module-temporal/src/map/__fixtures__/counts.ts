import { RunSnapshot } from 'backstage-plugin-workflow-runs-common';
import { temporal } from '@temporalio/proto';
import { HistoryEvent } from '../protobuf';

/** What Temporal has written, and what is told. */
export interface Counts {
  steps: number;
  completed: number;
  failed: number;
  canceled: number;
  /** Neither of them. */
  open: number;
}

/**
 * Counts a history by the types of its events alone, by their names: nothing of the mapper is in it.
 */
export function countsOf(events: readonly HistoryEvent[]): Counts {
  const types = events.map(
    ({ eventType }) => temporal.api.enums.v1.EventType[eventType ?? 0],
  );
  const count = (pattern: RegExp) =>
    types.filter(type => pattern.test(type)).length;
  const local = events
    .map(event => event.markerRecordedEventAttributes)
    .filter(marker => marker?.markerName === 'core_local_activity');
  const localFailures = local.filter(marker => marker?.failure).length;
  const updateFailures = events.filter(
    event =>
      event.workflowExecutionUpdateCompletedEventAttributes?.outcome?.failure,
  ).length;
  const steps =
    count(
      /ACTIVITY_TASK_SCHEDULED|TIMER_STARTED|EXECUTION_INITIATED|EXECUTION_SIGNALED$|UPDATE_ACCEPTED|NEXUS_OPERATION_SCHEDULED/,
    ) -
    // It ends the signal to another run, and begins nothing.
    count(/_EXTERNAL_WORKFLOW_EXECUTION_SIGNALED/) +
    local.length;
  const completed =
    count(
      /ACTIVITY_TASK_COMPLETED|TIMER_FIRED|CHILD_WORKFLOW_EXECUTION_COMPLETED|EXECUTION_SIGNALED$|EXTERNAL_WORKFLOW_EXECUTION_CANCEL_REQUESTED|UPDATE_COMPLETED|NEXUS_OPERATION_COMPLETED/,
    ) -
    updateFailures +
    local.length -
    localFailures;
  const failed =
    count(
      /(?:ACTIVITY_TASK|CHILD_WORKFLOW_EXECUTION|EXTERNAL_WORKFLOW_EXECUTION|NEXUS_OPERATION)_(?:FAILED|TIMED_OUT)|CHILD_WORKFLOW_EXECUTION_TERMINATED/,
    ) +
    updateFailures +
    localFailures;
  const canceled = count(
    /(?:ACTIVITY_TASK|TIMER|CHILD_WORKFLOW_EXECUTION|NEXUS_OPERATION)_CANCELED/,
  );
  const open = steps - completed - failed - canceled;
  const isOver = count(
    /_WORKFLOW_EXECUTION_(?:COMPLETED|FAILED|TIMED_OUT|CANCELED|TERMINATED|CONTINUED_AS_NEW)/,
  );
  const ofChildren = count(
    /CHILD_WORKFLOW_EXECUTION_(?:COMPLETED|FAILED|TIMED_OUT|CANCELED|TERMINATED)|EXTERNAL_WORKFLOW_EXECUTION_FAILED/,
  );
  // Nothing is written of what is open when the run ends: nobody waits for it any more.
  return isOver > ofChildren
    ? { steps, completed, failed, canceled: canceled + open, open: 0 }
    : { steps, completed, failed, canceled, open };
}

/** The same of what is told. */
export function countsIn({ steps }: RunSnapshot): Counts {
  const counts = { steps: steps.length, completed: 0, failed: 0, canceled: 0 };
  let open = 0;
  for (const { attempts } of steps) {
    const end = attempts[attempts.length - 1]?.end;
    if (!end || end.willRetry || end.outcome === 'lost') open += 1;
    else counts[end.outcome] += 1;
  }
  return { ...counts, open };
}
