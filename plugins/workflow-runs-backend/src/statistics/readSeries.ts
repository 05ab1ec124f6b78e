import { Knex } from 'knex';
import {
  StatisticsQuery,
  WorkflowSummary,
} from 'backstage-plugin-workflow-runs-common';
import { Visibility, whereWorkflow } from '../queries/condition';
import { DatabaseRow } from '../queries/DatabaseRow';
import { toWorkflowSummary } from '../queries/runToWire';
import { Sight, sightOf } from './sightOf';

/** Runs that are alike in all that statistics tell apart, and whether their reader sees them. */
export interface Series {
  id: number;
  chainId: number;
  workflow: WorkflowSummary;
  version: string;
  environment: string;
  sight: Sight;
}

/** The series that fit a filter, but for those of which the reader sees no run. */
export async function readSeries(
  knex: Knex,
  filter: StatisticsQuery,
  visibility: Visibility,
): Promise<Series[]> {
  const rows: DatabaseRow[] = await fitting(knex, filter)
    .select('statistics_series.*')
    .select({
      workflow_engine: 'workflows.engine',
      workflow_name: 'workflows.name',
      workflow_title: 'workflows.title',
      workflow_entity_ref: 'workflows.entity_ref',
    });
  const owners = await ownersOf(knex, rows);
  return rows.flatMap(row => {
    const workflow = toWorkflowSummary(row, 'workflow_');
    const resource = {
      workflow: {
        ref: workflow.ref,
        engine: workflow.engine,
        tenantId: row.tenant_id,
        ownerRefs: owners.get(workflow.id) ?? [],
      },
      environment: row.environment,
    };
    const sight = sightOf(resource, visibility);
    if (sight === false) return [];
    const { id, chain_id: chainId, version, environment } = row;
    return { id, chainId, workflow, version, environment, sight };
  });
}

function fitting(knex: Knex, filter: StatisticsQuery): Knex.QueryBuilder {
  const query = knex('statistics_series').join(
    'workflows',
    'workflows.id',
    'statistics_series.workflow_id',
  );
  for (const field of ['workflow', 'engine', 'owner'] as const) {
    const values = filter[field];
    if (values) whereWorkflow(query, { field, values });
  }
  if (filter.entity) query.whereIn('workflows.entity_ref', filter.entity);
  const { tenant, environment, version, backfill } = filter;
  if (tenant) query.whereIn('statistics_series.tenant_id', tenant);
  if (environment) {
    query.whereIn('statistics_series.environment', environment);
  }
  if (version) query.whereIn('statistics_series.version', version);
  if (backfill !== undefined) {
    query.where('statistics_series.backfill', backfill);
  }
  return query;
}

async function ownersOf(
  knex: Knex,
  rows: DatabaseRow[],
): Promise<Map<string, string[]>> {
  const ids = [...new Set(rows.map(row => row.workflow_id as string))];
  const owned: DatabaseRow[] = await knex('workflow_owners').whereIn(
    'workflow_id',
    ids,
  );
  const owners = new Map<string, string[]>();
  for (const { workflow_id, owner_ref } of owned) {
    owners.set(workflow_id, [...(owners.get(workflow_id) ?? []), owner_ref]);
  }
  return owners;
}
