import { Json } from 'backstage-plugin-workflow-runs-common';
import { initialState } from 'backstage-plugin-workflow-runs-common/machine';
import { NewLaunch } from '../runs/Launcher';
import { graphOf } from '../workflows/graphOf';
import { ClaimedRun } from './claim';
import { LoadedRun } from './load';
import { RunValues } from './RunValues';

/** The first claim of a run is its launch. */
export function firstClaimOf({
  runId,
  order,
  queuedAt,
}: NewLaunch): ClaimedRun {
  return {
    runId,
    workflowId: order.workflow.id,
    tenantId: order.workflow.tenantId,
    isBackfill: order.backfill,
    definitionHash: order.definitionHash,
    epoch: 1,
    seed: runId,
    hold: null,
    claimedAt: queuedAt,
    unreadable: null,
    failures: 0,
  };
}

/** A run that this process launches, as it would be read: there is nothing to read yet. */
export function launchedRun({
  runId,
  dataKey,
  order,
  queuedAt,
  sla,
}: NewLaunch): LoadedRun {
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
      slaTargetMs: sla?.targetMs ?? null,
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
