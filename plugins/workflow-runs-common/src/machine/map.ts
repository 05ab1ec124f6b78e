import type { MapStep } from '../definition/steps';
import type { Json, StepError } from '../model/vocabulary';
import { begin, execute, failUnit } from './attempts';
import { startChild } from './child';
import { resolve } from './condition';
import { Draft, isOpen } from './Draft';
import { giveUpRetry } from './giveUp';
import { newFanOut, outputOfMap, toleratedFailures, unitsOf } from './fanOut';
import { cancelUnit, complete } from './settle';
import type { FanOut } from './state';
import { placeOf, unitId } from './unit';

/** Starts a fan-out: from now on its items wait for room. */
export function startMap(draft: Draft, key: string) {
  const items = itemsOf(draft, key);
  if (!items) {
    begin(draft, key, { kind: 'items', items: 0 });
    failUnit(draft, key, noList());
    return;
  }
  // A fan-out that is repeated keeps what its items have put out, where they are the same.
  const known = draft.unit(key).fanOut;
  const fanOut =
    known?.items === items.length ? known : newFanOut(items.length);
  begin(draft, key, { kind: 'items', items: items.length });
  const isDone = fanOut.completed + fanOut.failed >= fanOut.items;
  setFanOut(draft, key, { ...fanOut, queued: !isDone });
  if (isDone) endMap(draft, key);
  else draft.patch.ready.added.push(key);
}

/**
 * Starts the next item of a fan-out that has its turn.
 *
 * @returns whether more may start at once
 */
export function startNextItem(draft: Draft, key: string): boolean {
  const step = mapStep(draft, key);
  const fanOut = fanOutOf(draft, key);
  const units = unitsOf(fanOut);
  let { next } = fanOut;
  while (next < units && draft.unit(unitId(key, next)).status !== 'pending') {
    next += 1;
  }
  const starts = next < units && fanOut.open < step.concurrency;
  const open = fanOut.open + (starts ? 1 : 0);
  const queued = starts && next + 1 < units && open < step.concurrency;
  setFanOut(draft, key, { next: starts ? next + 1 : next, open, queued });
  if (starts) startUnit(draft, key, next);
  return queued;
}

/** Starts the attempt of an item, the first or another, or that of a chunk. */
export function startUnit(draft: Draft, key: string, index: number) {
  const unit = unitId(key, index);
  const isChunk = fanOutOf(draft, key).chunk > 1;
  if (isChunk || !draft.graph.executes(unit)) startChild(draft, unit);
  else execute(draft, unit);
}

/** Counts a settled item, and settles the fan-out with the last one. */
export function itemSettled(draft: Draft, unit: string) {
  const { step: key, item } = placeOf(unit);
  const map = draft.unit(key);
  // An operator has settled the fan-out over the heads of its items.
  if (!isOpen(map) || map.status !== 'running') return;
  const { status, failedItems } = draft.unit(unit);
  const before = map.fanOut!;
  const size = Math.min(before.chunk, before.items - item * before.chunk);
  const failed = status === 'completed' ? failedItems : size;
  const fanOut = {
    ...before,
    open: before.open - 1,
    completed: before.completed + size - failed,
    failed: before.failed + failed,
  };
  setFanOut(draft, key, fanOut);
  const tolerated = toleratedFailures(mapStep(draft, key), fanOut.items);
  const hasFailed = fanOut.failed > tolerated;
  if (hasFailed && before.failed <= tolerated) giveUpRetries(draft, key);
  const isOver = draft.isGivenUp || hasFailed;
  if (isOver || fanOut.completed + fanOut.failed >= fanOut.items) {
    if (fanOut.open === 0) endMap(draft, key);
  } else if (!fanOut.queued && fanOut.next < unitsOf(fanOut)) {
    setFanOut(draft, key, { queued: true });
    draft.patch.ready.added.push(key);
  }
}

/** Whether a fan-out may start items at all: it has not failed already. */
export function mayStartItems(draft: Draft, key: string): boolean {
  const { status, fanOut } = draft.unit(key);
  if (status !== 'running' || !fanOut) return false;
  return fanOut.failed <= toleratedFailures(mapStep(draft, key), fanOut.items);
}

/** The fan-out has failed: what waits for another attempt does so in vain. */
function giveUpRetries(draft: Draft, key: string) {
  for (let i = 0; i < fanOutOf(draft, key).next; i++) {
    const unit = unitId(key, i);
    if (draft.unit(unit).status === 'retrying') {
      giveUpRetry(draft, unit, 'upstream_failed');
    }
  }
}

function endMap(draft: Draft, key: string) {
  const fanOut = fanOutOf(draft, key);
  const step = mapStep(draft, key);
  const tolerated = toleratedFailures(step, fanOut.items);
  if (draft.run('status') === 'canceling') {
    cancelUnit(draft, key);
    return;
  }
  if (fanOut.failed > tolerated) {
    failUnit(draft, key, itemsFailed(draft, key, fanOut, tolerated));
    return;
  }
  if (fanOut.completed + fanOut.failed < fanOut.items) {
    cancelUnit(draft, key);
    return;
  }
  if (fanOut.failed > 0) draft.set({ partial: true });
  if (draft.graph.referredSteps.has(key)) {
    const outputs = { ...draft.state.outputs, ...draft.patch.outputs };
    draft.refer(key, outputOfMap(fanOut, key, outputs));
  }
  complete(draft, key);
}

function itemsOf(draft: Draft, key: string): Json[] | undefined {
  const items = resolve(mapStep(draft, key).items, draft.values(key));
  return Array.isArray(items) ? items : undefined;
}

function mapStep(draft: Draft, key: string): MapStep {
  const step = draft.graph.step(key);
  if (step.type !== 'map') throw new Error(`Step '${key}' is no fan-out`);
  return step;
}

function fanOutOf(draft: Draft, key: string): FanOut {
  return draft.unit(key).fanOut!;
}

function setFanOut(draft: Draft, key: string, change: Partial<FanOut>) {
  const fanOut = { ...(draft.unit(key).fanOut ?? newFanOut(0)), ...change };
  draft.change(key, { fanOut });
}

function noList(): StepError {
  return {
    category: 'validation_failed',
    code: 'NO_LIST',
    message: 'What the fan-out is over is no list',
  };
}

function itemsFailed(
  draft: Draft,
  key: string,
  { items, failed, chunk }: FanOut,
  tolerated: number,
): StepError {
  let first = '';
  let category: StepError['category'] = 'bug';
  for (let i = 0; i < Math.ceil(items / chunk) && !first; i++) {
    const { error } = draft.unit(unitId(key, i));
    if (!error || draft.unit(unitId(key, i)).status !== 'failed') continue;
    first = `; the first, item ${i * chunk}: ${error.message}`;
    category = error.category;
  }
  return {
    category,
    code: 'ITEMS_FAILED',
    message: `${failed} of ${items} items failed, and ${tolerated} may${first}`,
  };
}
