import type { WorkflowGraph } from '../machine/graph';

/** The branch of each step by its key; null: the trunk, from which all branches part. @public */
export type Branches = ReadonlyMap<string, string | null>;

/** A branch within another one, or within the trunk. */
interface Branch {
  parent: string | null;
  depth: number;
}

/**
 * Which steps run beside which others. A step goes on in the branch of the step that it waits for,
 * unless others wait for that one too: then it begins a branch, which is named after it. So does each of
 * several steps that wait for nothing. A join belongs to the deepest branch that all it waits for is in.
 * Steps of a cycle, which no definition that can be run has, belong to the trunk.
 *
 * @public
 */
export function branchesOf(graph: WorkflowGraph): Branches {
  const branchOf = new Map<string, string | null>();
  const branches = new Map<string, Branch>();
  const begin = (key: string, parent: string | null) => {
    const depth = parent === null ? 1 : branches.get(parent)!.depth + 1;
    branches.set(key, { parent, depth });
    return key;
  };
  const branchOfStep = (key: string): string | null => {
    const [first, ...others] = graph.dependenciesOf(key);
    if (first === undefined) {
      return graph.roots.length > 1 ? begin(key, null) : null;
    }
    const before = branchOf.get(first)!;
    if (others.length > 0) {
      return others.reduce<string | null>(
        (common, other) => shared(common, branchOf.get(other)!, branches),
        before,
      );
    }
    return graph.dependentsOf(first).length > 1 ? begin(key, before) : before;
  };

  for (const key of inOrder(graph)) branchOf.set(key, branchOfStep(key));
  for (const { key } of graph.definition.steps) {
    if (!branchOf.has(key)) branchOf.set(key, null);
  }
  return branchOf;
}

/** Each step after all that it waits for. */
function inOrder(graph: WorkflowGraph): string[] {
  const waitsFor = new Map(
    graph.definition.steps.map(({ key }) => [key, graph.dependencyCount(key)]),
  );
  const order = [...graph.roots];
  // It grows while it is walked.
  for (const key of order) {
    for (const dependent of graph.dependentsOf(key)) {
      const left = waitsFor.get(dependent)! - 1;
      waitsFor.set(dependent, left);
      if (left === 0) order.push(dependent);
    }
  }
  return order;
}

/** The deepest branch that both are in. */
function shared(
  one: string | null,
  other: string | null,
  branches: ReadonlyMap<string, Branch>,
): string | null {
  let [a, b] = [one, other];
  while (a !== b) {
    if (a === null || b === null) return null;
    const [branchA, branchB] = [branches.get(a)!, branches.get(b)!];
    if (branchA.depth >= branchB.depth) a = branchA.parent;
    if (branchB.depth >= branchA.depth) b = branchB.parent;
  }
  return a;
}
