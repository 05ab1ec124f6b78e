import {
  hasEnded,
  Run,
  KnownRun,
  Step,
} from 'backstage-plugin-workflow-runs-common';

/** An action of somebody's, taken apart: `send_mail`, or `send_mail[3]` for an item of a fan-out. */
export interface ActionTarget {
  step: string;
  item?: number;
}

export function parseActionId(actionId: string): ActionTarget {
  const item = actionId.match(/^(.+)\[(\d+)\]$/);
  return item ? { step: item[1], item: Number(item[2]) } : { step: actionId };
}

/**
 * Whether a retry of the run has anything to repeat: it did not succeed, or a step of it has failed
 * for good and waits for an operator. A completed run can only be repeated from a step that somebody
 * names.
 */
export function hasFailed({ run, steps }: KnownRun): boolean {
  return hasEnded(run.status)
    ? run.status !== 'completed'
    : steps.some(step => step.held);
}

/**
 * Whether a step is one that a retry is for. What an ended run repeats is a whole step; an item alone
 * can be tried again only while its fan-out is under way.
 */
export function isRetryable(run: Run, step: Step): boolean {
  if (!hasEnded(run.status)) return step.held;
  return (
    step.itemIndex < 0 &&
    step.type !== 'compensation' &&
    (step.status === 'failed' || step.status === 'canceled')
  );
}
