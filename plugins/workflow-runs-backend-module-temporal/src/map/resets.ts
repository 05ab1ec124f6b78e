import { outcomeOf } from './endings';
import { StepGroup } from './groups';
import { eventIdOf, eventTimeOf, HistoryEvent } from './protobuf';

/**
 * A reset lets the workflow decide anew at a completed workflow task: what it asked for by that task or a later one
 * runs again, and so does what was under way then.
 */
export function resetPointOf(group: StepGroup | undefined): number | null {
  return group && group.task > 0 ? group.task : null;
}

/** The first workflow task; one that a worker has not completed will do where none is. */
export function firstResetPointOf(
  events: readonly HistoryEvent[],
): number | null {
  const completed = events.find(
    event => event.workflowTaskCompletedEventAttributes,
  );
  const other = events.find(
    event =>
      event.workflowTaskFailedEventAttributes ??
      event.workflowTaskTimedOutEventAttributes,
  );
  const point = completed ?? other;
  return point ? eventIdOf(point) : null;
}

export function againFrom(
  groups: readonly StepGroup[],
  resetPoint: number,
): { again: string[]; kept: string[] } {
  const again: string[] = [];
  const kept: string[] = [];
  for (const group of groups) {
    (isKept(group, resetPoint) ? kept : again).push(group.key);
  }
  return { again, kept };
}

function isKept(
  { kind, head, followers }: StepGroup,
  resetPoint: number,
): boolean {
  // The server tells the new run of the signals that came later.
  if (kind === 'signal') return true;
  if (kind === 'localActivity') return eventIdOf(head) < resetPoint;
  const end = followers.find(outcomeOf);
  return end !== undefined && eventIdOf(end) < resetPoint;
}

/** What a workflow has asked for so that it gets something done; updates and signals are what others ask of it. */
const WORK = new Set(['activity', 'localActivity', 'child', 'nexusOperation']);

/** The step that failed for good first. */
export function failedStepOf(
  groups: readonly StepGroup[],
): StepGroup | undefined {
  let first: { group: StepGroup; at: number } | undefined;
  for (const group of groups) {
    if (!WORK.has(group.kind)) continue;
    const at = failedAt(group);
    if (at !== undefined && (!first || at < first.at)) first = { group, at };
  }
  return first?.group;
}

function failedAt({ kind, head, followers }: StepGroup): number | undefined {
  if (kind === 'localActivity') {
    const { failure } = head.markerRecordedEventAttributes ?? {};
    return failure ? eventTimeOf(head) : undefined;
  }
  const end = followers.find(event => outcomeOf(event) === 'failed');
  return end && eventTimeOf(end);
}
