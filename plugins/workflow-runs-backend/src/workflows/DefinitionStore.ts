import { Knex } from 'knex';
import { WorkflowDefinition } from 'backstage-plugin-workflow-runs-common';
import {
  buildGraph,
  WorkflowGraph,
} from 'backstage-plugin-workflow-runs-common/machine';

/** Graphs kept in memory; a run's definition never changes, so they never grow stale. */
const MAX_CACHED = 200;

/** Definitions by their hash: what runs are pinned to. */
export class DefinitionStore {
  readonly #graphs = new Map<string, WorkflowGraph>();

  constructor(private readonly knex: Knex) {}

  async save(
    hash: string,
    definition: WorkflowDefinition,
    now: number,
  ): Promise<void> {
    await this.knex('definitions')
      .insert({
        hash,
        name: definition.name,
        version: definition.version,
        content: JSON.stringify(definition),
        created_at: now,
      })
      .onConflict('hash')
      .ignore();
  }

  /** @throws Error where no such definition is stored */
  async graph(hash: string): Promise<WorkflowGraph> {
    const cached = this.#graphs.get(hash);
    if (cached) return cached;
    const row = await this.knex('definitions').where({ hash }).first('content');
    if (!row) throw new Error(`There is no definition ${hash}`);
    const graph = buildGraph(JSON.parse(row.content));
    if (this.#graphs.size >= MAX_CACHED) {
      this.#graphs.delete(this.#graphs.keys().next().value!);
    }
    this.#graphs.set(hash, graph);
    return graph;
  }

  async hashes(): Promise<string[]> {
    const rows = await this.knex('definitions').select('hash');
    return rows.map(({ hash }) => hash);
  }
}
