import { MachineEvent } from 'backstage-plugin-workflow-runs-common/machine';
import { AttemptOutcome } from './AttemptRunner';
import { ChildOutcome } from './childOutcome';
import { RunTimer } from './RunTimers';

/** An event that has no time yet: it gets that of the decision. */
export type Happening = MachineEvent extends infer E
  ? E extends unknown
    ? Omit<E, 'at'>
    : never
  : never;

interface AttemptOf {
  step: string;
  item: number;
  attempt: number;
}

/** What has become of an attempt, as the machine is told. */
export function outcomeOfAttempt(
  { step, item, attempt }: AttemptOf,
  outcome: AttemptOutcome,
): Happening {
  const about = { step, item, attempt };
  switch (outcome.type) {
    case 'completed': {
      const { output, usage, validation } = outcome;
      return { type: 'attempt.completed', ...about, output, usage, validation };
    }
    case 'failed': {
      const { error, usage } = outcome;
      return { type: 'attempt.failed', ...about, error, usage };
    }
    default:
      return {
        type: 'attempt.lost',
        ...about,
        inGoodOrder: true,
        usage: outcome.usage,
      };
  }
}

/** What has become of the run that an attempt is. */
export function outcomeOfChild(
  { step, item, attempt }: AttemptOf,
  outcome: ChildOutcome,
): Happening {
  const about = { step, item, attempt };
  if (outcome.type === 'failed') {
    return { type: 'attempt.failed', ...about, error: outcome.error };
  }
  const { output, failedItems } = outcome;
  return { type: 'attempt.completed', ...about, output, failedItems };
}

/** What has become of an operation of a step. */
export function outcomeOfOperation(
  request: string,
  outcome: Exclude<AttemptOutcome, { type: 'released' }>,
): Happening {
  return outcome.type === 'completed'
    ? { type: 'node_action.completed', request, output: outcome.output }
    : { type: 'node_action.failed', request, error: outcome.error };
}

export function timerDue(timer: RunTimer): Happening {
  const { kind, step, item, attempt, likelyAt } = timer;
  return { type: 'timer.due', kind, step, item, attempt, likelyAt };
}
