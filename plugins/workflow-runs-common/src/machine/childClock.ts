import type { Draft } from './Draft';

/** All attempts of a child run together may take so long, from now on. A worker minds its own time. */
export function startChildClock(draft: Draft, unit: string) {
  const limit = childLimit(draft, unit);
  if (limit) draft.timer('timeout', unit, draft.at + limit);
}

/** A child run is waited for no longer: neither is the end of its time. */
export function stopChildClock(draft: Draft, unit: string) {
  if (childLimit(draft, unit)) draft.clearTimer('timeout', unit);
}

/** How long all attempts of a child run may take, in milliseconds. */
export function childLimit(draft: Draft, unit: string): number | undefined {
  const { handler, totalTimeoutMs } = draft.triesOf(unit);
  return handler ? undefined : totalTimeoutMs;
}
