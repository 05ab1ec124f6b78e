import type { Json } from '../model/vocabulary';
import { begin } from './attempts';
import { startChildClock } from './childClock';
import { ConditionValues, fillIn, resolve } from './condition';
import type { Draft } from './Draft';
import { sizeOf } from './fanOut';
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
  const { step } = placeOf(unit);
  const read = graph
    .referencesOf(step)
    .filter(
      key =>
        state.steps[key].status === 'completed' &&
        Object.hasOwn(state.outputs, key),
    )
    .map(key => [key, state.outputs[key]]);
  const values = { input: state.input, outputs: Object.fromEntries(read) };
  return launchOf(graph, unit, values, state.steps[step].fanOut);
}

/** Launches a run, whose end is that of the attempt. */
export function startChild(draft: Draft, unit: string) {
  const { step } = placeOf(unit);
  const { fanOut } = draft.unit(step);
  const child = launchOf(draft.graph, unit, draft.values(step), fanOut);
  const workflow = child.workflow ?? draft.graph.definition.name;
  const isFirst = draft.unit(unit).startedAt === null;
  const attempt = begin(draft, unit, { kind: 'child', workflow });
  // It goes on through retries.
  if (isFirst) startChildClock(draft, unit);
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
  const { chunk } = fanOut!;
  if (chunk > 1) {
    const from = item * chunk;
    const to = from + sizeOf(fanOut!, item);
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
