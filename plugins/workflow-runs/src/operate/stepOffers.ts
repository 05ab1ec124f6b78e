import {
  AllowedAction,
  Capabilities,
  isSettled,
  NodeActionDefinition,
  Run,
  Step,
  StepDefinition,
} from 'backstage-plugin-workflow-runs-common';
import { hasEnded } from 'backstage-plugin-workflow-runs-react';

/** Why the state of a step does not allow something; the screen has the words for it. */
export type StepRefusal =
  | 'rollback'
  | 'nothingToRetry'
  | 'item'
  | 'settled'
  | 'rollbackGoesOn'
  | 'rollbackFailed'
  | 'notUnderWay';

/** Whether something may be done to a step: as the run says, and as its own state allows. */
export type StepOffer =
  | AllowedAction
  | { allowed: false; refusal: StepRefusal };

const refused = (refusal: StepRefusal): StepOffer => ({
  allowed: false,
  refusal,
});

/** Whether a retry of a step begins the run again from there: its attempts alone are the engine's own business. */
export function isRetriedFromThere(
  run: Pick<Run, 'status'>,
  engine?: Pick<Capabilities, 'retryPlans'>,
): boolean {
  return hasEnded(run.status) || engine?.retryPlans === true;
}

/** Trying a step again, or the run from it on. */
export function retryOffer(
  run: Run,
  step: Step,
  engine?: Pick<Capabilities, 'retryPlans'>,
): StepOffer {
  const { retry } = run.allowedActions;
  if (!retry.allowed) return retry;
  if (isRetriedFromThere(run, engine)) {
    if (step.type === 'compensation') return refused('rollback');
    return step.itemIndex < 0 ? retry : refused('item');
  }
  const isWaiting = step.status === 'retrying' && step.nextAttemptAt !== null;
  return step.held || isWaiting ? retry : refused('nothingToRetry');
}

/** Skipping a step, completing it by hand, or failing it. */
export function forceOffer(
  run: Run,
  step: Step,
  to: 'skip' | 'complete' | 'fail',
): StepOffer {
  const { force } = run.allowedActions;
  if (!force.allowed) return force;
  if (step.itemIndex >= 0) return refused('item');
  if (step.type === 'compensation') {
    if (!step.held) return refused('rollbackGoesOn');
    return to === 'fail' ? refused('rollbackFailed') : force;
  }
  return isSettled(step.status) && !step.held ? refused('settled') : force;
}

/** An operation that the step's definition offers. */
export function operationOffer(run: Run, step: Step): StepOffer {
  const { node_action: invoke } = run.allowedActions;
  if (!invoke.allowed) return invoke;
  return ['running', 'retrying', 'waiting_human'].includes(step.status)
    ? invoke
    : refused('notUnderWay');
}

/** The operations of a step, by its definition. */
export function operationsOf(
  step: Step,
  definition: { steps: readonly StepDefinition[] } | undefined,
): NodeActionDefinition[] {
  if (step.type === 'compensation' || step.itemIndex >= 0) return [];
  return (
    definition?.steps.find(({ key }) => key === step.stepKey)?.actions ?? []
  );
}

/** The event that a step waits for. */
export function eventOf({ waitingFor }: Step): string | undefined {
  return waitingFor?.kind === 'event' ? waitingFor.name : undefined;
}
