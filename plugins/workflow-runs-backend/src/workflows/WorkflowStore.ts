import { Knex } from 'knex';
import { ulid } from 'ulid';
import { DefinitionStore } from './DefinitionStore';
import { RegisteredWorkflow } from './WorkflowRegistry';

/** What an engine says of one of its workflows. */
export interface WorkflowSource {
  engine: string;
  engineInstance: string;
  namespace: string;
}

/** What the catalog says of a workflow's entity. */
export interface EntityLink {
  entityRef: string;
  ownerRefs: string[];
  tenantId: string;
}

/** Writes what is known of workflows; runs are the recorder's. */
export class WorkflowStore {
  constructor(
    private readonly knex: Knex,
    private readonly definitions: DefinitionStore,
  ) {}

  /** Makes a workflow known, or its newest definition. */
  async save(
    source: WorkflowSource,
    { definition, hash }: RegisteredWorkflow,
    now: number,
  ): Promise<void> {
    await this.definitions.save(hash, definition, now);
    const described = {
      title: definition.title ?? definition.name,
      description: definition.description ?? null,
      definition_hash: hash,
      version: definition.version,
      updated_at: now,
    };
    const key = {
      engine_instance: source.engineInstance,
      namespace: source.namespace,
      name: definition.name,
    };
    const updated = await this.knex('workflows').where(key).update(described);
    if (updated > 0) return;
    await this.knex('workflows')
      .insert({
        ...key,
        ...described,
        id: `wfl_${ulid()}`,
        tenant_id: 'default',
        engine: source.engine,
        created_at: now,
      })
      // Several backends may start at once.
      .onConflict(['tenant_id', 'engine_instance', 'namespace', 'name'])
      .merge(described);
  }

  /** Ties workflows to their catalog entities; a workflow that is not named is tied to none. */
  async link(links: Map<string, EntityLink>, now: number): Promise<void> {
    const rows = await this.knex('workflows').select(
      'id',
      'engine',
      'name',
      'entity_ref',
      'tenant_id',
    );
    for (const row of rows) {
      const link = links.get(`${row.engine}/${row.name}`);
      await this.knex.transaction(async trx => {
        const change = {
          entity_ref: link?.entityRef ?? null,
          tenant_id: link?.tenantId ?? row.tenant_id,
        };
        if (
          change.entity_ref !== row.entity_ref ||
          change.tenant_id !== row.tenant_id
        ) {
          await trx('workflows')
            .where({ id: row.id })
            .update({ ...change, updated_at: now });
        }
        await replaceOwners(trx, row.id, link?.ownerRefs ?? []);
      });
    }
  }
}

async function replaceOwners(
  trx: Knex.Transaction,
  workflowId: string,
  refs: string[],
) {
  const known: string[] = await trx('workflow_owners')
    .where({ workflow_id: workflowId })
    .pluck('owner_ref');
  const gone = known.filter(ref => !refs.includes(ref));
  const added = refs.filter(ref => !known.includes(ref));
  if (gone.length > 0) {
    await trx('workflow_owners')
      .where({ workflow_id: workflowId })
      .whereIn('owner_ref', gone)
      .delete();
  }
  if (added.length > 0) {
    await trx('workflow_owners').insert(
      added.map(owner_ref => ({ workflow_id: workflowId, owner_ref })),
    );
  }
}
