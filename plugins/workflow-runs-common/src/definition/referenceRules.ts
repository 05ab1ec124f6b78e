import type { WorkflowGraph } from '../machine/graph';
import { DefinitionProblem, StepProblems, toPointer } from './problem';
import type { StepDefinition } from './steps';
import type { Mapping } from './values';

/** A field that reads values of the run. */
interface Reading {
  path: readonly PropertyKey[];
  /** Keys of the steps whose outputs it reads. */
  steps: string[];
  readsItem: boolean;
  /** Whether there is an item to read. */
  hasItem: boolean;
}

const NO_ITEM_HERE =
  'refers to an item, which only the input of a run that a fan-out starts may';

/** References lead to what is there when they are read. */
export function referenceProblems(
  graph: WorkflowGraph,
  order: readonly string[],
): DefinitionProblem[] {
  const { definition } = graph;
  const readings = new Map(
    definition.steps.map(step => [step.key, readingsOf(step)]),
  );
  const isUpstream = upstreamTest(graph, order, key =>
    readings.get(key)!.flatMap(({ steps }) => steps),
  );
  return [
    ...definition.steps.flatMap((step, index) => {
      const problems = new StepProblems(step, index);
      for (const { path, steps, readsItem, hasItem } of readings.get(
        step.key,
      )!) {
        for (const referred of steps) {
          if (isUpstream(referred, step.key)) continue;
          problems.add(
            path,
            'reference-upstream',
            `refers to step '${referred}', which does not run before it`,
          );
        }
        if (readsItem && !hasItem) {
          problems.add(path, 'reference-item', NO_ITEM_HERE);
        }
      }
      return problems.found;
    }),
    ...outputProblems(graph),
  ];
}

/** What a run puts out is made when all is over: of any step. */
function outputProblems({
  definition,
  has,
}: WorkflowGraph): DefinitionProblem[] {
  return fieldsOf(definition.output, ['output']).flatMap(
    ({ path, steps, readsItem }): DefinitionProblem[] => {
      const pointer = toPointer(path);
      return [
        ...steps
          .filter(key => !has(key))
          .map(key => ({
            pointer,
            rule: 'reference-known' as const,
            message: `refers to step '${key}', which there is not`,
          })),
        ...(readsItem
          ? [
              {
                pointer,
                rule: 'reference-item' as const,
                message: NO_ITEM_HERE,
              },
            ]
          : []),
      ];
    },
  );
}

function readingsOf(step: StepDefinition): Reading[] {
  return [...(step.when ? [reading(['when'], step.when)] : []), ...own(step)];
}

/** What only steps of its kind read. */
function own(step: StepDefinition): Reading[] {
  switch (step.type) {
    case 'map':
      return [
        reading(['items'], step.items),
        ...('input' in step.each
          ? fieldsOf(step.each.input, ['each', 'input'], true)
          : []),
      ];
    case 'child':
      return fieldsOf(step.input, ['input']);
    case 'wait':
      return 'until' in step.for
        ? [reading(['for', 'until'], step.for.until)]
        : [];
    case 'approval':
      return fieldsOf(step.show, ['show']);
    default:
      return [];
  }
}

function fieldsOf(
  mapping: Mapping | undefined,
  path: readonly string[],
  hasItem = false,
): Reading[] {
  return Object.entries(mapping ?? {}).map(([field, operand]) =>
    reading([...path, field], operand, hasItem),
  );
}

function reading(
  path: readonly PropertyKey[],
  value: unknown,
  hasItem = false,
): Reading {
  const steps = new Set<string>();
  let readsItem = false;
  const visit = (at: unknown): void => {
    if (typeof at !== 'object' || at === null) return;
    const { $ref } = at as { $ref?: unknown };
    if (typeof $ref === 'string') {
      const [, root, step] = $ref.split('/');
      if (root === 'steps') steps.add(step);
      if (root === 'item') readsItem = true;
    } else {
      Object.values(at).forEach(visit);
    }
  };
  visit(value);
  return { path, steps: [...steps], readsItem, hasItem };
}

/**
 * Whether one step always settles before another starts, for many questions about one graph: a
 * search for each would visit up to all steps each time. Almost every reference is to a direct
 * dependency; the steps that others refer to from further away get a bit each, and one pass in
 * topological order hands every step the bits of all that is upstream of it.
 */
function upstreamTest(
  graph: WorkflowGraph,
  order: readonly string[],
  referredBy: (key: string) => readonly string[],
) {
  const isDirect = (earlier: string, later: string) =>
    graph.step(later).dependsOn.includes(earlier);
  const bits = new Map<string, bigint>();
  for (const { key } of graph.definition.steps) {
    for (const referred of referredBy(key)) {
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
