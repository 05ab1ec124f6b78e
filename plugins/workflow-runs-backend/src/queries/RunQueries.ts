import { Knex } from 'knex';
import {
  CurrentStep,
  RunFilter,
  RunSort,
} from 'backstage-plugin-workflow-runs-common';
import { isRunVisible, Visibility } from './condition';
import { Cursors } from './cursor';
import { RunList } from './list/RunList';
import { ScanBudget } from './list/walk';
import { DatabaseRow } from './DatabaseRow';
import { resourceOf } from './resourceOf';
import { RunRecord, toRun } from './runToWire';
import { toCurrentStep } from './stepToWire';

/** Steps under way that a run lists at most. */
const MAX_CURRENT_STEPS = 20;

/** What a page of a list is asked for. */
export interface ListQuery {
  filter: RunFilter;
  /** The duration that `from` was made of, where it was: pages of one list begin at one time. */
  since?: string;
  sort?: RunSort;
  limit: number;
  token?: string;
}

const RUN_COLUMNS = [
  'runs.*',
  'run_live.steps_total',
  'run_live.steps_done',
  'run_live.tokens',
  'run_live.compute_ms',
  'run_live.retries',
  'run_live.accuracy',
  'run_live.throughput_delta',
  'run_live.last_number',
  'run_live.last_position',
  'run_live.log_sequence',
  'run_live.sealed_deleted_at',
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
  readonly #list: RunList;

  constructor(
    private readonly knex: Knex,
    private readonly cursors: Cursors,
    budget?: ScanBudget,
  ) {
    this.#list = new RunList(knex, budget);
  }

  /** A page of runs; `searchedBackTo`, in epoch milliseconds, where it is not a whole one. */
  async list(
    { filter, since, sort = '-queuedAt', limit, token }: ListQuery,
    visibility: Visibility,
  ): Promise<{
    items: RunRecord[];
    nextToken: string | null;
    searchedBackTo: number | null;
  }> {
    const asked = since
      ? { filter: { ...filter, from: undefined }, since, sort }
      : { filter, sort };
    const after = token ? this.cursors.decode(token, asked) : undefined;
    const from = after?.from ?? filter.from;
    const { ids, next, searchedBackTo } = await this.#list.page(
      { filter: { ...filter, from }, sort, limit, after },
      visibility,
    );
    // What has changed since it was found may have left what is visible.
    const items = (await this.#load(ids)).filter(run =>
      isRunVisible(resourceOf(run), visibility),
    );
    return {
      items,
      nextToken:
        next && this.cursors.encode(since ? { ...next, from } : next, asked),
      searchedBackTo,
    };
  }

  /** Which of some runs fit a filter, whoever may see them. */
  async fitting(runIds: string[], filter: RunFilter): Promise<string[]> {
    return this.#list.fitting(runIds, filter);
  }

  /** @returns undefined where there is no such run, or none that the reader may see */
  async get(
    runId: string,
    visibility: Visibility,
  ): Promise<RunRecord | undefined> {
    const [run] = await this.#load([runId]);
    return run && isRunVisible(resourceOf(run), visibility) ? run : undefined;
  }

  /** Runs in the order of the given ids, with holes where there are none. */
  async getMany(runIds: string[]): Promise<(RunRecord | undefined)[]> {
    const found = new Map((await this.#load(runIds)).map(run => [run.id, run]));
    return runIds.map(id => found.get(id));
  }

  async #load(runIds: string[]): Promise<RunRecord[]> {
    if (runIds.length === 0) return [];
    const rows = await this.knex('runs')
      .join('run_live', 'run_live.run_id', 'runs.id')
      .join('workflows', 'workflows.id', 'runs.workflow_id')
      .whereIn('runs.id', runIds)
      .select(RUN_COLUMNS);
    const [unknown, owners, current] = await Promise.all([
      this.#unknown(rows),
      this.#owners(rows.map(row => row.workflow_id)),
      this.#currentSteps(
        rows.filter(row => row.completed_at === null).map(row => row.id),
      ),
    ]);
    const known = (id: string | null) =>
      id !== null && unknown.has(id) ? null : id;
    const byId = new Map(
      rows.map(row => [
        row.id,
        toRun(
          {
            ...row,
            parent_run_id: known(row.parent_run_id),
            origin_run_id: known(row.origin_run_id),
          },
          owners.get(row.workflow_id) ?? [],
          current.get(row.id) ?? [],
        ),
      ]),
    );
    return runIds.flatMap(id => byId.get(id) ?? []);
  }

  /** Of the runs that others come from: those of which engines elsewhere have told nothing else. */
  async #unknown(rows: DatabaseRow[]): Promise<Set<string>> {
    const ids = rows
      .filter(row => row.workflow_engine !== 'embedded')
      .flatMap(row => [row.parent_run_id, row.origin_run_id])
      .filter(id => id !== null);
    if (ids.length === 0) return new Set();
    const unknown = await this.knex('observed_runs')
      .whereIn('run_id', ids)
      .where({ is_shown: false })
      .pluck('run_id');
    return new Set(unknown);
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
