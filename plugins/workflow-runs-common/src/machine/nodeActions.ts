import type { Draft } from './Draft';
import type { MachineEvent, OperatorEvent } from './event';
import { forceComplete } from './force';
import { isOpen } from './settled';

/** Has an operation of a step carried out. @returns why it cannot be, where it cannot */
export function invoke(
  draft: Draft,
  event: Extract<OperatorEvent, { type: 'node_action' }>,
): string | undefined {
  const { request, step, action, input } = event;
  if (!request || Object.hasOwn(draft.run('invocations'), request)) {
    return undefined;
  }
  if (!draft.graph.has(step)) return `There is no step '${step}'`;
  const offered = draft.graph.step(step).actions ?? [];
  if (!offered.some(({ name }) => name === action)) {
    return `Step '${step}' offers no operation '${action}'`;
  }
  const { status } = draft.unit(step);
  if (!['running', 'retrying', 'waiting_human'].includes(status)) {
    return `Step '${step}' neither runs nor waits: it is ${status}`;
  }
  if (draft.isGivenUp) return 'The run ends: its steps offer nothing any more';
  draft.set({
    invocations: { ...draft.run('invocations'), [request]: { step, action } },
  });
  draft.effects.push({ type: 'invoke', request, step, action, input });
  draft.answer(request, 'accepted');
  return undefined;
}

/** An operation has been carried out, or could not be: whoever asked for it hears of it. */
export function invoked(
  draft: Draft,
  event: Extract<
    MachineEvent,
    { type: 'node_action.completed' | 'node_action.failed' }
  >,
) {
  const { request } = event;
  if (!Object.hasOwn(draft.run('invocations'), request)) return;
  const { [request]: invocation, ...others } = draft.run('invocations');
  draft.set({ invocations: others });
  if (event.type === 'node_action.failed') {
    draft.answer(request, 'failed', event.error.message);
    return;
  }
  draft.answer(request, 'completed');
  const { step, action } = invocation;
  const { actions } = draft.graph.step(step);
  const completes =
    actions!.find(({ name }) => name === action)!.then === 'complete';
  if (completes && isOpen(draft.unit(step)) && !draft.isGivenUp) {
    forceComplete(draft, step, event.output);
  }
}
