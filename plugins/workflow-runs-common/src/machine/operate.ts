import type { Draft } from './Draft';
import type { OperatorEvent } from './event';
import { decideStep } from './approval';
import { force } from './force';
import { giveUp } from './giveUp';
import { invoke } from './nodeActions';
import { refusalOf } from './refusal';
import { retry } from './retryByOperator';
import { resolveRollback } from './resolve';
import { enter } from './sla';
import { receiveEvent } from './wait';

type Operation<T extends OperatorEvent['type']> = Extract<
  OperatorEvent,
  { type: T }
>;

/** Does what an operator asks, or says why not; one who gave a request hears of it. */
export function operate(draft: Draft, event: OperatorEvent) {
  const why = refusalOf(event.type, actionable(draft));
  if (why) {
    draft.answer(event.request, 'refused', why);
    return;
  }
  if (event.type === 'send_event') {
    receiveEvent(draft, event);
    return;
  }
  if (event.type === 'node_action') {
    const refusal = invoke(draft, event);
    if (refusal) draft.answer(event.request, 'refused', refusal);
    return;
  }
  const refusal = carryOut(draft, event);
  draft.answer(
    event.request,
    refusal ? 'refused' : 'completed',
    refusal ?? null,
  );
}

/** @returns why it cannot be done, where it cannot */
function carryOut(
  draft: Draft,
  event: Exclude<OperatorEvent, { type: 'send_event' | 'node_action' }>,
): string | undefined {
  switch (event.type) {
    case 'pause':
      return pause(draft);
    case 'resume':
      return resume(draft);
    case 'cancel':
      return cancel(draft, event);
    case 'retry':
      return retry(draft, event);
    case 'force':
      return force(draft, event);
    case 'decide':
      return decideAsked(draft, event);
    default:
      return resolveRollback(draft, event);
  }
}

function pause(draft: Draft): string | undefined {
  if (draft.isGivenUp) return 'The run fails: nothing more of it starts';
  draft.set({ pauseAsked: true });
  draft.changed({ pauseRequested: true });
  return undefined;
}

/** What had killed its workers too often is given another chance. */
function resume(draft: Draft): undefined {
  draft.set({ pauseAsked: false, poisoned: false });
  if (draft.run('status') !== 'paused')
    draft.changed({ pauseRequested: false });
}

function cancel(
  draft: Draft,
  { reason, actor }: Operation<'cancel'>,
): undefined {
  draft.fact({
    type: 'run.canceling',
    ...enter(draft, 'canceling'),
    reason,
    actor,
  });
  giveUp(draft, 'run_canceled');
}

function decideAsked(
  draft: Draft,
  { step, decision, actor, note }: Operation<'decide'>,
): string | undefined {
  if (!draft.graph.has(step)) return `There is no step '${step}'`;
  const { status } = draft.unit(step);
  if (status !== 'waiting_human') {
    return `Step '${step}' asks for no decision: it is ${status}`;
  }
  decideStep(draft, step, { decision, actor, note });
  return undefined;
}

function actionable(draft: Draft) {
  const isHeld = draft.run('held') > 0;
  const isRollingBack = draft.run('rollback') !== null;
  return {
    status: draft.run('status'),
    pauseRequested: draft.run('pauseAsked'),
    needsIntervention: isHeld && isRollingBack,
    blockedReason: isHeld && !isRollingBack ? 'step_failed' : null,
  };
}
