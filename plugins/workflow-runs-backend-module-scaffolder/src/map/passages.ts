import { ObservedPassage } from 'backstage-plugin-workflow-runs-common';
import { errorOf, failureOf } from './errors';
import { Task, TaskEvent } from './task';

/** How long a task has to be quiet before it counts as ended without an event that says so, in milliseconds. */
const QUIET_MS = 10_000;

/** Native words for a task that has ended; the others are of one that has not. */
const ENDED: Readonly<Record<string, 'completed' | 'failed' | 'canceled'>> = {
  completed: 'completed',
  failed: 'failed',
  cancelled: 'canceled',
  // It did nothing of what it was asked for.
  skipped: 'canceled',
};

/** Events of one passage of a task from its start to its end. */
export interface Passage {
  generation: number;
  queuedAt: number;
  events: TaskEvent[];
}

/** How the scaffolder goes on with tasks. */
export interface Ways {
  /** It takes up again what a worker has left, in the same passage: `scaffolder.taskRecovery.enabled`. */
  recovers: boolean;
}

/**
 * A retry begins the next passage. The scaffolder says only that the task goes on, and takes back that it had ended;
 * where a worker has left it in the midst, it says the same.
 */
export function splitPassages(
  { createdAt }: Task,
  events: readonly TaskEvent[],
  { recovers }: Ways,
): Passage[] {
  const passages: Passage[] = [
    { generation: 0, queuedAt: createdAt, events: [] },
  ];
  for (const event of events) {
    const last = passages[passages.length - 1];
    const isRetry =
      event.type === 'recovered' &&
      // A task that starts over tells nothing of what was before.
      (!recovers || hasStopped(last) || last.events.length === 0);
    if (isRetry) {
      const generation = last.generation + 1;
      passages.push({ generation, queuedAt: event.createdAt, events: [] });
    } else last.events.push(event);
  }
  return passages;
}

function hasStopped({ events }: Passage): boolean {
  return events.some(
    ({ type, body }) =>
      type === 'completion' ||
      type === 'cancelled' ||
      body.status === 'failed' ||
      body.status === 'cancelled',
  );
}

/** Whether a task says of itself that it has ended. */
export function hasEnded({ status }: Task): boolean {
  return Object.hasOwn(ENDED, status);
}

/** When anything was said last of a task. */
export function lastWordOf(task: Task, events: readonly TaskEvent[]): number {
  return Math.max(
    task.createdAt,
    task.lastHeartbeatAt ?? 0,
    ...events.slice(-1).map(({ createdAt }) => createdAt),
  );
}

/** What is told of the passages of a task. */
export function toPassages(
  task: Task,
  passages: readonly Passage[],
  now: number,
): ObservedPassage[] {
  return passages.map((passage, index) =>
    toPassage(task, passage, passages[index + 1], now),
  );
}

function toPassage(
  task: Task,
  passage: Passage,
  next: Passage | undefined,
  now: number,
): ObservedPassage {
  const { generation, queuedAt, events } = passage;
  const started = events.find(({ type }) => type === 'log');
  const end = endOf(passage) ?? (next ? endBefore(passage, next) : quietEnd());
  return {
    generation,
    queuedAt,
    ...(started ? { startedAt: started.createdAt } : {}),
    marks: [],
    ...(end ? { end } : {}),
  };

  /** The end of a task is written together with the event that says so: where it is missing, it is on its way. */
  function quietEnd(): ObservedPassage['end'] {
    const outcome = hasEnded(task) ? ENDED[task.status] : undefined;
    const at = lastWordOf(task, events);
    if (!outcome || now - at < QUIET_MS) return undefined;
    return { at, outcome, ...(outcome === 'failed' ? causeOf(events) : {}) };
  }
}

function endOf({ events }: Passage): ObservedPassage['end'] {
  const completion = events.find(({ type }) => type === 'completion');
  if (!completion) return undefined;
  const { createdAt: at, body } = completion;
  const isDone = body.output || body.message.endsWith('status: completed');
  if (isDone && !body.error) return { at, outcome: 'completed' };
  // Who cancels a task lets it fail.
  if (events.some(({ type }) => type === 'cancelled')) {
    return { at, outcome: 'canceled' };
  }
  return {
    at,
    outcome: 'failed',
    error: body.error ? errorOf(body.error) : failureOf(body.message),
  };
}

/** How a passage has ended of which the end was taken back by the retry. */
function endBefore(
  { events, queuedAt }: Passage,
  next: Passage,
): NonNullable<ObservedPassage['end']> {
  const at = events[events.length - 1]?.createdAt ?? next.queuedAt;
  const said = new Set(events.map(({ body }) => body.status));
  if (said.has('failed') || events.length === 0) {
    return {
      at: Math.max(at, queuedAt),
      outcome: 'failed',
      ...causeOf(events),
    };
  }
  return { at, outcome: hasOpenStep(events) ? 'canceled' : 'completed' };
}

function hasOpenStep(events: readonly TaskEvent[]): boolean {
  const open = new Set<string>();
  for (const { body } of events) {
    if (!body.stepId || !body.status) continue;
    if (['processing', 'cancelled'].includes(body.status))
      open.add(body.stepId);
    else open.delete(body.stepId);
  }
  return open.size > 0;
}

function causeOf(events: readonly TaskEvent[]) {
  const failed = events.find(({ body }) => body.status === 'failed');
  return failed ? { error: failureOf(failed.body.message) } : {};
}
