import type { Json } from '../model/vocabulary';
import {
  mayStartItems,
  newFanOut,
  outputOfMap,
  sizeOf,
  unitsOf,
} from './fanOut';
import type { WorkflowGraph } from './graph';
import { planRollback } from './rollbackPlan';
import { isEnded, isOpen, isSettled } from './settled';
import { FanOut, isExecuting, PENDING, RunState, StepState } from './state';
import { isItem, isRollback, placeOf, rollbackOf, unitId } from './unit';

/** What is stored of a unit; the rest is derived. @public */
export type StoredStep = Omit<StepState, 'unmet' | 'undo' | 'fanOut'> & {
  /** How many items a fan-out has, and how many of them a unit. */
  fanOut: Pick<FanOut, 'items' | 'chunk'> | null;
};

/**
 * A run as it was stored. Counters are derived, and steps not mentioned are pending.
 *
 * `outputs` are by unit, and may be more than the machine needs; those that an earlier passage of the
 * run has left of a unit that runs again must not be among them. That of a fan-out is made of those of
 * its items, unless an operator has said what it is.
 *
 * What was asked and has been accepted, but has no last answer, is not stored here: it is to be asked
 * again.
 *
 * @public
 */
export interface StoredRun
  extends Pick<
    RunState,
    | 'status'
    | 'generation'
    | 'since'
    | 'startedAt'
    | 'seed'
    | 'input'
    | 'outputs'
    | 'pauseAsked'
    | 'poisoned'
    | 'failure'
    | 'sla'
  > {
  steps: Record<string, StoredStep>;
  /** How long it may take; what the definition says where it is left out. */
  slaTargetMs?: number | null;
  /** The engine's own limit to units that execute at a time; the definition's may be lower. */
  limit?: number;
}

/** The state of a run that was just accepted. @public */
export function initialState(
  graph: WorkflowGraph,
  run: {
    seed: string;
    input: Json;
    queuedAt: number;
    limit?: number;
    slaTargetMs?: number | null;
    /** Outputs of steps that need not run again: those of the run that this one repeats. */
    reused?: Record<string, Json>;
  },
): RunState {
  const { reused = {}, queuedAt, ...given } = run;
  return restoreState(graph, {
    ...given,
    status: 'queued',
    generation: 0,
    since: queuedAt,
    startedAt: null,
    steps: Object.fromEntries(
      Object.keys(reused).map(key => [
        key,
        { ...PENDING, status: 'completed' },
      ]),
    ),
    outputs: reused,
    pauseAsked: false,
    poisoned: false,
    failure: null,
    sla: null,
  });
}

/**
 * Rebuilds the state of a run from what is stored about it. Units that wait for room may come in
 * another order than they would have, and so may steps that wait for one event.
 *
 * @public
 */
export function restoreState(
  graph: WorkflowGraph,
  { limit = Infinity, ...stored }: StoredRun,
): RunState {
  const steps = restoreSteps(graph, stored);
  const { slaTargetMs = graph.definition.sla?.targetMs ?? null } = stored;
  const state: RunState = {
    ...stored,
    slaTargetMs,
    steps,
    outputs: {},
    open: 0,
    running: 0,
    active: 0,
    waiting: 0,
    held: 0,
    limit: Math.min(limit, graph.definition.concurrency ?? Infinity),
    ready: { waiting: [], taken: 0 },
    rollback: null,
    awaiting: {},
    earlyEvents: [],
    invocations: {},
  };
  for (const unit of Object.keys(steps)) count(state, unit);
  for (const [unit, step] of Object.entries(steps)) {
    if (!isItem(unit) && step.fanOut) {
      step.fanOut = countItems(state, unit, step.fanOut);
    }
  }
  restoreOutputs(graph, state, stored.outputs);
  restoreRollback(graph, state);
  restoreReady(graph, state);
  return state;
}

function restoreSteps(
  graph: WorkflowGraph,
  stored: Pick<StoredRun, 'steps'>,
): Record<string, StepState> {
  const steps: Record<string, StepState> = {};
  const add = (unit: string, step: StoredStep) => {
    steps[unit] = {
      ...step,
      unmet: isOpen(step) && graph.has(unit) ? graph.dependencyCount(unit) : 0,
      undo: 0,
      fanOut: step.fanOut && {
        ...newFanOut(step.fanOut.items),
        chunk: step.fanOut.chunk,
      },
    };
  };
  for (const { key } of graph.definition.steps) {
    // A step may be called `constructor`: only what is stored of it counts.
    add(key, Object.hasOwn(stored.steps, key) ? stored.steps[key] : PENDING);
  }
  for (const [unit, step] of Object.entries(stored.steps)) {
    if (!graph.has(unit)) add(unit, step);
  }
  for (const { key } of graph.definition.steps) {
    if (isOpen(steps[key])) continue;
    for (const dependent of graph.dependentsOf(key)) {
      if (steps[dependent].unmet > 0) steps[dependent].unmet -= 1;
    }
  }
  return steps;
}

