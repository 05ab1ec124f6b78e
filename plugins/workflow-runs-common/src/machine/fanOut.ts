import type { MapStep, StepDefinition } from '../definition/steps';
import type { Json } from '../model/vocabulary';
import type { FanOut, StepState } from './state';
import { unitId } from './unit';

/** Items of one run; a wider fan-out is cut into chunks, each a run of its own. @public */
export const MAX_UNITS = 10_000;

/** A fan-out of so many items that has not begun. @public */
export function newFanOut(items: number): FanOut {
  return {
    items,
    chunk:
      items > MAX_UNITS ? Math.max(MAX_UNITS, Math.ceil(items / MAX_UNITS)) : 1,
    queued: false,
    next: 0,
    open: 0,
    completed: 0,
    failed: 0,
  };
}

/** How many units a fan-out has: items or, where it is too wide, chunks. @public */
export function unitsOf({ items, chunk }: FanOut): number {
  return Math.ceil(items / chunk);
}

/** How many items a unit stands for: one or, where it is a chunk, all that are in it. */
export function sizeOf({ items, chunk }: FanOut, index: number): number {
  return Math.min(chunk, items - index * chunk);
}

/** How many items may fail. */
export function toleratedFailures(
  { tolerate }: MapStep,
  items: number,
): number {
  if (!tolerate) return 0;
  return 'failures' in tolerate
    ? tolerate.failures
    : Math.floor(tolerate.share * items);
}

/** Whether a fan-out may start items at all: it is under way, and has not failed already. */
export function mayStartItems(
  step: StepDefinition,
  { status, fanOut }: Pick<StepState, 'status' | 'fanOut'>,
): boolean {
  if (step.type !== 'map' || status !== 'running' || !fanOut) return false;
  return fanOut.failed <= toleratedFailures(step, fanOut.items);
}

/**
 * What a fan-out puts out: the counts, and the results of its items in their order, null for those
 * that failed. A chunk's own results stand where its items do.
 *
 * @param outputs - by unit; of those that completed, whatever an earlier passage of the run has left
 * @public
 */
export function outputOfMap(
  fanOut: FanOut,
  step: string,
  outputs: Readonly<Record<string, Json>>,
): Json {
  const { items, chunk, completed, failed } = fanOut;
  const results: Json[] = [];
  for (let i = 0; i < unitsOf(fanOut); i++) {
    const id = unitId(step, i);
    const output = Object.hasOwn(outputs, id) ? outputs[id] : null;
    if (chunk === 1) {
      results.push(output);
      continue;
    }
    const part = (output as { results?: Json[] } | null)?.results ?? [];
    const size = sizeOf(fanOut, i);
    for (let at = 0; at < size; at++) results.push(part[at] ?? null);
  }
  return { items, completed, failed, results };
}
