import type { SkipReason, ValidatorResult } from '../model/vocabulary';
import type { Draft } from './Draft';
import type { Usage } from './event';

/** Settles a unit that has succeeded. What it puts out is kept already. */
export function complete(
  draft: Draft,
  unit: string,
  found: { usage?: Usage; validation?: ValidatorResult[] } = {},
) {
  const { attempt, ...times } = draft.times(unit);
  const { fanOut } = draft.unit(unit);
  draft.fact({
    type: 'step.completed',
    ...draft.move(unit, {
      status: 'completed',
      error: null,
      held: false,
      waitingFor: null,
    }),
    ...times,
    attempt: attempt || null,
    ...(found.usage ? { usage: found.usage } : {}),
    ...(found.validation?.length ? { validation: found.validation } : {}),
    ...(fanOut
      ? { items: { total: fanOut.items, failed: fanOut.failed } }
      : {}),
  });
}

export function skip(draft: Draft, key: string, reason: SkipReason) {
  draft.fact({
    type: 'step.skipped',
    ...draft.move(key, { status: 'skipped', skipReason: reason, held: false }),
    reason,
  });
}

/** Settles a unit whose run is canceled, or that nobody needs any more. */
export function cancelUnit(draft: Draft, unit: string) {
  const { attempt, ...times } = draft.times(unit);
  draft.fact({
    type: 'step.canceled',
    ...draft.move(unit, { status: 'canceled', held: false, waitingFor: null }),
    ...times,
    attempt: attempt || null,
  });
}
