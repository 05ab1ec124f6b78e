import type { z } from 'zod';
import { buildGraph, WorkflowGraph } from '../machine/graph';
import { isDeeperThan, MAX_DEPTH } from './depth';
import { WorkflowDefinition, workflowDefinitionSchema } from './schema';

/** What is wrong with a definition, where, and which rule it breaks. @public */
export interface DefinitionProblem {
  /** The step at fault, if one is; by its place, as in `#3`, where it has no key. */
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
  const tooDeep = depthProblems(candidate);
  if (tooDeep.length > 0) return tooDeep;

  const parsed = workflowDefinitionSchema.safeParse(candidate);
  if (!parsed.success) {
    return parsed.error.issues
      .flatMap(issue => explain(issue))
      .map(({ path, message }) => schemaProblem(candidate, path, message));
  }
  return findGraphProblems(parsed.data);
}

/** Names the steps at fault, so it looks at each on its own before it looks at the whole. */
function depthProblems(candidate: unknown): DefinitionProblem[] {
  const message = `is nested deeper than ${MAX_DEPTH} levels`;
  const steps = (candidate as { steps?: unknown } | null | undefined)?.steps;
  const deepSteps = (Array.isArray(steps) ? steps : []).flatMap((step, index) =>
    isDeeperThan(step, MAX_DEPTH)
      ? [schemaProblem(candidate, ['steps', index], message)]
      : [],
  );
  if (deepSteps.length > 0) return deepSteps;
  return isDeeperThan(candidate, MAX_DEPTH + 2)
    ? [schemaProblem(candidate, [], message)]
    : [];
}

interface Issue {
  path: readonly PropertyKey[];
  message: string;
}

/** Where nothing of a union fits, says what is wrong with the alternative that was meant. */
function explain(
  issue: z.core.$ZodIssue,
  base: readonly PropertyKey[] = [],
): Issue[] {
  const path = [...base, ...issue.path];
  const meant =
    issue.code === 'invalid_union' ? alternativeMeant(issue.errors) : undefined;
  return meant
    ? meant.flatMap(nested => explain(nested, path))
    : [{ path, message: issue.message }];
}

/** The only one that fits at the top; else one that fits but for a rule of its own. */
function alternativeMeant(alternatives: z.core.$ZodIssue[][]) {
  const fitting = alternatives.filter(issues =>
    issues.every(({ path }) => path.length > 0),
  );
  if (fitting.length === 1) return fitting[0];
  return fitting.length === 0
    ? alternatives.find(issues => issues.every(({ code }) => code === 'custom'))
    : undefined;
}

function schemaProblem(
  candidate: unknown,
  path: readonly PropertyKey[],
  message: string,
): DefinitionProblem {
  return {
    step: stepOfPath(candidate, path),
    pointer: toPointer(path),
    rule: 'schema',
    message,
  };
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

  const graph = buildGraph(definition);
  const { order, cycle } = sort(graph);
  if (cycle) {
    return [
      {
        step: cycle[0],
        pointer: pointerOf(definition, cycle[0], 'dependsOn'),
        rule: 'no-cycle',
        message: `depends on itself: ${toText(cycle)}`,
      },
    ];
  }
  return referenceProblems(graph, order);
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
function sort(graph: WorkflowGraph): { order: string[]; cycle?: string[] } {
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
  return { order, cycle: walked.slice(walked.indexOf(at)) };
}

/** A cycle that people can read: of a long one, its beginning. */
function toText(cycle: string[]): string {
  const shown = cycle.slice(0, 10);
  const hidden = cycle.length - shown.length;
  const more = hidden > 0 ? [`… (${hidden} more)`] : [];
  return [...shown, ...more, cycle[0]].join(' → ');
}

function referenceProblems(
  graph: WorkflowGraph,
  order: readonly string[],
): DefinitionProblem[] {
  const isUpstream = upstreamTest(graph, order);
  return graph.definition.steps.flatMap(({ key }, index) =>
    graph
      .referencesOf(key)
      .filter(referred => !isUpstream(referred, key))
      .map(
        (referred): DefinitionProblem => ({
          step: key,
          pointer: `/steps/${index}/when`,
          rule: 'reference-upstream',
          message: `refers to step '${referred}', which does not run before it`,
        }),
      ),
  );
}

/**
 * Whether one step always settles before another starts, for many questions about one graph: a
 * search for each would visit up to all steps each time. Almost every reference is to a direct
 * dependency; the steps that others refer to from further away get a bit each, and one pass in
 * topological order hands every step the bits of all that is upstream of it.
 */
function upstreamTest(graph: WorkflowGraph, order: readonly string[]) {
  const isDirect = (earlier: string, later: string) =>
    graph.step(later).dependsOn.includes(earlier);
  const bits = new Map<string, bigint>();
  for (const { key } of graph.definition.steps) {
    for (const referred of graph.referencesOf(key)) {
      if (!isDirect(referred, key) && !bits.has(referred)) {
        bits.set(referred, 1n << BigInt(bits.size));
      }
    }
  }
  const upstream = new Map<string, bigint>();
  for (const key of bits.size > 0 ? order : []) {
    let mask = 0n;
    for (const dependency of graph.step(key).dependsOn) {
      mask |= upstream.get(dependency)! | (bits.get(dependency) ?? 0n);
    }
    upstream.set(key, mask);
  }
  return (earlier: string, later: string) =>
    isDirect(earlier, later) ||
    (upstream.get(later)! & bits.get(earlier)!) !== 0n;
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
