import { Knex } from 'knex';
import {
  WorkflowDefinition,
  WorkflowSummary,
} from 'backstage-plugin-workflow-runs-common';
import { WorkflowCriterion } from 'backstage-plugin-workflow-runs-node';
import { Visibility, whereWorkflow } from '../queries/condition';
import { toWorkflowSummary } from '../queries/runToWire';

/** A workflow as the API shows it, but for what depends on who reads it. */
export interface WorkflowRecord extends WorkflowSummary {
  description: string | null;
  tenantId: string;
  version: string;
  ownerRefs: string[];
  engineInstance: string;
  namespace: string;
  definitionHash: string | null;
  /** How long its runs may take, as the entity says it. */
  slaAnnotated: string | null;
}

/** Definitions kept in memory: each launch asks for that of its workflow. */
const MAX_CACHED = 200;

/** Reads workflows; what the reader may not see does not exist for it. */
export class WorkflowQueries {
  /** By their hashes: what a hash stands for never changes. */
  readonly #definitions = new Map<string, WorkflowDefinition>();

  constructor(private readonly knex: Knex) {}

  async list(
    filter: { entity?: string },
    visibility: Visibility<WorkflowCriterion>,
  ): Promise<WorkflowRecord[]> {
    const query = whereWorkflow(this.knex('workflows'), visibility)
      .select('workflows.*')
      .orderBy(['title', 'engine', 'name'])
      .limit(1_000);
    if (filter.entity) query.where({ entity_ref: filter.entity });
    return this.#withOwners(await query);
  }

  async get(
    ref: { engine: string; name: string },
    visibility: Visibility<WorkflowCriterion>,
  ): Promise<WorkflowRecord | undefined> {
    const rows = await whereWorkflow(
      this.knex('workflows').where(ref),
      visibility,
    )
      .select('workflows.*')
      .limit(1);
    const [workflow] = await this.#withOwners(rows);
    return workflow;
  }

  /** Workflows by `<engine>/<name>`, in the order given, with holes where there are none. */
  async getMany(refs: string[]): Promise<(WorkflowRecord | undefined)[]> {
    const rows = await this.knex('workflows').whereIn(
      this.knex.raw(`engine || '/' || name`) as unknown as string,
      refs,
    );
    const found = new Map(
      (await this.#withOwners(rows)).map(workflow => [workflow.ref, workflow]),
    );
    return refs.map(ref => found.get(ref));
  }

  /** The definition of a hash; it is shared, and not to be changed. */
  async definition(hash: string): Promise<WorkflowDefinition> {
    const cached = this.#definitions.get(hash);
    if (cached) return cached;
    const row = await this.knex('definitions').where({ hash }).first('content');
    const definition: WorkflowDefinition = JSON.parse(row.content);
    if (this.#definitions.size >= MAX_CACHED) {
      this.#definitions.delete(this.#definitions.keys().next().value!);
    }
    this.#definitions.set(hash, definition);
    return definition;
  }

  async #withOwners(rows: Record<string, any>[]): Promise<WorkflowRecord[]> {
    const owners = await this.knex('workflow_owners')
      .whereIn(
        'workflow_id',
        rows.map(({ id }) => id),
      )
      .orderBy('owner_ref');
    return rows.map(row => ({
      ...toWorkflowSummary(row),
      description: row.description,
      tenantId: row.tenant_id,
      version: row.version,
      engineInstance: row.engine_instance,
      namespace: row.namespace,
      definitionHash: row.definition_hash,
      slaAnnotated: row.sla_annotated,
      ownerRefs: owners
        .filter(({ workflow_id }) => workflow_id === row.id)
        .map(({ owner_ref }) => owner_ref),
    }));
  }
}
