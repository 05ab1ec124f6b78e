import { failUnit } from './attempts';
import { callOff } from './callOff';
import { Draft, isOpen } from './Draft';
import type { OperatorEvent } from './event';
import { reportDealtWith } from './resolve';
import { cancelUnit, complete, skip } from './settle';
import { isRollback, undoneBy, unitId } from './unit';

type Force = Extract<OperatorEvent, { type: 'force' }>;

/** Settles a step as an operator says. @returns why it cannot be done, where it cannot */
export function force(draft: Draft, event: Force): string | undefined {
  const { step, to } = event;
  if (isRollback(step)) return forceRollback(draft, event);
  if (!draft.graph.has(step)) return `There is no step '${step}'`;
  const { status } = draft.unit(step);
  if (!isOpen(draft.unit(step))) {
    return `Step '${step}' has settled: it is ${status}`;
  }
  if (draft.isGivenUp) return 'The run ends: none of its steps can be forced';
  callOff(draft, step);
  cancelItems(draft, step);
  if (to === 'skip') {
    draft.set({ partial: true });
    skip(draft, step, 'forced');
  } else if (to === 'complete') {
    draft.keepOutput(step, event.output ?? null);
    complete(draft, step, { forced: true });
  } else {
    const message = `An operator has failed it: ${event.reason}`;
    failUnit(
      draft,
      step,
      {
        category: 'policy_denied',
        code: 'FORCED',
        message: message.slice(0, 4_000),
      },
      { byOperator: true },
    );
  }
  return undefined;
}

/** What cannot be rolled back may be left as it is, or have been rolled back by hand. */
function forceRollback(draft: Draft, { step, to }: Force): string | undefined {
  const isKnown = draft.graph.has(undoneBy(step)) && draft.has(step);
  const { held } = draft.unit(step);
  if (!isKnown || !held) return `The rollback '${step}' has not failed`;
  if (to === 'fail') return `The rollback '${step}' has failed already`;
  if (to === 'skip') skip(draft, step, 'forced');
  else complete(draft, step);
  reportDealtWith(draft);
  return undefined;
}

/** The items of a fan-out that is settled over their heads. */
function cancelItems(draft: Draft, step: string) {
  const { fanOut } = draft.unit(step);
  for (let i = 0; i < (fanOut?.next ?? 0); i++) {
    const item = unitId(step, i);
    if (!isOpen(draft.unit(item)) || !draft.has(item)) continue;
    callOff(draft, item);
    cancelUnit(draft, item);
  }
}
