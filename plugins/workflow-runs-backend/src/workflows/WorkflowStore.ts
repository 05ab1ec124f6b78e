import { Knex } from 'knex';
import { newId } from '../database/ids';
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
  /** What to do when it fails. */
  runbookUrl: string | null;
  /** What is expected of its runs, as it is written there. */
  slo: string | null;
  /** How long they may take, likewise. */
  sla: string | null;
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
    { definition, hash, slo }: RegisteredWorkflow,
    now: number,
  ): Promise<void> {
    await this.definitions.save(hash, definition, now);
    const described = {
      title: definition.title ?? definition.name,
      description: definition.description ?? null,
      definition_hash: hash,
      version: definition.version,
      slo_defined: slo ? JSON.stringify(slo) : null,
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
        id: newId('wfl'),
        tenant_id: 'default',
        engine: source.engine,
        created_at: now,
      })
      // Several backends may start at once.
      .onConflict(['tenant_id', 'engine_instance', 'namespace', 'name'])
      .merge(described);
  }

  /**
   * The id of a workflow that an engine elsewhere tells of; it is made known where it was not. What it is called is
   * what was said first.
   */
  async see(
    source: WorkflowSource,
    seen: { name: string; title?: string; version?: string; tenantId: string },
    now: number,
  ): Promise<string> {
    const key = {
      engine_instance: source.engineInstance,
      namespace: source.namespace,
      name: seen.name,
    };
    const known = await this.knex('workflows').where(key).first('id');
    if (known) return known.id;
    await this.knex('workflows')
      .insert({
        ...key,
        id: newId('wfl'),
        tenant_id: seen.tenantId,
        engine: source.engine,
        title: seen.title ?? seen.name,
        version: seen.version ?? '',
        created_at: now,
        updated_at: now,
      })
      // Two processes may see it at once.
      .onConflict(['tenant_id', 'engine_instance', 'namespace', 'name'])
      .ignore();
    const { id } = await this.knex('workflows').where(key).first('id');
    return id;
  }

  /** Ties workflows to their catalog entities; a workflow that is not named is tied to none. */
  async link(links: Map<string, EntityLink>, now: number): Promise<void> {
    const workflows = await this.knex('workflows').select(
      'id',
      'engine',
      'name',
      'entity_ref',
      'tenant_id',
      'runbook_url',
      'slo_annotated',
      'sla_annotated',
    );
    const owners = await this.#owners();
    for (const workflow of workflows) {
      const link = links.get(`${workflow.engine}/${workflow.name}`);
      await this.#linkOne(workflow, owners.get(workflow.id) ?? [], link, now);
    }
  }

  /** Writes only what differs: every backend does this every minute, and mostly nothing has. */
  async #linkOne(
    workflow: Record<string, any>,
    owners: string[],
    link: EntityLink | undefined,
    now: number,
  ): Promise<void> {
    const entity = {
      entity_ref: link?.entityRef ?? null,
      tenant_id: link?.tenantId ?? workflow.tenant_id,
      runbook_url: link?.runbookUrl ?? null,
      slo_annotated: link?.slo ?? null,
      sla_annotated: link?.sla ?? null,
    };
    const wanted = [...new Set(link?.ownerRefs)];
    const gone = owners.filter(ref => !wanted.includes(ref));
    const added = wanted.filter(ref => !owners.includes(ref));
    const isMoved = Object.entries(entity).some(
      ([column, value]) => value !== workflow[column],
    );
    if (!isMoved && gone.length === 0 && added.length === 0) return;

    await this.knex.transaction(async trx => {
      if (isMoved) {
        await trx('workflows')
          .where({ id: workflow.id })
          .update({ ...entity, updated_at: now });
      }
      await replaceOwners(trx, workflow.id, { gone, added });
    });
  }

  async #owners(): Promise<Map<string, string[]>> {
    const owners = new Map<string, string[]>();
    for (const { workflow_id, owner_ref } of await this.knex(
      'workflow_owners',
    ).select('workflow_id', 'owner_ref')) {
      owners.set(workflow_id, [...(owners.get(workflow_id) ?? []), owner_ref]);
    }
    return owners;
  }
}

async function replaceOwners(
  trx: Knex.Transaction,
  workflowId: string,
  { gone, added }: { gone: string[]; added: string[] },
) {
  if (gone.length > 0) {
    await trx('workflow_owners')
      .where({ workflow_id: workflowId })
      .whereIn('owner_ref', gone)
      .delete();
  }
  if (added.length > 0) {
    await trx('workflow_owners')
      .insert(added.map(owner_ref => ({ workflow_id: workflowId, owner_ref })))
      // Another backend may do the same at the same time.
      .onConflict(['owner_ref', 'workflow_id'])
      .ignore();
  }
}
