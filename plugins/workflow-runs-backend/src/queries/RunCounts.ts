import { Knex } from 'knex';
import {
  RouteResult,
  Routes,
  RunFacet,
  RunFilter,
  runStatusSchema,
} from 'backstage-plugin-workflow-runs-common';
import { Visibility } from './condition';
import { RunList } from './list/RunList';
import { DatabaseRow } from './DatabaseRow';

/** Counting is given up beyond this many runs: nobody tells 1,000 from 1,001. */
const MAX_COUNTED = 1_000;
/** Values of a facet that are listed. */
const MAX_VALUES = 50;

/** Where the values of a facet stand. */
const COLUMNS: Record<
  Exclude<RunFacet, 'tag' | 'workflow' | 'owner'>,
  string
> = {
  environment: 'environment',
  version: 'workflow_version',
  status: 'status',
  errorCode: 'error_code',
  errorCategory: 'error_category',
  startedBy: 'started_by',
  priority: 'priority',
  triggerType: 'trigger_type',
};

/** Counts runs, as far as it is worth it; what the reader may not see is in no count. */
export class RunCounts {
  readonly #list: RunList;

  constructor(private readonly knex: Knex) {
    this.#list = new RunList(knex);
  }

  /** How many runs fit, in each status that the filter allows. */
  async byStatus(
    filter: RunFilter,
    visibility: Visibility,
  ): Promise<RouteResult<Routes['countRuns']>> {
    const statuses = [];
    // Once: each list would look for the same again.
    const wanted = await this.#list.resolve(filter);
    for (const status of filter.status ?? runStatusSchema.options) {
      const { ids, isMore } = await this.#list.newest(
        { ...wanted, status: [status] },
        MAX_COUNTED,
        visibility,
      );
      statuses.push({ status, count: ids.length, isMore });
    }
    return { statuses };
  }

  /** Which values each facet has among the newest runs that fit all other filters. */
  async facets(
    facets: readonly RunFacet[],
    filter: RunFilter,
    visibility: Visibility,
  ): Promise<RouteResult<Routes['listFacets']>> {
    const counted = [];
    const wanted = await this.#list.resolveText(filter);
    for (const facet of facets) {
      const { [facet]: _, ...others } = wanted;
      const { ids, isMore } = await this.#list.newest(
        others,
        MAX_COUNTED,
        visibility,
      );
      counted.push({
        facet,
        values: await this.#valuesOf(facet, ids),
        counted: { count: ids.length, isMore },
      });
    }
    return { facets: counted };
  }

  async #valuesOf(facet: RunFacet, runIds: string[]) {
    const rows: DatabaseRow[] = await this.#grouped(facet, runIds)
      .count({ count: '*' })
      .orderBy([{ column: 'count', order: 'desc' }, 'value'])
      .limit(MAX_VALUES);
    return rows.map(({ value, count }) => ({
      value: String(value),
      count: Number(count),
    }));
  }

  /** The value of a facet, for each run and value of it. */
  #grouped(facet: RunFacet, runIds: string[]): Knex.QueryBuilder {
    const { knex } = this;
    if (facet === 'tag') {
      return knex('run_tags')
        .whereIn('run_id', runIds)
        .select({ value: 'tag' })
        .groupBy('tag');
    }
    const runs = knex('runs').whereIn('runs.id', runIds);
    if (facet === 'workflow') {
      const ref = knex.raw(`workflows.engine || '/' || workflows.name`);
      return runs
        .join('workflows', 'workflows.id', 'runs.workflow_id')
        .select({ value: ref as unknown as string })
        .groupBy(['workflows.engine', 'workflows.name']);
    }
    if (facet === 'owner') {
      const owner = 'coalesce(runs.owner_ref, workflow_owners.owner_ref)';
      return runs
        .leftJoin('workflow_owners', join =>
          join
            .on('workflow_owners.workflow_id', 'runs.workflow_id')
            .onNull('runs.owner_ref'),
        )
        .whereRaw(`${owner} is not null`)
        .select({ value: knex.raw(owner) as unknown as string })
        .groupByRaw(owner);
    }
    const column = COLUMNS[facet];
    return runs.whereNotNull(column).select({ value: column }).groupBy(column);
  }
}
