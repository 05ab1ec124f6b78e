import {
  Json,
  Mapping,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';
import { WorkflowGraph } from 'backstage-plugin-workflow-runs-common/machine';

/**
 * The definition of a run that does a part of a fan-out which is too wide for one run: its step
 * alone, over the items that the part is given. How many failures are too many is for the whole to say.
 */
export function chunkDefinition(
  graph: WorkflowGraph,
  key: string,
): WorkflowDefinition {
  const step = graph.step(key);
  if (step.type !== 'map') throw new Error(`Step '${key}' is no fan-out`);
  const { definition } = graph;
  const output = (field: string) => ({
    $ref: `/steps/${key}/output/${field}`,
  });
  return {
    schemaVersion: 1,
    name: definition.name,
    version: definition.version,
    ...(definition.title ? { title: definition.title } : {}),
    inputSchema: { type: 'object' },
    chunkOf: key,
    ...(definition.concurrency ? { concurrency: definition.concurrency } : {}),
    output: {
      items: output('items'),
      completed: output('completed'),
      failed: output('failed'),
      results: output('results'),
    },
    steps: [
      {
        key,
        ...(step.title ? { title: step.title } : {}),
        type: 'map',
        dependsOn: [],
        items: { $ref: '/input/items' },
        each:
          'workflow' in step.each
            ? { ...step.each, input: relocated(step.each.input) }
            : step.each,
        concurrency: step.concurrency,
        tolerate: { share: 1 },
      },
    ],
  };
}

/** What items refer to of the whole run is a part of the chunk's input. */
function relocated(mapping: Mapping): Mapping {
  return Object.fromEntries(
    Object.entries(mapping).map(([field, operand]) => {
      const reference = (operand as { $ref?: Json } | null)?.$ref;
      return [
        field,
        typeof reference === 'string' ? { $ref: relocate(reference) } : operand,
      ];
    }),
  );
}

function relocate(reference: string): string {
  const step = /^\/steps\/([^/]+)\/output(.*)$/.exec(reference);
  if (step) return `/input/outputs/${step[1]}${step[2]}`;
  return reference.replace(/^\/input/, '/input/input');
}
