import { Json } from 'backstage-plugin-workflow-runs-common';
import { initialState } from 'backstage-plugin-workflow-runs-common/machine';
import { LaunchedRun } from '../runs/Launcher';
import { graphOf } from '../workflows/graphOf';
import { LoadedRun } from './load';
import { RunValues } from './RunValues';

/** A run that this process has just launched, as it would be read: there is nothing to read yet. */
export function launchedRun(
  runId: string,
  { dataKey, order, queuedAt }: LaunchedRun,
): LoadedRun {
  const graph = graphOf(order.definition);
  const input = asStored(order.input);
  const outputs = [...order.reused].map(([unit, output]): [string, Json] => [
    unit,
    asStored(output),
  ]);
  return {
    graph,
    state: initialState(graph, {
      seed: runId,
      input,
      queuedAt,
      reused: Object.fromEntries(outputs),
    }),
    dataKey,
    values: new RunValues(graph, input, outputs),
    timers: [],
    requests: [],
    messages: [],
    parent: order.parent,
  };
}

/** A copy of its own, with nothing in it that JSON does not have. */
function asStored(value: Json): Json {
  return JSON.parse(JSON.stringify(value));
}
