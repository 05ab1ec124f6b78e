import { Knex } from 'knex';
import { SyncKind } from 'backstage-plugin-workflow-runs-node';
import { EngineLease } from './EngineLease';
import { SyncOrder } from './SyncOrders';

/** Sweeps that every engine is asked for. */
const SWEEPS: readonly SyncKind[] = ['open', 'window', 'backfill', 'drift'];
/** Runs that are open here and that an engine did not tell of, for one page. */
const MAX_MISSING = 50;
/** A run that its engine has not told of for so long, it does not know any more. */
const MISSING_MS = 86_400_000;
/** Rows that one statement names. */
const CHUNK = 500;

/** Notes how far an engine was asked, as long as the lease on it is held: a page and its place go together. */
export class SyncLedger {
  constructor(
    private readonly options: {
      knex: Knex;
      lease: EngineLease;
      instance: string;
    },
  ) {}

  /** Sees to it that all sweeps are there. */
  async plan(): Promise<void> {
    await this.options
      .knex('sync_orders')
      .insert(
        SWEEPS.map(kind => ({
          engine_instance: this.options.instance,
          kind,
          target: '',
        })),
      )
      .onConflict(['engine_instance', 'kind', 'target'])
      .ignore();
  }

  /** Begins a pass, or does not, where the lease is lost. */
  begin(
    order: SyncOrder,
    at: number,
    span: { sinceAt: number | null; untilAt: number | null },
  ): Promise<boolean> {
    return this.#set(this.options.knex, order, {
      began_at: at,
      since_at: span.sinceAt,
      until_at: span.untilAt,
      cursor: null,
      runs: 0,
      error: null,
    });
  }

  /** Notes a page: which runs it told of, and what of it was not taken in. */
  async turn(
    order: SyncOrder,
    page: {
      at: number;
      nextCursor: string | null;
      told: readonly string[];
      problem?: string;
    },
  ): Promise<boolean> {
    const { knex, lease } = this.options;
    const { at, nextCursor, told, problem } = page;
    return knex
      .transaction(async tx => {
        const isHeld = await this.#set(tx, order, {
          cursor: nextCursor,
          runs: tx.raw('runs + ?', [told.length]),
          ...(nextCursor === null && {
            done_at: order.beganAt,
            began_at: null,
          }),
        });
        if (!isHeld) return false;
        for (let start = 0; start < told.length; start += CHUNK) {
          await tx('observed_runs')
            .whereIn('run_id', told.slice(start, start + CHUNK))
            .update({ synced_at: at });
        }
        return true;
      })
      .then(async isHeld => {
        if (!isHeld) return false;
        await lease.note({
          failures: 0,
          retry_at: null,
          ...(problem && { last_error: problem, last_error_at: at }),
          // A pass that is over without trouble: what was before is dealt with.
          ...(!problem && nextCursor === null && { last_error: null }),
        });
        return true;
      });
  }

  /** Nothing came of a pass: whoever waits for it hears why, and the next one begins anew. */
  giveUp(
    order: SyncOrder,
    error: string,
    untilAt: number | null,
  ): Promise<boolean> {
    return this.#set(this.options.knex, order, {
      began_at: null,
      cursor: null,
      until_at: untilAt,
      error,
    });
  }

  /** The engine's own name of a run. */
  async nativeRun(
    runId: string,
  ): Promise<{ namespace: string; nativeId: string } | undefined> {
    const row = await this.options
      .knex('observed_runs')
      .where({ run_id: runId })
      .first('namespace', 'native_id');
    return row && { namespace: row.namespace, nativeId: row.native_id };
  }

  /** Runs that are open here, and that the last whole pass over open runs did not tell of. */
  async missing(
    { doneAt }: SyncOrder,
    now: number,
  ): Promise<{ namespace: string; nativeId: string }[]> {
    if (doneAt === null) return [];
    const rows = await this.options
      .knex('observed_runs')
      .join('runs', 'runs.id', 'observed_runs.run_id')
      .where('observed_runs.engine_instance', this.options.instance)
      .whereNull('runs.completed_at')
      .where('observed_runs.synced_at', '<', doneAt)
      .where('observed_runs.synced_at', '>', now - MISSING_MS)
      .orderBy('observed_runs.synced_at')
      .limit(MAX_MISSING)
      .select('observed_runs.namespace', 'observed_runs.native_id');
    return rows.map(row => ({
      namespace: row.namespace,
      nativeId: row.native_id,
    }));
  }

  /** Orders of runs that were seen to long ago, or that nothing came of. */
  async tidy(before: number): Promise<void> {
    const { knex, instance } = this.options;
    await knex('sync_orders')
      .where({ engine_instance: instance, kind: 'run' })
      .where('asked_at', '<', before)
      .whereNull('began_at')
      .delete();
  }

  async #set(
    knex: Knex,
    { kind, target }: SyncOrder,
    set: Record<string, any>,
  ): Promise<boolean> {
    const count = await knex('sync_orders')
      .where({ engine_instance: this.options.instance, kind, target })
      .where(this.options.lease.fence)
      .update(set);
    return count > 0;
  }
}
