import { WorkflowDefinition } from 'backstage-plugin-workflow-runs-common';
import {
  buildGraph,
  WorkflowGraph,
} from 'backstage-plugin-workflow-runs-common/machine';

const graphs = new WeakMap<WorkflowDefinition, WorkflowGraph>();

/** The graph of a definition, made once as long as somebody has the definition. */
export function graphOf(definition: WorkflowDefinition): WorkflowGraph {
  let graph = graphs.get(definition);
  if (!graph) {
    graph = buildGraph(definition);
    graphs.set(definition, graph);
  }
  return graph;
}
