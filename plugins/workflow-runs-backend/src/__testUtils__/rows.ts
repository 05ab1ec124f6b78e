import { Knex } from 'knex';
import { RunStatus } from 'backstage-plugin-workflow-runs-common';

/** A workflow as tests of queries need it, with its owners. */
export async function insertWorkflow(
  knex: Knex,
  workflow: {
    id: string;
    engine?: string;
    name?: string;
    owners?: string[];
    entityRef?: string;
  },
): Promise<void> {
  const { id, engine = 'embedded', name = id, owners = [] } = workflow;
  await knex('workflows').insert({
    id,
    engine,
    engine_instance: engine,
    name,
    title: name,
    version: '1',
    definition_hash: null,
    entity_ref: workflow.entityRef ?? null,
    created_at: 0,
    updated_at: 0,
  });
  for (const owner_ref of owners)
    await knex('workflow_owners').insert({ workflow_id: id, owner_ref });
}

/** Runs as tests of queries need them; real ones are written by the recorder alone. */
export async function insertRuns(
  knex: Knex,
  runs: {
    id: string;
    workflowId: string;
    orderedAt: number;
    status?: RunStatus;
  }[],
): Promise<void> {
  const rows = runs.map(({ id, workflowId, orderedAt, status }) => ({
    id,
    workflow_id: workflowId,
    tenant_id: 'default',
    engine_instance: 'embedded',
    namespace: 'default',
    native_id: id,
    workflow_version: '1',
    environment: 'prod',
    status: status ?? 'completed',
    priority: 'normal',
    trigger_type: 'manual',
    tags: '[]',
    ordered_at: orderedAt,
    queued_at: orderedAt,
    updated_at: orderedAt,
  }));
  await knex.batchInsert('runs', rows, 20);
  await knex.batchInsert(
    'run_live',
    runs.map(({ id }) => ({ run_id: id, updated_at: 0 })),
    100,
  );
}
