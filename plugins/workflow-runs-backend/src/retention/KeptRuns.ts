import { Knex } from 'knex';
import { partClassSchema } from 'backstage-plugin-workflow-runs-common';
import { toNumberOrNull } from '../database/time';
import { DatabaseRow } from '../queries/DatabaseRow';
import { KeptRun } from './RetentionRules';

/** Runs read at once. */
const PAGE = 200;

/** A run as retention sees it. */
export interface WalkedRun extends KeptRun {
  id: string;
  workflowId: string;
  /** Immutable: with the id, its place among all. */
  orderedAt: number;
}

/** A place among all runs, oldest first. */
export interface Place {
  at: number;
  id: string;
}

const COLUMNS = [
  'id',
  'workflow_id',
  'tenant_id',
  'status',
  'tags',
  'ordered_at',
  'queued_at',
  'completed_at',
  'needs_intervention',
].map(column => `runs.${column}`);
const DELETED = partClassSchema.options.map(
  part => `run_live.${part}_deleted_at`,
);

/** Reads runs with what decides how long they are kept. */
export class KeptRuns {
  readonly #refs = new Map<string, string>();

  constructor(private readonly knex: Knex) {}

  /** A page of runs behind a place, oldest first, up to a time; an empty one is the end. */
  async page(after: Place | undefined, cutoff: number): Promise<WalkedRun[]> {
    const query = this.#rows(this.knex)
      .where('runs.ordered_at', '<=', cutoff)
      .orderBy(['runs.ordered_at', 'runs.id'])
      .limit(PAGE);
    if (after) {
      query.whereRaw('(runs.ordered_at, runs.id) > (?, ?)', [
        after.at,
        after.id,
      ]);
    }
    return this.#toRuns(this.knex, await query);
  }

  /** Those of the named ones that there are. */
  async find(knex: Knex, runIds: readonly string[]): Promise<WalkedRun[]> {
    return this.#toRuns(
      knex,
      await this.#rows(knex).whereIn('runs.id', runIds),
    );
  }

  #rows(knex: Knex) {
    return knex('runs')
      .join('run_live', 'run_live.run_id', 'runs.id')
      .select([...COLUMNS, ...DELETED]);
  }

  async #toRuns(knex: Knex, rows: DatabaseRow[]): Promise<WalkedRun[]> {
    await this.#learn(
      knex,
      rows.map(row => row.workflow_id),
    );
    return rows.map(row => ({
      id: row.id,
      workflowId: row.workflow_id,
      workflow: this.#refs.get(row.workflow_id) ?? '',
      tenantId: row.tenant_id,
      status: row.status,
      tags: JSON.parse(row.tags),
      orderedAt: Number(row.ordered_at),
      queuedAt: Number(row.queued_at),
      completedAt: toNumberOrNull(row.completed_at),
      needsIntervention: Boolean(row.needs_intervention),
      deletedAt: Object.fromEntries(
        partClassSchema.options.map(part => [
          part,
          toNumberOrNull(row[`${part}_deleted_at`]),
        ]),
      ) as WalkedRun['deletedAt'],
    }));
  }

  /** Names of workflows never change. */
  async #learn(knex: Knex, workflowIds: string[]): Promise<void> {
    const unknown = [...new Set(workflowIds)].filter(id => !this.#refs.has(id));
    if (unknown.length === 0) return;
    const rows: DatabaseRow[] = await knex('workflows')
      .whereIn('id', unknown)
      .select('id', 'engine', 'name');
    for (const { id, engine, name } of rows) {
      this.#refs.set(id, `${engine}/${name}`);
    }
  }
}
