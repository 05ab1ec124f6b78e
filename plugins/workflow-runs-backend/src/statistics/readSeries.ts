import { Knex } from 'knex';
import {
  StatisticsQuery,
  WorkflowSummary,
} from 'backstage-plugin-workflow-runs-common';
import { Visibility, whereWorkflow } from '../queries/condition';
import { DatabaseRow } from '../queries/DatabaseRow';
import { toWorkflowSummary } from '../queries/runToWire';
import { isOneOf } from './givenRows';
import { Point } from './points';
import { Sight, sightOf } from './sightOf';
import { dayOf } from './spans';

/** Runs that are alike in all that statistics tell apart, and whether their reader sees them. */
export interface Series {
  id: number;
  chainId: number;
  workflow: WorkflowSummary;
  /** Null for those of all versions together. */
  version: string | null;
  environment: string;
  sight: Sight;
}

/**
 * The series that fit a filter and have runs that ended in some time, but for those of which the reader sees
 * no run: each version for itself, and all of them together.
 */
export async function readSeries(
  knex: Knex,
  filter: StatisticsQuery,
  { from, to }: Point,
  visibility: Visibility,
): Promise<Series[]> {
  const workflows = await readWorkflows(knex, filter);
  const rows: DatabaseRow[] = await fitting(knex, filter, workflows)
    .where('last_day', '>=', dayOf(from))
    .where('first_day', '<=', dayOf(to));
  return rows.flatMap(row => {
    const workflow = workflows.get(row.workflow_id);
    if (!workflow) return [];
    const { environment, version } = row;
    const sight = sightOf(
      {
        workflow: {
          ref: workflow.ref,
          engine: workflow.engine,
          tenantId: row.tenant_id,
          ownerRefs: workflow.ownerRefs,
        },
        environment,
      },
      visibility,
    );
    if (sight === false) return [];
    const { ownerRefs: _, ...summary } = workflow;
    const { id, chain_id: chainId } = row;
    return { id, chainId, workflow: summary, version, environment, sight };
  });
}

function fitting(
  knex: Knex,
  filter: StatisticsQuery,
  workflows: ReadonlyMap<string, OwnedWorkflow>,
): Knex.QueryBuilder {
  const query = knex('statistics_series');
  if (namesWorkflows(filter)) {
    query.where(isOneOf(knex, 'workflow_id', 'text', [...workflows.keys()]));
  }
  for (const [column, values] of [
    ['tenant_id', filter.tenant],
    ['environment', filter.environment],
    ['version', filter.version],
    ['backfill', filter.backfill === undefined ? undefined : [filter.backfill]],
  ] as const) {
    if (values) query.whereIn(column, [...values]);
  }
  return query;
}

interface OwnedWorkflow extends WorkflowSummary {
  ownerRefs: string[];
}

const OF_WORKFLOWS = ['workflow', 'engine', 'owner'] as const;

function namesWorkflows(filter: StatisticsQuery): boolean {
  return Boolean(filter.entity) || OF_WORKFLOWS.some(field => filter[field]);
}

/** There are few workflows and many series, so they come first. */
async function readWorkflows(
  knex: Knex,
  filter: StatisticsQuery,
): Promise<Map<string, OwnedWorkflow>> {
  const query = knex('workflows').select('workflows.*');
  for (const field of OF_WORKFLOWS) {
    const values = filter[field];
    if (values) whereWorkflow(query, { field, values });
  }
  if (filter.entity) query.whereIn('workflows.entity_ref', filter.entity);
  const rows: DatabaseRow[] = await query;
  const ids = rows.map(({ id }) => id);
  const owned: DatabaseRow[] = await knex('workflow_owners').where(
    isOneOf(knex, 'workflow_id', 'text', ids),
  );
  const workflows = new Map<string, OwnedWorkflow>(
    rows.map(row => [row.id, { ...toWorkflowSummary(row), ownerRefs: [] }]),
  );
  for (const { workflow_id, owner_ref } of owned) {
    workflows.get(workflow_id)!.ownerRefs.push(owner_ref);
  }
  return workflows;
}
