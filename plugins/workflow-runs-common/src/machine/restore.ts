import type { Json } from '../model/vocabulary';
import { outputOfMap, unitsOf } from './fanOut';
import type { WorkflowGraph } from './graph';
import { planRollback } from './rollbackPlan';
import { isEnded, isSettled } from './settled';
import { FanOut, isExecuting, PENDING, RunState, StepState } from './state';
import { isItem, isRollback, placeOf, rollbackOf, unitId } from './unit';

/** What is stored of a unit; the rest is derived. @public */
export type StoredStep = Omit<StepState, 'unmet' | 'undo' | 'fanOut'> & {
  /** How many items a fan-out has, and how many of them a unit. */
  fanOut: Pick<FanOut, 'items' | 'chunk'> | null;
};

/**
 * A run as it was stored. Counters are derived, and steps not mentioned are pending. `outputs` may
 * hold more than the machine needs; those of items are by unit.
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

/** Rebuilds the state of a run from what is stored about it. @public */
export function restoreState(
  graph: WorkflowGraph,
  { limit = Infinity, ...stored }: StoredRun,
): RunState {
  const steps = restoreSteps(graph, stored);
  const state: RunState = {
    ...stored,
    steps,
    outputs: {},
    open: 0,
    running: 0,
    active: 0,
    waiting: 0,
    held: 0,
    limit: Math.min(limit, graph.definition.concurrency ?? Infinity),
    ready: { waiting: [], taken: 0 },
    partial: false,
    rollback: null,
    awaiting: {},
    earlyEvents: [],
    invocations: {},
  };
  for (const unit of Object.keys(steps)) count(state, unit);
  for (const [unit, step] of Object.entries(steps)) {
    if (!isItem(unit) && step.fanOut) {
      step.fanOut = countItems(state, unit, step.fanOut);
      if (step.fanOut.failed > 0) state.partial = true;
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
    const isOpen = !isSettled(step.status) || step.held;
    steps[unit] = {
      ...step,
      unmet: isOpen && graph.has(unit) ? graph.dependencyCount(unit) : 0,
      undo: 0,
      fanOut: step.fanOut && {
        ...step.fanOut,
        queued: false,
        next: 0,
        open: 0,
        completed: 0,
        failed: 0,
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
    if (!isSettled(steps[key].status) || steps[key].held) continue;
    for (const dependent of graph.dependentsOf(key)) {
      if (steps[dependent].unmet > 0) steps[dependent].unmet -= 1;
    }
  }
  return steps;
}

function count(state: RunState, unit: string) {
  const { status, held, skipReason, waitingFor, generation } =
    state.steps[unit];
  if (isRollback(unit) && generation !== state.generation) return;
  const isUnderWay = status === 'running' || status === 'retrying';
  if (isExecuting(state.steps[unit])) state.running += 1;
  if (held) state.held += 1;
  if (isItem(unit)) return;
  if (isUnderWay) state.active += 1;
  if (status === 'waiting_human') state.waiting += 1;
  if (skipReason === 'forced') state.partial = true;
  if (!isRollback(unit) && (!isSettled(status) || held)) state.open += 1;
  if (status === 'running' && waitingFor?.kind === 'event') {
    (state.awaiting[waitingFor.name] ??= []).push(unit);
  }
}

function countItems(state: RunState, map: string, stored: FanOut): FanOut {
  const units = Math.ceil(stored.items / stored.chunk);
  const fanOut: FanOut = { ...stored, next: units };
  for (let i = units - 1; i >= 0; i--) {
    const id = unitId(map, i);
    const unit = Object.hasOwn(state.steps, id) ? state.steps[id] : PENDING;
    const size = Math.min(stored.chunk, stored.items - i * stored.chunk);
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
    const step = graph.has(key) ? state.steps[key] : undefined;
    if (step?.fanOut && step.status === 'completed') {
      state.outputs[key] = outputOfMap(step.fanOut, key, state.outputs);
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
  for (const key of plan.ready) {
    const unit = rollbackOf(key);
    const isKnown = Object.hasOwn(state.steps, unit);
    if (!isKnown || state.steps[unit].status === 'pending') {
      state.ready.waiting.push(unit);
    }
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
  for (const { key } of graph.definition.steps) {
    const { status, unmet, fanOut } = state.steps[key];
    const hasItems =
      status === 'running' && fanOut && fanOut.next < unitsOf(fanOut);
    if ((status === 'pending' && unmet === 0) || hasItems) {
      state.ready.waiting.push(key);
      if (fanOut) fanOut.queued = true;
    }
  }
}
