import type { StepDefinition } from '../definition/steps';
import type { WorkflowGraph } from './graph';
import type { StepState } from './state';
import { isOpen } from './settled';
import { rollbackOf } from './unit';

/** In which order a run rolls back. */
export interface RollbackPlan {
  /** Direct dependents of each step that are not undone yet. */
  undo: Record<string, number>;
  /** Steps of which the rollback may start: nothing after them is left to undo. */
  ready: string[];
  /** Steps of which the rollback is not done. */
  open: number;
}

/**
 * Plans the rollback in reverse topological order: a step is undone once all that built on it is.
 * What has nothing to undo stands in nobody's way, but hands the order on.
 */
export function planRollback(
  graph: WorkflowGraph,
  generation: number,
  unitOf: (unit: string) => StepState | undefined,
): RollbackPlan {
  const plan: RollbackPlan = { undo: {}, ready: [], open: 0 };
  const { steps } = graph.definition;
  const toUndo = new Set(
    steps
      .map(({ key }) => key)
      .filter(key => isToBeUndone(graph.step(key), generation, unitOf)),
  );
  plan.open = toUndo.size;
  for (const { key } of steps) plan.undo[key] = graph.dependentsOf(key).length;
  const undone = [...graph.leaves];
  for (const key of undone) {
    if (toUndo.has(key)) {
      plan.ready.push(key);
      continue;
    }
    for (const dependency of graph.dependenciesOf(key)) {
      plan.undo[dependency] -= 1;
      if (plan.undo[dependency] === 0) undone.push(dependency);
    }
  }
  return plan;
}

function isToBeUndone(
  step: StepDefinition,
  generation: number,
  unitOf: (unit: string) => StepState | undefined,
): boolean {
  if (!step.compensate) return false;
  const rollback = unitOf(rollbackOf(step.key));
  return rollback?.generation === generation
    ? isOpen(rollback)
    : hasToUndo(step, unitOf(step.key)!);
}

/** A run undoes what it has done: not what another run did, whose output it was given. */
export function hasToUndo(
  { compensate }: StepDefinition,
  { status, startedAt }: StepState,
): boolean {
  return Boolean(compensate) && status === 'completed' && startedAt !== null;
}
