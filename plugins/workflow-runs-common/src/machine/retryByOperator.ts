import { startChildClock } from './childClock';
import type { Draft } from './Draft';
import type { OperatorEvent } from './event';
import { isWhole, repeatItems } from './map';
import { reopen } from './reopen';
import { reportDealtWith } from './resolve';
import { isEnded } from './settled';
import { unitId } from './unit';

type Retry = Extract<OperatorEvent, { type: 'retry' }>;

/** Tries again what has failed. @returns why it cannot be done, where it cannot */
export function retry(draft: Draft, event: Retry): string | undefined {
  if (isEnded(draft.run('status'))) return reopen(draft, event);
  if (event.step === undefined) return retryHeld(draft);
  const unit = unitId(event.step, event.item);
  if (!draft.has(unit)) return `There is no step '${event.step}'`;
  const { status, held } = draft.unit(unit);
  if (held) {
    tryHeld(draft, unit);
    return undefined;
  }
  if (status !== 'retrying') {
    return `Step '${event.step}' waits for no other attempt: it is ${status}`;
  }
  if (draft.unit(unit).retryAt === null) {
    return draft.isBlocked
      ? 'It is tried again when the run goes on'
      : 'It is about to be tried again';
  }
  draft.clearTimer('retry', unit);
  draft.change(unit, { retryAt: null });
  draft.patch.ready.added.push(unit);
  return undefined;
}

function retryHeld(draft: Draft): string | undefined {
  const held = Object.keys(draft.state.steps).filter(
    unit => draft.state.steps[unit].held,
  );
  if (held.length === 0) return 'No step waits for an operator';
  for (const unit of held) tryHeld(draft, unit);
  return undefined;
}

/** The policy was exhausted: it starts anew, and the attempt was not provided for. */
function tryHeld(draft: Draft, unit: string) {
  const rollsBack = draft.run('rollback') !== null;
  const { attempt, error, fanOut } = draft.unit(unit);
  const recomputed = fanOut ? repeatItems(draft, unit, isWhole) : [];
  draft.fact({
    type: 'step.retrying',
    ...draft.move(unit, {
      status: 'retrying',
      tries: 0,
      losses: 0,
      nextExpected: false,
      startedAt: draft.at,
    }),
    attempt: attempt || null,
    outcome: 'failed',
    losses: 0,
    expected: false,
    error: error!,
    attemptMs: 0,
    retryAt: draft.at,
    ...(recomputed.length > 0 ? { recomputed } : {}),
  });
  startChildClock(draft, unit);
  draft.patch.ready.added.push(unit);
  if (rollsBack) reportDealtWith(draft);
}
