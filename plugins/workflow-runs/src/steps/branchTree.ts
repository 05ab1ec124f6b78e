import { Step } from 'backstage-plugin-workflow-runs-common';

/** From so many branches on, those that begin at one place are shown as one. */
export const MOST_BRANCHES = 5;

/** Branches that begin at the same place. */
export interface Fork {
  id: string;
  branches: string[];
}

/** How the branches of a run lie in one another. */
export interface BranchTree {
  /** The branches that a step is in, outermost first; none on the trunk. */
  pathOf: (step: Step) => string[];
  /** Where a branch begins, and which others do. */
  forkOf: (branch: string) => Fork;
}

type BranchStep = Pick<Step, 'stepKey' | 'branchId' | 'dependsOn'>;

/** A branch lies in the innermost one that all steps are in which its first step waits for. */
export function branchTree(steps: readonly BranchStep[]): BranchTree {
  const byKey = new Map(steps.map(step => [step.stepKey, step]));
  const paths = new Map<string, string[]>();
  const under = new Set<string>();

  const pathOfBranch = (branch: string): string[] => {
    const known = paths.get(branch);
    if (known) return known;
    // What lies in itself lies nowhere.
    if (under.has(branch)) return [];
    under.add(branch);
    const outer = (byKey.get(branch)?.dependsOn ?? [])
      .map(key => byKey.get(key)?.branchId)
      .map(id => (id ? pathOfBranch(id) : []));
    under.delete(branch);
    const path = [...commonStart(outer), branch];
    paths.set(branch, path);
    return path;
  };

  const forks = new Map<string, Fork>();
  const forkOfBranch = new Map<string, Fork>();
  for (const { stepKey, branchId, dependsOn } of steps) {
    if (branchId !== stepKey) continue;
    const id = `fork:${[...dependsOn].sort().join(',')}`;
    const fork = forks.get(id) ?? { id, branches: [] };
    fork.branches.push(branchId);
    forks.set(id, fork);
    forkOfBranch.set(branchId, fork);
  }

  return {
    pathOf: ({ branchId }) => (branchId ? pathOfBranch(branchId) : []),
    forkOf: branch =>
      forkOfBranch.get(branch) ?? { id: `fork:${branch}`, branches: [branch] },
  };
}

function commonStart(paths: string[][]): string[] {
  if (paths.length === 0) return [];
  const [first, ...others] = paths;
  const end = first.findIndex((branch, index) =>
    others.some(path => path[index] !== branch),
  );
  return end < 0 ? first : first.slice(0, end);
}
