import type { WorkflowGraph } from '../machine/graph';
import type { DefinitionProblem } from './problem';
import { StepProblems } from './problem';
import type { WorkflowDefinition } from './schema';
import type { StepDefinition } from './steps';

/** Every step has a key of its own. */
export function keyProblems({
  steps,
}: WorkflowDefinition): DefinitionProblem[] {
  const seen = new Set<string>();
  return steps.flatMap((step, index) => {
    const problems = new StepProblems(step, index);
    if (seen.has(step.key)) {
      problems.add(
        ['key'],
        'unique-key',
        `another step is called '${step.key}' already`,
      );
    }
    seen.add(step.key);
    return problems.found;
  });
}

/** Steps wait for steps that there are. */
export function dependencyProblems({
  steps,
}: WorkflowDefinition): DefinitionProblem[] {
  const known = new Set(steps.map(({ key }) => key));
  return steps.flatMap((step, index) => {
    const problems = new StepProblems(step, index);
    step.dependsOn.forEach((dependency, at) => {
      if (dependency === step.key) {
        problems.add(
          ['dependsOn', at],
          'no-self-dependency',
          'a step cannot depend on itself',
        );
      } else if (!known.has(dependency)) {
        problems.add(
          ['dependsOn', at],
          'known-dependency',
          `there is no step '${dependency}'`,
        );
      }
    });
    return problems.found;
  });
}

/** Any of several means something; any of one, or of none, is a mistake. */
export function joinProblems(problems: StepProblems, step: StepDefinition) {
  if (step.join === 'any' && new Set(step.dependsOn).size < 2) {
    problems.add(
      ['join'],
      'join',
      "'any' needs two steps or more to depend on",
    );
  }
}

/** @returns the steps in topological order; or those of a cycle, each after what depends on it */
export function sortSteps(
  graph: WorkflowGraph,
): { order: string[] } | { cycle: string[] } {
  // Kahn's algorithm; what can never become ready lies on a cycle or behind one.
  const { steps } = graph.definition;
  const unmet = new Map(
    steps.map(({ key }) => [key, graph.dependencyCount(key)]),
  );
  const order = [...graph.roots];
  for (const next of order) {
    unmet.delete(next);
    for (const dependent of graph.dependentsOf(next)) {
      const left = unmet.get(dependent)! - 1;
      unmet.set(dependent, left);
      if (left === 0) order.push(dependent);
    }
  }
  if (unmet.size === 0) return { order };

  // Every step left over has a dependency that is left over: walking up must come back.
  const path = new Set<string>();
  let at = unmet.keys().next().value as string;
  while (!path.has(at)) {
    path.add(at);
    at = graph.step(at).dependsOn.find(dependency => unmet.has(dependency))!;
  }
  const walked = [...path];
  return { cycle: walked.slice(walked.indexOf(at)) };
}

export function cycleProblem(
  { steps }: WorkflowDefinition,
  cycle: string[],
): DefinitionProblem {
  const index = steps.findIndex(({ key }) => key === cycle[0]);
  const problems = new StepProblems(steps[index], index);
  problems.add(
    ['dependsOn'],
    'no-cycle',
    `depends on itself: ${toText(cycle)}`,
  );
  return problems.found[0];
}

/** A cycle that people can read: of a long one, its beginning. */
function toText(cycle: string[]): string {
  const shown = cycle.slice(0, 10);
  const hidden = cycle.length - shown.length;
  const more = hidden > 0 ? [`… (${hidden} more)`] : [];
  return [...shown, ...more, cycle[0]].join(' → ');
}
