import { buildGraph } from '../machine/graph';
import { stepsReferredTo } from '../machine/condition';
import { WorkflowDefinition, workflowDefinitionSchema } from './schema';

/** What is wrong with a definition, where, and which rule it breaks. @public */
export interface DefinitionProblem {
  /** The step at fault, if one is. */
  step?: string;
  /** JSON pointer into the definition. */
  pointer: string;
  rule:
    | 'schema'
    | 'unique-key'
    | 'known-dependency'
    | 'no-self-dependency'
    | 'no-cycle'
    | 'reference-upstream'
    | 'input-object';
  message: string;
}

/**
 * Checks a definition as a whole: its shape first, then its graph.
 *
 * @returns every problem found, in the order of the steps; none if the definition can be run
 * @public
 */
export function findDefinitionProblems(
  candidate: unknown,
): DefinitionProblem[] {
  const parsed = workflowDefinitionSchema.safeParse(candidate);
  if (!parsed.success) {
    return parsed.error.issues.map(issue => ({
      step: stepOfPath(candidate, issue.path),
      pointer: toPointer(issue.path),
      rule: 'schema',
      message: issue.message,
    }));
  }
  return findGraphProblems(parsed.data);
}

function findGraphProblems(
  definition: WorkflowDefinition,
): DefinitionProblem[] {
  const problems = [
    ...inputProblems(definition),
    ...keyProblems(definition),
    ...dependencyProblems(definition),
  ];
  if (problems.length > 0) return problems;

  const cycle = findCycle(definition);
  if (cycle) {
    return [
      {
        step: cycle[0],
        pointer: pointerOf(definition, cycle[0], 'dependsOn'),
        rule: 'no-cycle',
        message: `depends on itself: ${[...cycle, cycle[0]].join(' → ')}`,
      },
    ];
  }
  return referenceProblems(definition);
}

function inputProblems({
  inputSchema,
}: WorkflowDefinition): DefinitionProblem[] {
  if (inputSchema.type === 'object') return [];
  return [
    {
      pointer: '/inputSchema/type',
      rule: 'input-object',
      message: 'the input of a workflow must be an object',
    },
  ];
}

function keyProblems(definition: WorkflowDefinition): DefinitionProblem[] {
  const seen = new Set<string>();
  return definition.steps.flatMap((step, index): DefinitionProblem[] => {
    if (!seen.has(step.key)) {
      seen.add(step.key);
      return [];
    }
    return [
      {
        step: step.key,
        pointer: `/steps/${index}/key`,
        rule: 'unique-key',
        message: `another step is called '${step.key}' already`,
      },
    ];
  });
}

function dependencyProblems(
  definition: WorkflowDefinition,
): DefinitionProblem[] {
  const known = new Set(definition.steps.map(step => step.key));
  return definition.steps.flatMap((step, index) =>
    step.dependsOn.flatMap((dependency, at): DefinitionProblem[] => {
      const pointer = `/steps/${index}/dependsOn/${at}`;
      if (dependency === step.key) {
        return [
          {
            step: step.key,
            pointer,
            rule: 'no-self-dependency',
            message: 'a step cannot depend on itself',
          },
        ];
      }
      if (known.has(dependency)) return [];
      return [
        {
          step: step.key,
          pointer,
          rule: 'known-dependency',
          message: `there is no step '${dependency}'`,
        },
      ];
    }),
  );
}

/** Kahn's algorithm; what can never become ready lies on a cycle or behind one. */
function findCycle(definition: WorkflowDefinition): string[] | undefined {
  const graph = buildGraph(definition);
  const unmet = new Map(
    definition.steps.map(step => [step.key, graph.dependencyCount(step.key)]),
  );
  const ready = definition.steps
    .filter(step => unmet.get(step.key) === 0)
    .map(step => step.key);
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    unmet.delete(next);
    for (const dependent of graph.dependentsOf(next)) {
      const left = unmet.get(dependent)! - 1;
      unmet.set(dependent, left);
      if (left === 0) ready.push(dependent);
    }
  }
  if (unmet.size === 0) return undefined;

  // Every step left over has a dependency that is left over: walking up must come back.
  const path: string[] = [];
  let at = unmet.keys().next().value as string;
  while (!path.includes(at)) {
    path.push(at);
    at = graph.step(at).dependsOn.find(dependency => unmet.has(dependency))!;
  }
  return path.slice(path.indexOf(at));
}

function referenceProblems(
  definition: WorkflowDefinition,
): DefinitionProblem[] {
  const graph = buildGraph(definition);
  return definition.steps.flatMap((step, index) =>
    (step.when ? stepsReferredTo(step.when) : [])
      .filter(referred => !graph.isUpstream(referred, step.key))
      .map(
        (referred): DefinitionProblem => ({
          step: step.key,
          pointer: `/steps/${index}/when`,
          rule: 'reference-upstream',
          message: `refers to step '${referred}', which does not run before it`,
        }),
      ),
  );
}

function pointerOf(
  definition: WorkflowDefinition,
  step: string,
  field: string,
) {
  return `/steps/${definition.steps.findIndex(s => s.key === step)}/${field}`;
}

function toPointer(path: readonly PropertyKey[]): string {
  return path
    .map(part => `/${String(part).replace(/~/g, '~0').replace(/\//g, '~1')}`)
    .join('');
}

function stepOfPath(
  candidate: unknown,
  path: readonly PropertyKey[],
): string | undefined {
  if (path[0] !== 'steps' || typeof path[1] !== 'number') return undefined;
  const step = (candidate as { steps: { key?: unknown }[] }).steps[path[1]];
  return typeof step?.key === 'string' ? step.key : `#${path[1] + 1}`;
}
