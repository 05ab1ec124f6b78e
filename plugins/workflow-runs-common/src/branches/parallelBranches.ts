import type { WorkflowGraph } from '../machine/graph';
import type { ParallelBranch } from '../model/runDetail';
import type { StepStatus } from '../model/vocabulary';
import type { Branches } from './branches';
import { branchStatus } from './branchStatus';

/**
 * The branches of a run in the order in which the definition begins them, each with its own steps:
 * those of a branch within it are of that one.
 *
 * @param statusOf - of the steps that the run has, by their keys
 * @public
 */
export function parallelBranches(
  graph: WorkflowGraph,
  branches: Branches,
  statusOf: ReadonlyMap<string, StepStatus>,
): ParallelBranch[] {
  const found = new Map<string, Pick<ParallelBranch, 'steps' | 'stepKeys'>>();
  graph.definition.steps.forEach(({ key }, index) => {
    const branchId = branches.get(key);
    if (!branchId) return;
    const branch = found.get(branchId) ?? { steps: [], stepKeys: [] };
    branch.steps.push(index + 1);
    branch.stepKeys.push(key);
    found.set(branchId, branch);
  });
  return [...found].map(([branchId, { steps, stepKeys }]) => ({
    branchId,
    steps,
    stepKeys,
    status: branchStatus(
      stepKeys.map(key => statusOf.get(key) ?? ('pending' as const)),
    ),
  }));
}
