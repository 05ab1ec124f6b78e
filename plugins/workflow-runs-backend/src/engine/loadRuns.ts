import { performance } from 'node:perf_hooks';
import { Knex } from 'knex';
import { WorkflowGraph } from 'backstage-plugin-workflow-runs-common/machine';
import { Sealer } from '../sealing/Sealer';
import { DefinitionStore } from '../workflows/DefinitionStore';
import { ClaimedRun } from './claim';
import { LoadedRun, restoreRun } from './load';
import { readRuns, StoredRows } from './readRuns';

/** Steps of runs that are read together: a statement must not return too much. */
const MAX_STEPS = 1_000;
/** How long runs are restored before the event loop has its turn, in milliseconds. */
const TURN_MS = 5;

/** A run that was claimed, as it was read, or why it cannot be. */
export type LoadResult =
  | { claimed: ClaimedRun; run: LoadedRun }
  | { claimed: ClaimedRun; error: unknown };

interface LoadOptions {
  knex: Knex;
  sealer: Sealer;
  definitions: DefinitionStore;
}

/** A claimed run whose definition is known. */
interface Defined {
  claimed: ClaimedRun;
  graph: WorkflowGraph;
}

/** Reads runs that were claimed together. One that cannot be read does not hurt the others. */
export async function* loadRuns(
  claimed: readonly ClaimedRun[],
  options: LoadOptions,
): AsyncGenerator<LoadResult> {
  const defined: Defined[] = [];
  for (const run of claimed) {
    try {
      const graph = await options.definitions.graph(run.definitionHash);
      defined.push({ claimed: run, graph });
    } catch (error) {
      yield { claimed: run, error };
    }
  }
  let since = performance.now();
  for (const batch of inBatches(defined)) {
    const rows = await readBatch(batch, options.knex);
    for (const run of batch) {
      yield restored(run, rows.get(run.claimed.runId), options.sealer);
      if (performance.now() - since < TURN_MS) continue;
      await new Promise(setImmediate);
      since = performance.now();
    }
  }
}

function restored(
  { claimed, graph }: Defined,
  rows: StoredRows | { error: unknown } | undefined,
  sealer: Sealer,
): LoadResult {
  try {
    if (!rows) throw new Error(`There is no run ${claimed.runId}`);
    if ('error' in rows) throw rows.error;
    return { claimed, run: restoreRun(sealer, graph, claimed, rows) };
  } catch (error) {
    return { claimed, error };
  }
}

/** Reads a batch, and where that fails each of its runs alone. */
async function readBatch(
  batch: Defined[],
  knex: Knex,
): Promise<Map<string, StoredRows | { error: unknown }>> {
  const runIds = batch.map(({ claimed }) => claimed.runId);
  try {
    return await readRuns(knex, runIds);
  } catch (error) {
    if (batch.length === 1) return new Map([[runIds[0], { error }]]);
    const alone = await Promise.all(batch.map(run => readBatch([run], knex)));
    return new Map(alone.flatMap(rows => [...rows]));
  }
}

/** A fan-out may have any number of items, so a run with one is read alone. */
function inBatches(runs: readonly Defined[]): Defined[][] {
  const batches: Defined[][] = [];
  let room = 0;
  for (const run of runs) {
    const { steps } = run.graph.definition;
    const size = steps.some(({ type }) => type === 'map')
      ? MAX_STEPS
      : steps.length;
    if (size > room) {
      batches.push([]);
      room = MAX_STEPS;
    }
    batches.at(-1)!.push(run);
    room -= size;
  }
  return batches;
}
