import type { WorkflowGraph } from '../graph';
import type { FanOut, RunState, StepState } from '../state';
import { isItem, placeOf, unitId } from '../unit';

const SETTLED = ['completed', 'failed', 'skipped', 'canceled', 'compensated'];

const isOpen = ({ status, held }: StepState) =>
  !SETTLED.includes(status) || held;

/** What the counters of a state have to be, by the statuses alone. */
export function recount(graph: WorkflowGraph, state: RunState) {
  const units = Object.entries(state.steps);
  const count = (holds: (step: StepState, unit: string) => boolean) =>
    units.filter(([unit, step]) => holds(step, unit)).length;
  const executes = (unit: string) => {
    const { step, item } = placeOf(unit);
    const node = graph.node(step);
    if (item < 0) return 'handler' in node;
    const isChunk = state.steps[step].fanOut!.chunk > 1;
    return node.type === 'map' && 'handler' in node.each && !isChunk;
  };
  return {
    open: count((step, unit) => graph.has(unit) && isOpen(step)),
    running: count(
      ({ status }, unit) => status === 'running' && executes(unit),
    ),
    active: count(
      ({ status }, unit) =>
        !isItem(unit) && (status === 'running' || status === 'retrying'),
    ),
    waiting: count(({ status }) => status === 'waiting_human'),
    held: count(({ held }) => held),
  };
}

/** How many dependencies of each step have not settled, of steps that have not either. */
export function recountUnmet(graph: WorkflowGraph, state: RunState) {
  return Object.fromEntries(
    graph.definition.steps.map(({ key }) => [
      key,
      isOpen(state.steps[key])
        ? graph.dependenciesOf(key).filter(other => isOpen(state.steps[other]))
            .length
        : 0,
    ]),
  );
}

/** How far each fan-out is, by its items. */
export function recountItems(state: RunState) {
  return Object.entries(state.steps).flatMap(([key, { fanOut }]) => {
    if (!fanOut) return [];
    const counted = { open: 0, completed: 0, failed: 0 };
    for (let i = 0; i * fanOut.chunk < fanOut.items; i++) {
      const unit = state.steps[unitId(key, i)];
      const size = Math.min(fanOut.chunk, fanOut.items - i * fanOut.chunk);
      if (!unit || unit.status === 'pending') continue;
      if (isOpen(unit)) counted.open += 1;
      else if (unit.status === 'completed') {
        counted.completed += size - unit.failedItems;
        counted.failed += unit.failedItems;
      } else counted.failed += size;
    }
    return [{ key, fanOut, counted }];
  });
}

/** Steps of which the rollback is still to be done, in a run that rolls back. */
export function recountRollback(graph: WorkflowGraph, state: RunState): number {
  return graph.definition.steps.filter(({ key, compensate }) => {
    const rollback = state.steps[`${key}:compensate`];
    if (!compensate) return false;
    if (rollback?.generation === state.generation) return isOpen(rollback);
    const { status, startedAt } = state.steps[key];
    return status === 'completed' && startedAt !== null;
  }).length;
}

export function countersOf({ open, completed, failed }: FanOut) {
  return { open, completed, failed };
}
