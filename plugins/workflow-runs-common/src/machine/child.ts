import type { Json } from '../model/vocabulary';
import { begin } from './attempts';
import { ConditionValues, fillIn, resolve } from './condition';
import type { Draft } from './Draft';
import type { WorkflowGraph } from './graph';
import type { FanOut, RunState } from './state';
import { placeOf } from './unit';

/** The run that an attempt is. @public */
export interface ChildLaunch {
  /** Null where it is a chunk of the fan-out's own step. */
  workflow: string | null;
  input: Json;
  chunk?: { from: number; to: number };
}

/**
 * Which run a unit is, that is under way as one: for whoever has to launch it, and does not know
 * whether it was.
 *
 * @throws Error where the unit is no run
 * @public
 */
export function childOf(
  graph: WorkflowGraph,
  state: Pick<RunState, 'input' | 'outputs' | 'steps'>,
  unit: string,
): ChildLaunch {
  const { fanOut } = state.steps[placeOf(unit).step];
  return launchOf(graph, unit, state, fanOut);
}

/** Launches a run, whose end is that of the attempt. */
export function startChild(draft: Draft, unit: string) {
  const { step } = placeOf(unit);
  const { fanOut } = draft.unit(step);
  const child = launchOf(draft.graph, unit, draft.values(step), fanOut);
  const workflow = child.workflow ?? draft.graph.definition.name;
  const isFirst = draft.unit(unit).attempt === 0;
  const attempt = begin(draft, unit, { kind: 'child', workflow });
  const { totalTimeoutMs } = draft.graph.triesOf(unit);
  if (totalTimeoutMs && isFirst) {
    draft.timer('timeout', unit, draft.at + totalTimeoutMs);
  }
  draft.effects.push({
    type: 'startChild',
    ...placeOf(unit),
    attempt,
    ...child,
  });
}

function launchOf(
  graph: WorkflowGraph,
  unit: string,
  values: ConditionValues,
  fanOut: FanOut | null,
): ChildLaunch {
  const { step: key, item } = placeOf(unit);
  const step = graph.step(key);
  if (step.type === 'child') {
    return { workflow: step.workflow, input: fillIn(step.input, values) };
  }
  if (step.type !== 'map') throw new Error(`Step '${key}' is no run`);
  const { chunk, items } = fanOut!;
  if (chunk > 1) {
    const from = item * chunk;
    const to = Math.min(from + chunk, items);
    return { workflow: null, input: null, chunk: { from, to } };
  }
  if (!('workflow' in step.each)) throw new Error(`Step '${key}' is no run`);
  const list = resolve(step.items, values);
  const value = Array.isArray(list) ? list[item] ?? null : null;
  return {
    workflow: step.each.workflow,
    input: fillIn(step.each.input, { ...values, item: value }),
  };
}
