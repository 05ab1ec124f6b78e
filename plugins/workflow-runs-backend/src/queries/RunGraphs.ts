import { Knex } from 'knex';
import { WorkflowDefinition } from 'backstage-plugin-workflow-runs-common';
import {
  Branches,
  branchesOf,
  WorkflowGraph,
} from 'backstage-plugin-workflow-runs-common/machine';
import { graphOf } from '../workflows/graphOf';

/** The graph of a run, and the branches that its steps are in. */
export interface RunGraph {
  graph: WorkflowGraph;
  branches: Branches;
}

/** Runs whose definition is remembered. */
const MAX_CACHED = 5_000;

const branchesOfGraphs = new WeakMap<WorkflowGraph, Branches>();

/** Knows the graphs of runs: a run is pinned to its definition, so none is asked for twice. */
export class RunGraphs {
  readonly #hashes = new Map<string, string>();

  constructor(
    private readonly knex: Knex,
    private readonly definitions: {
      definition(hash: string): Promise<WorkflowDefinition>;
    },
  ) {}

  /** @returns undefined where the engine has told of no definition */
  async of(runId: string): Promise<RunGraph | undefined> {
    const hash = this.#hashes.get(runId) ?? (await this.#hashOf(runId));
    if (!hash) return undefined;
    const graph = graphOf(await this.definitions.definition(hash));
    return { graph, branches: branchesKept(graph) };
  }

  async #hashOf(runId: string): Promise<string | undefined> {
    const row = await this.knex('runs')
      .join('definitions', 'definitions.hash', 'runs.definition_hash')
      .where('runs.id', runId)
      .first('definitions.hash');
    if (!row) return undefined;
    if (this.#hashes.size >= MAX_CACHED) {
      this.#hashes.delete(this.#hashes.keys().next().value!);
    }
    this.#hashes.set(runId, row.hash);
    return row.hash;
  }
}

function branchesKept(graph: WorkflowGraph): Branches {
  let branches = branchesOfGraphs.get(graph);
  if (!branches) {
    branches = branchesOf(graph);
    branchesOfGraphs.set(graph, branches);
  }
  return branches;
}
