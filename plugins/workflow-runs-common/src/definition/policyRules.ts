import { z } from 'zod';
import { workOf } from './handlerUses';
import type { StepProblems } from './problem';
import type { MapStep, RetryPolicy, StepDefinition, WaitStep } from './steps';

type Path = readonly PropertyKey[];

/** How something is tried; a run of another workflow has no time-out of its own. */
interface Tries {
  retry: RetryPolicy;
  timeoutMs?: number;
  totalTimeoutMs?: number;
  heartbeatMs?: number;
}

/** What is to be tried, to be tolerated or to be waited for must be possible. */
export function policyProblems(problems: StepProblems, step: StepDefinition) {
  const work = workOf(step);
  if (work) triesProblems(problems, work.code, work.path);
  if (step.compensate) {
    triesProblems(problems, step.compensate, ['compensate']);
  }
  if (step.type === 'child') triesProblems(problems, step, []);
  if (step.type === 'map') mapProblems(problems, step);
  if (step.type === 'wait') waitProblems(problems, step);
}

function triesProblems(problems: StepProblems, tries: Tries, path: Path) {
  const { retry, timeoutMs, totalTimeoutMs, heartbeatMs } = tries;
  if ('maxDelayMs' in retry && retry.maxDelayMs < retry.initialDelayMs) {
    problems.add(
      [...path, 'retry', 'maxDelayMs'],
      'retry-delays',
      `is less than initialDelayMs, which is ${retry.initialDelayMs}`,
    );
  }
  if (timeoutMs && totalTimeoutMs && totalTimeoutMs < timeoutMs) {
    problems.add(
      [...path, 'totalTimeoutMs'],
      'total-timeout',
      `is less than timeoutMs, which is ${timeoutMs}: all attempts take at least as long as one may`,
    );
  }
  if (
    totalTimeoutMs &&
    retry.kind === 'failAfter' &&
    retry.attempts > 1 &&
    retry.delayMs >= totalTimeoutMs
  ) {
    problems.add(
      [...path, 'retry', 'delayMs'],
      'total-timeout',
      `leaves no time for a second attempt: totalTimeoutMs is ${totalTimeoutMs}`,
    );
  }
  if (timeoutMs && heartbeatMs && heartbeatMs >= timeoutMs) {
    problems.add(
      [...path, 'heartbeatMs'],
      'heartbeat',
      `must be less than timeoutMs, which is ${timeoutMs}: the attempt is over before it is missed`,
    );
  }
}

function mapProblems(problems: StepProblems, step: MapStep) {
  const { each, items, tolerate } = step;
  if ('workflow' in each) triesProblems(problems, each, ['each']);
  if (!Array.isArray(items)) {
    if (!isReference(items)) {
      problems.add(
        ['items'],
        'items',
        'must be a list, or a reference that leads to one',
      );
    }
  } else if (
    tolerate &&
    'failures' in tolerate &&
    tolerate.failures > items.length
  ) {
    problems.add(
      ['tolerate', 'failures'],
      'tolerate',
      `is more than there are items, which are ${items.length}`,
    );
  }
}

const timeSchema = z.union([
  z.iso.datetime({ offset: true }),
  z.number().min(0),
]);

function waitProblems(problems: StepProblems, { for: wanted }: WaitStep) {
  if (!('until' in wanted) || isReference(wanted.until)) return;
  if (!timeSchema.safeParse(wanted.until).success) {
    problems.add(
      ['for', 'until'],
      'time',
      'must be a time in ISO 8601 with its zone, epoch milliseconds, or a reference to one of them',
    );
  }
}

function isReference(operand: unknown): boolean {
  return typeof operand === 'object' && operand !== null && '$ref' in operand;
}
