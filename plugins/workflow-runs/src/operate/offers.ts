import { Run, RunAction, Step } from 'backstage-plugin-workflow-runs-common';
import { hasEnded } from 'backstage-plugin-workflow-runs-react';

/** What the header offers: an action of the run, or the way to a card that has more to say. */
export type OfferId =
  | 'review'
  | 'settle'
  | 'intervene'
  | 'tell'
  | Extract<
      RunAction,
      | 'pause'
      | 'resume'
      | 'retry'
      | 'rerun'
      | 'clone'
      | 'resolve'
      | 'cancel'
      | 'terminate'
    >;

/** The action that an offer asks the API for. */
export const actionOfOffer: Record<OfferId, RunAction> = {
  review: 'decide',
  settle: 'force',
  intervene: 'resolve',
  pause: 'pause',
  resume: 'resume',
  retry: 'retry',
  rerun: 'rerun',
  clone: 'clone',
  tell: 'send_event',
  resolve: 'resolve',
  cancel: 'cancel',
  terminate: 'terminate',
};

/** What can be done to a run as a whole, in the order of the menu: what is not offered by a button. */
export const RUN_OFFERS: readonly OfferId[] = [
  'pause',
  'resume',
  'retry',
  'rerun',
  'clone',
  'tell',
  'resolve',
  'cancel',
  'terminate',
];

/** The two buttons of a run's header. */
export interface Offers {
  primary: OfferId;
  secondary: OfferId;
}

/**
 * What an operator most likely wants to do to a run. What is not allowed gives way to what is, so that
 * the button at the front does something; where nothing is allowed, it says why.
 */
export function offersOf(run: Run, steps: readonly Step[]): Offers {
  const wanted = wantedOf(run, steps);
  const can = (id: OfferId) =>
    run.allowedActions[actionOfOffer[id]]?.allowed === true;
  const [primary, ...others] = [
    ...wanted.filter(can),
    ...wanted.filter(id => !can(id)),
  ];
  return { primary, secondary: others[0] };
}

/** Two offers at least, the likeliest first. */
function wantedOf(run: Run, steps: readonly Step[]): OfferId[] {
  if (run.needsIntervention) return ['intervene', 'cancel'];
  if (hasEnded(run.status)) {
    return run.status === 'failed'
      ? ['retry', 'rerun', 'clone']
      : ['rerun', 'clone'];
  }
  if (run.status === 'canceling') return ['cancel', 'clone'];
  if (steps.some(isAsking)) return ['review', 'cancel'];
  if (steps.some(step => step.held)) return ['settle', 'cancel'];
  switch (run.status) {
    case 'paused':
      return ['resume', 'cancel'];
    case 'running':
      return run.pauseRequested ? ['resume', 'cancel'] : ['pause', 'cancel'];
    default:
      return ['cancel', 'clone'];
  }
}

/** Whether a step waits for a human to decide. */
export function isAsking({ status, waitingFor }: Step): boolean {
  return (
    status === 'waiting_human' ||
    waitingFor?.kind === 'approval' ||
    waitingFor?.kind === 'validation'
  );
}

/** The step that a retry from the header begins with: the one that the run failed at. */
export function failedStepOf(
  run: Run,
  steps: readonly Step[],
): Step | undefined {
  return run.status === 'failed'
    ? steps.find(
        step => step.stepKey === run.error?.stepKey && step.itemIndex < 0,
      )
    : undefined;
}
