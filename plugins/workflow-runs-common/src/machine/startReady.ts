import { Draft, isBlocked } from './Draft';
import { mayStartItems } from './fanOut';
import { startNextItem } from './map';
import { enter } from './sla';
import { start } from './start';
import { isItem, isRollback, placeOf, unitId } from './unit';

/**
 * Starts units in the order in which they came, as long as there is room. What needs no room, because
 * no worker executes it, does not wait behind what does.
 */
export function startReady(draft: Draft) {
  // A paused run is resumed first, so that what follows is told after it.
  if (draft.isBlocked || draft.run('status') === 'paused') return;
  if (isBlocked(draft.state)) queueAnew(draft);
  const { ready } = draft.patch;
  for (let unit = first(draft); unit !== undefined; unit = first(draft)) {
    if (mayStart(draft, unit) && !hasRoom(draft, unit)) break;
    ready.taken += 1;
    takeTurn(draft, unit);
  }
  const { waiting, taken } = draft.state.ready;
  const arrived = Math.max(0, taken + ready.taken - waiting.length);
  const left: string[] = [];
  for (let at = arrived; at < ready.added.length; at++) {
    const unit = ready.added[at];
    if (hasRoom(draft, unit)) takeTurn(draft, unit);
    else left.push(unit);
  }
  ready.added = [...ready.added.slice(0, arrived), ...left];
}

/** Nothing waits for its turn any more. */
export function emptyQueue({ state, patch }: Draft) {
  patch.ready.taken = state.ready.waiting.length - state.ready.taken;
  patch.ready.added = [];
}

/** What has gathered in a standstill is looked at as if it had just arrived. */
function queueAnew({ state, patch }: Draft) {
  const { waiting, taken } = state.ready;
  const gathered = waiting.slice(taken + patch.ready.taken);
  patch.ready.taken += gathered.length;
  patch.ready.added = [...gathered, ...patch.ready.added];
}

/** Reads the front of the queue through the patch. */
function first({ state, patch }: Draft): string | undefined {
  const { waiting, taken } = state.ready;
  const at = taken + patch.ready.taken;
  return at < waiting.length
    ? waiting[at]
    : patch.ready.added[at - waiting.length];
}

function takeTurn(draft: Draft, unit: string) {
  if (!mayStart(draft, unit)) return;
  goOnFor(draft, unit);
  if (draft.unit(unit).status !== 'running') start(draft, unit);
  else if (startNextItem(draft, unit)) draft.patch.ready.added.push(unit);
}

/** A run that stood still goes on before what starts because of it; to ask somebody else is to wait still. */
function goOnFor(draft: Draft, unit: string) {
  const status = draft.run('status');
  const asks = draft.graph.node(placeOf(unit).step).type === 'approval';
  if (status === 'paused' || (status === 'waiting_human' && !asks)) {
    draft.fact({ type: 'run.resumed', ...enter(draft, 'running') });
  }
}

/** What waited for its turn may have settled since, or not be wanted any more. */
function mayStart(draft: Draft, unit: string): boolean {
  const { status, unmet, retryAt, fanOut } = draft.unit(unit);
  const isToBegin = status === 'pending' && unmet === 0;
  const isToRepeat = status === 'retrying' && retryAt === null;
  if (isRollback(unit)) {
    const isUnderWay = (draft.run('rollback')?.open ?? 0) > 0;
    return isUnderWay && (isToBegin || isToRepeat);
  }
  if (draft.isGivenUp) return false;
  if (isItem(unit)) return isToRepeat;
  if (fanOut?.queued && status === 'running') {
    return mayStartItems(draft.graph.step(unit), draft.unit(unit));
  }
  return isToBegin || isToRepeat;
}

/** Only what a worker executes takes room. */
function hasRoom(draft: Draft, unit: string): boolean {
  if (draft.run('running') < draft.run('limit')) return true;
  const startsItem = draft.unit(unit).status === 'running';
  return !draft.triesOf(startsItem ? unitId(unit, 0) : unit).handler;
}
