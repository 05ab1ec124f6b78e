import { createHash } from 'node:crypto';
import {
  ObservedAttempt,
  ObservedStep,
  SkipReason,
} from 'backstage-plugin-workflow-runs-common';
import { failureOf } from './errors';
import { iterationOf } from './iterations';
import { Passage } from './passages';
import { TaskEvent, TaskStep } from './task';

const MAX_KEY = 128;
const MAX_NAME = 256;
/** How long a step with a condition has to be under way before it is told to be, in milliseconds. */
const DECIDED_MS = 1_500;

const OUTCOMES: Readonly<Record<string, 'completed' | 'failed' | 'canceled'>> =
  { completed: 'completed', failed: 'failed', cancelled: 'canceled' };

/** The key of a step: its id, where that is not too long to be one. */
export function stepKeyOf(id: string): string {
  if (id.length <= MAX_KEY) return id;
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 16);
  return `${id.slice(0, MAX_KEY - hash.length - 1)}~${hash}`;
}

/** What is told of the steps of a task: those of its template in their order, then those that only events name. */
export function toSteps(
  planned: readonly TaskStep[],
  passages: readonly Passage[],
  now: number,
): ObservedStep[] {
  const steps = new Map(planned.map(step => [step.id, step]));
  for (const { events } of passages) {
    for (const { body } of events) {
      const { stepId: id, status } = body;
      if (id && status && !steps.has(id)) steps.set(id, { id } as TaskStep);
    }
  }
  return [...steps.values()].map((step, index, all) => {
    const before = all[index - 1];
    return {
      key: stepKeyOf(step.id),
      ...(step.name ? { name: step.name.slice(0, MAX_NAME) } : {}),
      type: typeOf(step),
      ...(before ? { dependsOn: [stepKeyOf(before.id)] } : {}),
      ...wayOf(step, passages, now),
    };
  });
}

function typeOf({ action = '' }: TaskStep): ObservedStep['type'] {
  if (action === 'debug:wait') return 'wait';
  return /^(fetch|publish|http):/.test(action) ? 'io' : 'tool';
}

/** What became of a step, passage by passage. */
function wayOf(
  step: TaskStep,
  passages: readonly Passage[],
  now: number,
): Pick<ObservedStep, 'attempts' | 'skipped' | 'nativeStatus' | 'progress'> {
  const attempts: ObservedAttempt[] = [];
  // On SQLite many things happen in the same second: what was said last has to be the latest.
  let statuses = 0;
  let rest: Partial<ObservedStep> = {};
  for (const { generation, events } of passages) {
    const own = events.filter(({ body }) => body.stepId === step.id);
    const isCanceled = events.some(({ type }) => type === 'cancelled');
    const tries: ObservedAttempt[] = [];
    for (const event of own) {
      const { createdAt: at, body } = event;
      if (!body.status) continue;
      const value = body.status.slice(0, 64);
      rest.nativeStatus = { at: at + statuses, value };
      statuses += 1;
      const last = tries[tries.length - 1];
      if (body.status === 'processing') {
        tries.push({ generation, number: tries.length + 1, startedAt: at });
      } else if (body.status === 'skipped') {
        // It had begun to find out that there is nothing to do.
        if (last && !last.end) tries.pop();
        rest.skipped = {
          generation,
          at,
          reason: skipReasonOf(event, isCanceled),
        };
      } else if (Object.hasOwn(OUTCOMES, body.status)) {
        settle(tries, { generation, event, isKnown: attempts.length > 0 });
      }
    }
    if (isUndecided(step, own, tries, now)) tries.pop();
    attempts.push(...tries);
    rest = { ...rest, ...iterationOf(step, own) };
  }
  return { attempts, ...rest };
}

function settle(
  tries: ObservedAttempt[],
  told: { generation: number; event: TaskEvent; isKnown: boolean },
): void {
  const { generation, event, isKnown } = told;
  const { createdAt: at, body } = event;
  const outcome = OUTCOMES[body.status!];
  const last = tries[tries.length - 1];
  const end = {
    at,
    outcome,
    ...(outcome === 'failed' ? { error: failureOf(body.message) } : {}),
  };
  if (last) last.end ??= end;
  // A task that goes on says of what is done already that it is: nothing was tried for it.
  else if (!isKnown || outcome !== 'completed') {
    tries.push({ generation, number: 1, end });
  }
}

/** The scaffolder tells that a step begins before it looks at its condition. */
function isUndecided(
  step: TaskStep,
  own: readonly TaskEvent[],
  tries: readonly ObservedAttempt[],
  now: number,
): boolean {
  const last = own[own.length - 1];
  return (
    step.if !== undefined &&
    step.if !== true &&
    tries.length > 0 &&
    last?.body.status === 'processing' &&
    now - last.createdAt < DECIDED_MS
  );
}

function skipReasonOf({ body }: TaskEvent, isCanceled: boolean): SkipReason {
  if (/previous step failed/.test(body.message)) {
    // Who cancels a task lets the step fail that it is at.
    return isCanceled ? 'run_canceled' : 'upstream_failed';
  }
  return /dry-run/.test(body.message) ? 'forced' : 'condition';
}
