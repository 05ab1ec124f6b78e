import type { Json } from '../model/vocabulary';
import { failUnit } from './attempts';
import { callOff } from './callOff';
import type { Draft } from './Draft';
import type { OperatorEvent } from './event';
import { reportDealtWith } from './resolve';
import { cancelUnit, complete, skip } from './settle';
import { isOpen } from './settled';
import { stepError } from './stepError';
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
  if (to === 'complete') {
    forceComplete(draft, step, event.output ?? null);
    return undefined;
  }
  putAway(draft, step);
  if (to === 'skip') {
    skip(draft, step, 'forced');
  } else {
    const message = `An operator has failed it: ${event.reason}`;
    const error = stepError('policy_denied', 'FORCED', message);
    failUnit(draft, step, error, { byOperator: true });
  }
  return undefined;
}

/** Completes a step with what somebody says that it has put out. */
export function forceComplete(draft: Draft, step: string, output: Json) {
  putAway(draft, step);
  draft.keepOutput(step, output);
  complete(draft, step, { forced: true });
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

/** What is under way is not wanted any more; nor are the items of a fan-out. */
function putAway(draft: Draft, step: string) {
  callOff(draft, step);
  const { fanOut } = draft.unit(step);
  for (let i = 0; i < (fanOut?.next ?? 0); i++) {
    const item = unitId(step, i);
    const { status } = draft.unit(item);
    if (status !== 'running' && status !== 'retrying') continue;
    callOff(draft, item);
    cancelUnit(draft, item);
  }
}
