import { Knex } from 'knex';
import {
  CurrentStep,
  parseWorkflowRef,
  RunFilter,
} from 'backstage-plugin-workflow-runs-common';
import { Visibility, whereVisible } from './condition';
import { decodeCursor, encodeCursor } from './cursor';
import { DatabaseRow } from './DatabaseRow';
import { RunRecord, toRun } from './runToWire';
import { toCurrentStep } from './stepToWire';

/** Beyond this many workflows a walk along the time index is cheaper than a walk for each. */
const MAX_WORKFLOW_BRANCHES = 200;
/** Steps under way that a run lists at most. */
const MAX_CURRENT_STEPS = 20;

const RUN_COLUMNS = [
  'runs.*',
  'run_live.steps_total',
  'run_live.steps_done',
  'run_live.tokens',
  'run_live.compute_ms',
  'run_live.last_number',
  'run_live.last_position',
  'run_live.log_sequence',
  'run_live.updated_at as live_updated_at',
  'workflows.engine as workflow_engine',
  'workflows.name as workflow_name',
  'workflows.title as workflow_title',
  'workflows.entity_ref as workflow_entity_ref',
];

/**
 * The one way to read runs. Every method takes what its reader may see, and what the reader may not
 * see does not exist for it.
 */
export class RunQueries {
  constructor(private readonly knex: Knex) {}

  /** A page of runs, newest first. */
  async list(
    query: { filter: RunFilter; limit: number; token?: string },
    visibility: Visibility,
  ): Promise<{ items: RunRecord[]; nextToken: string | null }> {
    const after = query.token
      ? decodeCursor(query.token, query.filter)
      : undefined;
    const workflowIds = await this.#workflowIds(query.filter, visibility);
    if (workflowIds?.length === 0) return { items: [], nextToken: null };

    const ids = await this.#page(query, workflowIds, after);
    const items = await this.#load(ids.slice(0, query.limit));
    const last = ids[query.limit - 1];
    return {
      items,
      nextToken:
        ids.length > query.limit
          ? encodeCursor(
              { orderedAt: Number(last.ordered_at), id: last.id },
              query.filter,
            )
          : null,
    };
  }

  /** @returns undefined where there is no such run, or none that the reader may see */
  async get(
    runId: string,
    visibility: Visibility,
  ): Promise<RunRecord | undefined> {
    const [row] = await whereVisible(
      this.knex('runs')
        .join('workflows', 'workflows.id', 'runs.workflow_id')
        .where('runs.id', runId)
        .select('runs.id'),
      visibility,
    );
    if (!row) return undefined;
    const [run] = await this.#load([row]);
    return run;
  }

  /** Runs in the order of the given ids, with holes where there are none. */
  async getMany(runIds: string[]): Promise<(RunRecord | undefined)[]> {
    const found = new Map(
      (await this.#load(runIds.map(id => ({ id })))).map(run => [run.id, run]),
    );
    return runIds.map(id => found.get(id));
  }

  /**
   * Rules and filters on workflows resolve to workflow ids first: there are few workflows and many
   * runs.
   *
   * @returns undefined where nothing narrows them
   */
  async #workflowIds(
    filter: RunFilter,
    visibility: Visibility,
  ): Promise<string[] | undefined> {
    if (visibility === 'all' && !filter.workflow && !filter.entity)
      return undefined;
    const query = whereVisible(this.knex('workflows'), visibility);
    if (filter.workflow) {
      const refs = filter.workflow.flatMap(ref => parseWorkflowRef(ref) ?? []);
      query.where(either => {
        either.whereRaw('1 = 0');
        for (const { engine, name } of refs) either.orWhere({ engine, name });
      });
    }
    if (filter.entity) query.whereIn('entity_ref', filter.entity);
    return query.pluck('workflows.id');
  }

  async #page(
    { filter, limit }: { filter: RunFilter; limit: number },
    workflowIds: string[] | undefined,
    after: { orderedAt: number; id: string } | undefined,
  ): Promise<DatabaseRow[]> {
    const newest = (query: Knex.QueryBuilder) => {
      query
        .orderBy([
          { column: 'ordered_at', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .limit(limit + 1);
    };
    const walk = () => {
      const query = this.knex('runs').select('id', 'ordered_at').modify(newest);
      if (filter.status) query.whereIn('status', filter.status);
      if (after) {
        query.whereRaw('(ordered_at, id) < (?, ?)', [
          after.orderedAt,
          after.id,
        ]);
      }
      return query;
    };

    if (!workflowIds) return walk();
    if (workflowIds.length > MAX_WORKFLOW_BRANCHES) {
      return walk().whereIn('workflow_id', workflowIds);
    }
    // A list of ids in one condition makes PostgreSQL walk the time index past all other runs.
    return this.knex
      .select('id', 'ordered_at')
      .from(this.#branches(workflowIds, walk))
      .modify(newest);
  }

  /** The newest runs of each workflow, as one relation. */
  #branches(workflowIds: string[], walk: () => Knex.QueryBuilder): Knex.Raw {
    if (this.knex.client.config.client.includes('sqlite')) {
      const branches = workflowIds.map(id =>
        this.knex
          .select('*')
          .from(walk().where('workflow_id', id).as('branch')),
      );
      return this.knex.raw('(?) as branches', [
        this.knex.unionAll(branches) as unknown as Knex.Value,
      ]);
    }
    return this.knex.raw(
      'unnest(?::text[]) as chosen (workflow) cross join lateral (?) as branches',
      [
        workflowIds,
        walk().whereRaw('workflow_id = chosen.workflow'),
      ] as unknown as Knex.RawBinding[],
    );
  }

  async #load(ids: DatabaseRow[]): Promise<RunRecord[]> {
    if (ids.length === 0) return [];
    const runIds: string[] = ids.map(({ id }) => id);
    const rows = await this.knex('runs')
      .join('run_live', 'run_live.run_id', 'runs.id')
      .join('workflows', 'workflows.id', 'runs.workflow_id')
      .whereIn('runs.id', runIds)
      .select(RUN_COLUMNS);
    const owners = await this.#owners(rows.map(row => row.workflow_id));
    const current = await this.#currentSteps(
      rows.filter(row => row.completed_at === null).map(row => row.id),
    );
    const byId = new Map(
      rows.map(row => [
        row.id,
        toRun(
          row,
          owners.get(row.workflow_id) ?? [],
          current.get(row.id) ?? [],
        ),
      ]),
    );
    return runIds.flatMap(id => byId.get(id) ?? []);
  }

  async #owners(workflowIds: string[]): Promise<Map<string, string[]>> {
    const rows = await this.knex('workflow_owners').whereIn('workflow_id', [
      ...new Set(workflowIds),
    ]);
    const owners = new Map<string, string[]>();
    for (const { workflow_id, owner_ref } of rows) {
      owners.set(workflow_id, [...(owners.get(workflow_id) ?? []), owner_ref]);
    }
    return owners;
  }

  async #currentSteps(runIds: string[]): Promise<Map<string, CurrentStep[]>> {
    const current = new Map<string, CurrentStep[]>();
    if (runIds.length === 0) return current;
    const rows = await this.knex('steps')
      .whereIn('run_id', runIds)
      // Written out, so that the planner knows the partial index to be enough.
      .whereRaw(`status in ('running', 'retrying', 'waiting_human')`)
      .orderBy(['run_id', 'step_number', 'item_index']);
    for (const row of rows) {
      const steps = current.get(row.run_id) ?? [];
      if (steps.length < MAX_CURRENT_STEPS) steps.push(toCurrentStep(row));
      current.set(row.run_id, steps);
    }
    return current;
  }
}
