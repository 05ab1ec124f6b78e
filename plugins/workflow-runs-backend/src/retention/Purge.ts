import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Knex } from 'knex';
import {
  EndedRunStatus,
  PartClass,
} from 'backstage-plugin-workflow-runs-common';
import { ArtifactStores } from '../artifacts/ArtifactStores';
import { isSqlite } from '../database/isSqlite';
import { DatabaseRow } from '../queries/DatabaseRow';
import { Portions, portionsOf } from './deleteRows';
import { KeptRuns, WalkedRun } from './KeptRuns';
import { purgeRuns } from './purgeRuns';
import { Report } from './Report';
import { RUN_TABLES, RunTable } from './runTables';
import { sweep, SweptPortion, tablesThatAre } from './sweep';

/** All that goes with a run. */
const ALL = ['logs', 'io', 'artifacts', 'sealed', 'runs'] as const;
/** It rests as long as it has worked, but not longer than this, in milliseconds. */
const MAX_REST_MS = 250;

/** Who deletes, and what comes of it. */
export interface PurgeContext {
  report: Report;
  isDue: (run: WalkedRun) => boolean;
  purgedBy: string | null;
  fence?: (trx: Knex.Transaction) => Promise<void>;
  /** Others had their turn. */
  onPause?: () => Promise<void>;
}

/** Deletes runs and parts of runs, and counts what it has deleted. */
export class Purge {
  readonly kept: KeptRuns;
  readonly portions: Portions;
  #tables: Promise<RunTable[]> | undefined;

  constructor(
    private readonly options: {
      knex: Knex;
      stores: ArtifactStores;
      now: () => number;
      /** How many times as long as it has worked it rests; once where it is not said. */
      rest?: number;
      portions?: Portions;
    },
  ) {
    this.kept = new KeptRuns(options.knex);
    this.portions = options.portions ?? portionsOf(options.knex);
  }

  /** Deletes runs of one tenant and status with all that belongs to them. */
  async runs(runs: readonly WalkedRun[], context: PurgeContext): Promise<void> {
    const { knex, now } = this.options;
    const { report } = context;
    const begun = performance.now();
    const { gone, withOpenChildren } = await purgeRuns(
      knex,
      runs.map(({ id }) => id),
      { ...context, kept: this.kept, now: now() },
    );
    if (withOpenChildren.length > 0) {
      const by = { reason: 'open_children', tag: null } as const;
      report.hold(by, withOpenChildren.length);
    }
    if (gone.length === 0) return;
    const key = keyOf(gone[0]);
    // The run itself and its live part; what they weigh is not known any more.
    report.add(
      { ...key, class: 'runs' },
      { runs: gone.length, rows: 2 * gone.length },
    );
    await this.rest(performance.now() - begun, context);
    await this.#sweepRest(
      gone.map(({ id }) => id),
      key,
      context,
    );
  }

  /** Deletes some parts of runs of one tenant and status that stay. */
  async parts(
    runs: readonly WalkedRun[],
    parts: readonly PartClass[],
    context: PurgeContext,
  ): Promise<void> {
    const { knex } = this.options;
    const ids = await this.#mark(runs, parts, context);
    if (ids.length === 0) return;
    const key = keyOf(runs[0]);
    for (const part of parts) {
      const isDone = await this.#sweep(ids, [part], key, context);
      context.report.add({ ...key, class: part }, { runs: ids.length });
      // Its files are still there: the next job tries again.
      if (!isDone) {
        await knex('run_live')
          .whereIn('run_id', ids)
          .update({ [`${part}_deleted_at`]: null });
      }
    }
  }

  /** Deletes what is left of runs that are gone: whoever was about to has been cut off, or could not. */
  async leftovers(context: PurgeContext): Promise<void> {
    let after = '';
    for (;;) {
      const rows: DatabaseRow[] = await this.options
        .knex('purged_runs')
        // Written out, so that the planner knows the partial index to be enough.
        .whereRaw('has_rest')
        .where('id', '>', after)
        .orderBy('id')
        .limit(this.portions.runs)
        .select('id', 'tenant_id', 'status');
      if (rows.length === 0) return;
      after = rows[rows.length - 1].id;
      const groups = new Map<string, DatabaseRow[]>();
      for (const row of rows) {
        const name = JSON.stringify([row.tenant_id, row.status]);
        groups.set(name, [...(groups.get(name) ?? []), row]);
      }
      for (const group of groups.values()) {
        const [{ tenant_id: tenantId, status }] = group;
        await this.#sweepRest(
          group.map(({ id }) => id),
          { tenantId, status },
          context,
        );
      }
    }
  }

  async rest(workedMs: number, { onPause }: PurgeContext): Promise<void> {
    const { rest = 1 } = this.options;
    await sleep(Math.min(MAX_REST_MS, rest * workedMs));
    await onPause?.();
  }

  /**
   * Says first that the parts are gone, where nobody can change the runs: what needs them is refused from then on.
   * Who is cut off behind it finds them by the time of the job.
   */
  async #mark(
    runs: readonly WalkedRun[],
    parts: readonly PartClass[],
    { isDue, fence }: PurgeContext,
  ): Promise<string[]> {
    const { knex, now } = this.options;
    const ids = runs.map(({ id }) => id);
    return knex.transaction(async trx => {
      await fence?.(trx);
      if (!isSqlite(knex)) {
        await trx('run_live')
          .whereIn('run_id', ids)
          .orderBy('run_id')
          .forUpdate()
          .select('run_id');
      }
      const due = (await this.kept.find(trx, ids)).filter(isDue);
      const at = now();
      await trx('run_live')
        .whereIn(
          'run_id',
          due.map(({ id }) => id),
        )
        .update({
          ...Object.fromEntries(parts.map(part => [`${part}_deleted_at`, at])),
          // What readers keep of the run is not what it is any more.
          updated_at: at,
        });
      return due.map(({ id }) => id);
    });
  }

  async #sweepRest(
    ids: string[],
    key: { tenantId: string; status: EndedRunStatus },
    context: PurgeContext,
  ): Promise<void> {
    const isDone = await this.#sweep(ids, ALL, key, context);
    const { knex } = this.options;
    if (isDone) {
      await knex('purged_runs').whereIn('id', ids).update({ has_rest: false });
    }
  }

  async #sweep(
    ids: string[],
    classes: readonly (PartClass | 'runs')[],
    key: { tenantId: string; status: EndedRunStatus },
    context: PurgeContext,
  ): Promise<boolean> {
    const { knex, stores } = this.options;
    const { report } = context;
    this.#tables ??= tablesThatAre(knex, RUN_TABLES);
    let begun = performance.now();
    return sweep(ids, classes, {
      knex,
      stores,
      portions: this.portions,
      tables: await this.#tables,
      onPortion: async ({ class: name, ...weighed }: SweptPortion) => {
        report.add({ ...key, class: name }, weighed);
        await this.rest(performance.now() - begun, context);
        begun = performance.now();
      },
      onFailure: message => report.fail(message),
    });
  }
}

function keyOf({ tenantId, status }: WalkedRun) {
  return { tenantId, status: status as EndedRunStatus };
}
