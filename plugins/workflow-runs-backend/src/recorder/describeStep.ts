import {
  placeOf,
  undoneBy,
  isRollback,
  WorkflowGraph,
} from 'backstage-plugin-workflow-runs-common/machine';
import { NewStep } from './Transition';

const places = new WeakMap<WorkflowGraph, Map<string, number>>();

/** What the tables say of a unit of a run: a step, an item of one, or a rollback. */
export function describeStep(graph: WorkflowGraph, unit: string): NewStep {
  const { step: key, item } = placeOf(unit);
  const step = graph.node(key);
  const { handler, retry } = graph.triesOf(unit);
  return {
    step: key,
    item,
    number: placeInDefinition(graph, isRollback(key) ? undoneBy(key) : key),
    name: step.title ?? key,
    type: step.type,
    dependsOn: item === -1 ? [...step.dependsOn] : [],
    handler: handler ? `${handler.name}@${handler.version}` : null,
    retry: handler || step.type === 'child' ? retry : null,
  };
}

function placeInDefinition(graph: WorkflowGraph, key: string): number {
  let known = places.get(graph);
  if (!known) {
    known = new Map(
      graph.definition.steps.map((step, index) => [step.key, index + 1]),
    );
    places.set(graph, known);
  }
  return known.get(key)!;
}
