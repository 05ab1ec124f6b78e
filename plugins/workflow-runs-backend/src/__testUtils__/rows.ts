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
    tenantId?: string;
  },
): Promise<void> {
  const { id, engine = 'embedded', name = id, owners = [] } = workflow;
  await knex('workflows').insert({
    id,
    engine,
    engine_instance: engine,
    tenant_id: workflow.tenantId ?? 'default',
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

/** A run as tests of queries need it. */
export interface TestRunRow {
  id: string;
  workflowId: string;
  orderedAt: number;
  tenantId?: string;
  status?: RunStatus;
  environment?: string;
  version?: string;
  tags?: string[];
  startedBy?: string | null;
  owner?: string | null;
  errorCode?: string | null;
  hitl?: string | null;
  sla?: string | null;
  businessEventId?: string | null;
  backfill?: boolean;
  needsIntervention?: boolean;
  durationMs?: number | null;
  parent?: string | null;
  /** The group of failures that it is failed in. */
  failureGroup?: string | null;
}

/** Runs as tests of queries need them; real ones are written by the recorder alone. */
export async function insertRuns(
  knex: Knex,
  runs: TestRunRow[],
): Promise<void> {
  const rows = runs.map(run => ({
    id: run.id,
    workflow_id: run.workflowId,
    tenant_id: run.tenantId ?? 'default',
    engine_instance: 'embedded',
    namespace: 'default',
    native_id: run.id,
    workflow_version: run.version ?? '1',
    environment: run.environment ?? 'prod',
    status: run.status ?? 'completed',
    priority: 'normal',
    trigger_type: 'manual',
    tags: JSON.stringify(run.tags ?? []),
    started_by: run.startedBy ?? null,
    owner_ref: run.owner ?? null,
    error_category: run.errorCode ? 'external_api' : null,
    error_code: run.errorCode ?? null,
    error_message: run.errorCode ? 'It failed' : null,
    hitl: run.hitl ?? null,
    sla_status: run.sla ?? null,
    sla_target_ms: run.sla ? 1_000 : null,
    business_event_id: run.businessEventId ?? null,
    backfill: run.backfill ?? false,
    needs_intervention: run.needsIntervention ?? false,
    duration_ms: run.durationMs ?? null,
    parent_run_id: run.parent ?? null,
    ordered_at: run.orderedAt,
    queued_at: run.orderedAt,
    updated_at: run.orderedAt,
  }));
  await knex.batchInsert('runs', rows, 20);
  await knex.batchInsert(
    'run_live',
    runs.map(({ id }) => ({ run_id: id, updated_at: 0 })),
    100,
  );
  await knex.batchInsert(
    'run_tags',
    runs.flatMap(({ id, orderedAt, tags = [] }) =>
      tags.map(tag => ({ tag, ordered_at: orderedAt, run_id: id })),
    ),
    100,
  );
  await knex.batchInsert(
    'run_failures',
    runs.flatMap(({ id, orderedAt, environment = 'prod', failureGroup }) =>
      failureGroup
        ? [
            {
              run_id: id,
              group_id: failureGroup,
              failed_group_id: failureGroup,
              generation: 0,
              environment,
              ordered_at: orderedAt,
              failed_at: orderedAt,
            },
          ]
        : [],
    ),
    100,
  );
}