function count(state: RunState, unit: string) {
  const { status, held, waitingFor } = state.steps[unit];
  if (isExecuting(state.steps[unit])) state.running += 1;
  if (held) state.held += 1;
  if (isItem(unit)) return;
  if (status === 'running' || status === 'retrying') state.active += 1;
  if (status === 'waiting_human') state.waiting += 1;
  if (!isRollback(unit) && isOpen(state.steps[unit])) state.open += 1;
  if (waitingFor?.kind === 'event') {
    const { name } = waitingFor;
    if (!Object.hasOwn(state.awaiting, name)) state.awaiting[name] = [];
    state.awaiting[name].push(unit);
  }
}

function countItems(state: RunState, map: string, stored: FanOut): FanOut {
  const fanOut: FanOut = { ...stored, next: unitsOf(stored) };
  for (let i = fanOut.next - 1; i >= 0; i--) {
    const id = unitId(map, i);
    const unit = Object.hasOwn(state.steps, id) ? state.steps[id] : PENDING;
    const size = sizeOf(stored, i);
    if (unit.status === 'pending') fanOut.next = i;
    else if (!isSettled(unit.status)) fanOut.open += 1;
    else if (unit.status === 'completed') {
      fanOut.completed += size - unit.failedItems;
      fanOut.failed += unit.failedItems;
    } else fanOut.failed += size;
  }
  return fanOut;
}

function restoreOutputs(
  graph: WorkflowGraph,
  state: RunState,
  outputs: Record<string, Json>,
) {
  for (const [unit, output] of Object.entries(outputs)) {
    if (graph.referredSteps.has(placeOf(unit).step)) {
      state.outputs[unit] = output;
    }
  }
  for (const key of graph.referredSteps) {
    if (!graph.has(key) || Object.hasOwn(outputs, key)) continue;
    const { fanOut, status } = state.steps[key];
    if (fanOut && status === 'completed') {
      state.outputs[key] = outputOfMap(fanOut, key, state.outputs);
    }
  }
}

function restoreRollback(graph: WorkflowGraph, state: RunState) {
  const begun = Object.entries(state.steps).some(
    ([unit, { generation }]) =>
      isRollback(unit) && generation === state.generation,
  );
  if (!begun || isEnded(state.status)) return;
  const plan = planRollback(graph, state.generation, unit =>
    Object.hasOwn(state.steps, unit) ? state.steps[unit] : undefined,
  );
  for (const [key, undo] of Object.entries(plan.undo)) {
    state.steps[key].undo = undo;
  }
  state.rollback = { open: plan.open };
  const { generation } = state;
  for (const key of plan.ready) {
    const unit = rollbackOf(key);
    const isKnown = Object.hasOwn(state.steps, unit);
    // One that waits for room is not stored yet; one of an earlier passage is history.
    if (!isKnown || state.steps[unit].generation !== generation) {
      state.steps[unit] = { ...PENDING, generation };
    }
    if (state.steps[unit].status === 'pending') state.ready.waiting.push(unit);
  }
}

/** Units that waited for room, or for the end of a pause. */
function restoreReady(graph: WorkflowGraph, state: RunState) {
  if (isEnded(state.status)) return;
  for (const [unit, { status, retryAt }] of Object.entries(state.steps)) {
    if (status === 'retrying' && retryAt === null) {
      state.ready.waiting.push(unit);
    }
  }
  if (['queued', 'canceling'].includes(state.status) || state.failure) return;
  for (const step of graph.definition.steps) {
    const { status, unmet, fanOut } = state.steps[step.key];
    if (
      fanOut &&
      step.type === 'map' &&
      mayStartItems(step, state.steps[step.key])
    ) {
      fanOut.queued =
        fanOut.next < unitsOf(fanOut) && fanOut.open < step.concurrency;
    }
    if (fanOut?.queued || (status === 'pending' && unmet === 0)) {
      state.ready.waiting.push(step.key);
    }
  }
}
