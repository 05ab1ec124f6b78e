import type { MapStep } from '../definition/steps';
import type { Json, StepError } from '../model/vocabulary';
import { begin, execute, failUnit } from './attempts';
import { startChild } from './child';
import { resolve } from './condition';
import type { Draft } from './Draft';
import { giveUpRetry } from './giveUp';
import {
  newFanOut,
  outputOfMap,
  sizeOf,
  toleratedFailures,
  unitsOf,
} from './fanOut';
import { cancelUnit, complete } from './settle';
import { FanOut, PENDING, StepState } from './state';
import { stepError } from './stepError';
import { placeOf, unitId } from './unit';

/** Starts a fan-out: from now on its items wait for room. */
export function startMap(draft: Draft, key: string) {
  const items = itemsOf(draft, key);
  if (!items) {
    begin(draft, key, { kind: 'items', items: 0 });
    setFanOut(draft, key, newFanOut(0));
    failUnit(draft, key, noList());
    return;
  }
  // A fan-out that is repeated keeps what its items have put out, where they are the same.
  const known = draft.unit(key).fanOut;
  const fanOut =
    known?.items === items.length ? known : newFanOut(items.length);
  begin(draft, key, { kind: 'items', items: items.length });
  setFanOut(draft, key, { ...fanOut, queued: !isDone(fanOut) });
  if (isDone(fanOut)) endMap(draft, key);
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
  if (draft.triesOf(unit).handler) execute(draft, unit);
  else startChild(draft, unit);
}

/** Counts a settled item, and settles the fan-out with the last one. */
export function itemSettled(draft: Draft, unit: string) {
  const { step: key, item } = placeOf(unit);
  const { status, failedItems } = draft.unit(unit);
  const before = fanOutOf(draft, key);
  const size = sizeOf(before, item);
  const failed = status === 'completed' ? failedItems : size;
  const fanOut = {
    ...before,
    open: before.open - 1,
    completed: before.completed + size - failed,
    failed: before.failed + failed,
  };
  setFanOut(draft, key, fanOut);
  // An operator may have settled the fan-out over the heads of its items.
  if (draft.unit(key).status !== 'running') return;
  const tolerated = toleratedFailures(mapStep(draft, key), fanOut.items);
  const hasFailed = fanOut.failed > tolerated;
  if (hasFailed && before.failed <= tolerated) giveUpRetries(draft, key);
  const isOver = draft.isGivenUp || hasFailed;
  if (isOver || isDone(fanOut)) {
    if (fanOut.open === 0) endMap(draft, key);
  } else if (!fanOut.queued && fanOut.next < unitsOf(fanOut)) {
    setFanOut(draft, key, { queued: true });
    draft.patch.ready.added.push(key);
  }
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
  const tolerated = toleratedFailures(mapStep(draft, key), fanOut.items);
  const hasFailed = fanOut.failed > tolerated;
  if (isDone(fanOut) && !hasFailed) {
    keepResults(draft, key, fanOut);
    complete(draft, key);
  } else if (hasFailed && draft.run('status') !== 'canceling') {
    failUnit(draft, key, itemsFailed(draft, key, fanOut, tolerated));
  } else {
    cancelUnit(draft, key);
  }
}

/** Keeps what the fan-out puts out, where the definition refers to it: it is nowhere else as a whole. */
function keepResults(draft: Draft, key: string, fanOut: FanOut) {
  if (!draft.graph.referredSteps.has(key)) return;
  const outputs: Record<string, Json> = {};
  for (let i = 0; i < unitsOf(fanOut); i++) {
    const unit = unitId(key, i);
    const output = draft.outputOf(unit);
    if (output !== undefined) outputs[unit] = output;
  }
  draft.refer(key, outputOfMap(fanOut, key, outputs));
}

function isDone({ completed, failed, items }: FanOut): boolean {
  return completed + failed >= items;
}

/**
 * Makes those items of a fan-out pending again that have not ended as they are to be kept; of a
 * passage of the run, attempts go on counting.
 *
 * @returns the units that run again
 */
export function repeatItems(
  draft: Draft,
  key: string,
  isToBeKept: (unit: StepState) => boolean,
): string[] {
  const { items, chunk } = fanOutOf(draft, key);
  const fanOut = { ...newFanOut(items), chunk };
  const repeated: string[] = [];
  for (let i = 0; i < unitsOf(fanOut); i++) {
    const unit = unitId(key, i);
    const { status, attempt, generation, failedItems } = draft.unit(unit);
    const isSamePassage = generation === draft.run('generation');
    // One that was to run again, but whose passage has ended before, still counts its attempts.
    if (status === 'pending' && (attempt === 0 || isSamePassage)) continue;
    if (isToBeKept(draft.unit(unit))) {
      fanOut.completed += sizeOf(fanOut, i) - failedItems;
      fanOut.failed += failedItems;
      continue;
    }
    draft.move(unit, {
      ...PENDING,
      ...(isSamePassage ? { attempt, nextExpected: false } : {}),
    });
    repeated.push(unit);
  }
  setFanOut(draft, key, fanOut);
  return repeated;
}

/** Whether a unit has done all that it was to do: no item of it has failed. */
export function isWhole({ status, failedItems }: StepState): boolean {
  return status === 'completed' && failedItems === 0;
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
  const message = 'What the fan-out is over is no list';
  return stepError('validation_failed', 'NO_LIST', message);
}

function itemsFailed(
  draft: Draft,
  key: string,
  fanOut: FanOut,
  tolerated: number,
): StepError {
  const { items, failed, chunk } = fanOut;
  let first = '';
  let category: StepError['category'] = 'bug';
  for (let i = 0; i < unitsOf(fanOut) && !first; i++) {
    const { error, status } = draft.unit(unitId(key, i));
    if (!error || status !== 'failed') continue;
    first = `; the first, item ${i * chunk}: ${error.message}`;
    category = error.category;
  }
  const message = `${failed} of ${items} items failed, and ${tolerated} may${first}`;
  return stepError(category, 'ITEMS_FAILED', message);
}
