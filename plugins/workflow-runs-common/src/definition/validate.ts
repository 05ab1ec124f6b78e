import { buildGraph } from '../machine/graph';
import { approvalProblems } from './approvalRules';
import { handlerProblems, nameProblems } from './codeRules';
import { isDeeperThan, MAX_DEPTH } from './depth';
import { explain } from './explain';
import {
  cycleProblem,
  dependencyProblems,
  joinProblems,
  keyProblems,
  sortSteps,
} from './graphRules';
import { policyProblems } from './policyRules';
import { DefinitionProblem, StepProblems, toPointer } from './problem';
import { referenceProblems } from './referenceRules';
import { noObjective } from '../slo/targets';
import { WorkflowDefinition, workflowDefinitionSchema } from './schema';

/**
 * Checks a definition as a whole: its shape first, then what its steps say, then its graph.
 *
 * @returns every problem found, rule by rule in the order of the steps; none if it can be run
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
  return findRuleProblems(parsed.data);
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

function findRuleProblems(definition: WorkflowDefinition): DefinitionProblem[] {
  const ofGraph = [
    ...keyProblems(definition),
    ...dependencyProblems(definition),
  ];
  return [
    ...wholeProblems(definition),
    ...ofGraph,
    ...stepProblems(definition),
    ...handlerProblems(definition),
    // Of a graph that is none, nobody can say what is upstream.
    ...(ofGraph.length > 0 ? [] : orderProblems(definition)),
  ];
}

function wholeProblems({
  inputSchema,
  slo,
  chunkOf,
}: WorkflowDefinition): DefinitionProblem[] {
  const problems: DefinitionProblem[] = [];
  if (inputSchema.type !== 'object') {
    problems.push({
      pointer: '/inputSchema/type',
      rule: 'input-object',
      message: 'the input of a workflow must be an object',
    });
  }
  const noTarget = slo && noObjective(slo);
  if (noTarget) {
    problems.push({ pointer: '/slo', rule: 'slo', message: noTarget.message });
  }
  if (chunkOf !== undefined) {
    problems.push({
      pointer: '/chunkOf',
      rule: 'chunk',
      message: 'only an engine cuts a fan-out into chunks: leave it out',
    });
  }
  return problems;
}

/** What is wrong with a step, whatever the others are. */
function stepProblems({ steps }: WorkflowDefinition): DefinitionProblem[] {
  const dependents = dependentsOfApprovals(steps);
  return steps.flatMap((step, index) => {
    const problems = new StepProblems(step, index);
    joinProblems(problems, step);
    policyProblems(problems, step);
    nameProblems(problems, step);
    if (step.type === 'approval') {
      approvalProblems(problems, step, dependents.get(step.key)!);
    }
    return problems.found;
  });
}

function dependentsOfApprovals(
  steps: WorkflowDefinition['steps'],
): Map<string, string[]> {
  const dependents = new Map<string, string[]>(
    steps.flatMap(({ key, type }) => (type === 'approval' ? [[key, []]] : [])),
  );
  for (const { key, dependsOn } of steps) {
    for (const dependency of new Set(dependsOn)) {
      dependents.get(dependency)?.push(key);
    }
  }
  return dependents;
}

function orderProblems(definition: WorkflowDefinition): DefinitionProblem[] {
  const graph = buildGraph(definition);
  const sorted = sortSteps(graph);
  return 'cycle' in sorted
    ? [cycleProblem(definition, sorted.cycle)]
    : referenceProblems(graph, sorted.order);
}

function stepOfPath(
  candidate: unknown,
  path: readonly PropertyKey[],
): string | undefined {
  if (path[0] !== 'steps' || typeof path[1] !== 'number') return undefined;
  const step = (candidate as { steps: { key?: unknown }[] }).steps[path[1]];
  return typeof step?.key === 'string' ? step.key : `#${path[1] + 1}`;
}
