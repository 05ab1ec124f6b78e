import { Step } from 'backstage-plugin-workflow-runs-common';
import { branchTree, MOST_BRANCHES } from '../branchTree';
import { planOf } from '../timing';

/** What is drawn as one. */
export type GraphNode =
  | { kind: 'step'; id: string; step: Step; dependsOn: string[] }
  | {
      kind: 'fork';
      id: string;
      branches: number;
      steps: Step[];
      dependsOn: string[];
    };

/**
 * The plan of a run as a graph. More than five branches that begin at one place are one node, until
 * somebody opens it.
 */
export function graphNodes(
  steps: readonly Step[],
  openForks: ReadonlySet<string>,
): GraphNode[] {
  const plan = planOf(steps);
  const tree = branchTree(plan);
  const closedForkOf = (step: Step) =>
    tree
      .pathOf(step)
      .map(tree.forkOf)
      .find(
        fork => fork.branches.length > MOST_BRANCHES && !openForks.has(fork.id),
      );
  const idOf = new Map(
    plan.map(step => [step.stepKey, closedForkOf(step)?.id ?? step.stepKey]),
  );
  const nodes = new Map<string, GraphNode>();
  for (const step of plan) {
    const id = idOf.get(step.stepKey)!;
    const dependsOn = step.dependsOn.flatMap(key => {
      const before = idOf.get(key);
      return before === undefined || before === id ? [] : [before];
    });
    const known = nodes.get(id);
    if (known?.kind === 'fork') {
      known.steps.push(step);
      known.dependsOn = [...new Set([...known.dependsOn, ...dependsOn])];
      continue;
    }
    const fork = closedForkOf(step);
    nodes.set(
      id,
      fork
        ? {
            kind: 'fork',
            id,
            branches: fork.branches.length,
            steps: [step],
            dependsOn,
          }
        : { kind: 'step', id, step, dependsOn: [...new Set(dependsOn)] },
    );
  }
  return [...nodes.values()];
}
