import type { SkipReason, ValidatorResult } from '../model/vocabulary';
import type { Draft } from './Draft';
import type { Usage } from './event';
import { sizeOf } from './fanOut';
import { placeOf } from './unit';

/** Settles a unit that has succeeded. What it puts out is kept already. */
export function complete(
  draft: Draft,
  unit: string,
  found: {
    usage?: Usage;
    validation?: ValidatorResult[];
    forced?: boolean;
  } = {},
) {
  const { attempt, ...times } = draft.times(unit);
  draft.fact({
    type: 'step.completed',
    ...draft.move(unit, { status: 'completed', error: null }),
    ...times,
    attempt: attempt || null,
    ...(found.usage ? { usage: found.usage } : {}),
    ...(found.forced ? { forced: true } : {}),
    ...(found.validation?.length ? { validation: found.validation } : {}),
    ...(found.forced ? {} : itemsOf(draft, unit)),
  });
}

export function skip(draft: Draft, key: string, reason: SkipReason) {
  const { attempt, attemptMs, durationMs } = draft.times(key);
  const { status, startedAt } = draft.unit(key);
  draft.fact({
    type: 'step.skipped',
    ...draft.move(key, { status: 'skipped', skipReason: reason }),
    reason,
    ...(status === 'running' ? { attempt, attemptMs } : {}),
    ...(startedAt === null ? {} : { durationMs }),
  });
}

/** Settles a unit whose run is canceled, or that nobody needs any more. */
export function cancelUnit(draft: Draft, unit: string, usage?: Usage) {
  const { attempt, ...times } = draft.times(unit);
  draft.fact({
    type: 'step.canceled',
    ...draft.move(unit, { status: 'canceled' }),
    ...times,
    attempt: attempt || null,
    ...(usage ? { usage } : {}),
  });
}

/** How the items ended, of a fan-out or of a chunk of one. */
function itemsOf(draft: Draft, unit: string) {
  const { fanOut, failedItems } = draft.unit(unit);
  if (fanOut) return { items: { total: fanOut.items, failed: fanOut.failed } };
  if (failedItems === 0) return {};
  const { step, item } = placeOf(unit);
  const total = sizeOf(draft.unit(step).fanOut!, item);
  return { items: { total, failed: failedItems } };
}
