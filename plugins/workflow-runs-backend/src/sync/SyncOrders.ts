import { Knex } from 'knex';
import { SyncKind } from 'backstage-plugin-workflow-runs-node';
import { toNumberOrNull } from '../database/time';

/** What an engine is to be asked for, and how far that is. Times are of the clock that backends share. */
export interface SyncOrder {
  kind: SyncKind;
  /** Our id of the run, where it is about one. */
  target: string;
  /** When somebody wanted it last. */
  askedAt: number | null;
  /** When the pass under way began; null: none is. */
  beganAt: number | null;
  sinceAt: number | null;
  untilAt: number | null;
  cursor: string | null;
  /** Runs that were told of in the pass under way, or the last one. */
  runs: number;
  /** When the last whole pass began: what it is about is known as it was then. */
  doneAt: number | null;
  /** Why nothing came of the last one. */
  error: string | null;
}

/** How it goes with an engine. */
export interface EngineStanding {
  /** What happened before is an import; null where it was not asked yet. */
  followedSince: number | null;
  /** In a row, until something goes well. */
  failures: number;
  /** It is left alone until then. */
  retryAt: number | null;
  lastError: string | null;
  lastErrorAt: number | null;
}

const NEVER: EngineStanding = {
  followedSince: null,
  failures: 0,
  retryAt: null,
  lastError: null,
  lastErrorAt: null,
};

/** What engines are to be asked for; every backend may want something, and one asks. */
export class SyncOrders {
  constructor(private readonly knex: Knex) {}

  /** Wants something of an engine, no older than from then. */
  async want(
    instance: string,
    kind: SyncKind,
    at: number,
    target = '',
  ): Promise<void> {
    await this.knex('sync_orders')
      .insert({ engine_instance: instance, kind, target, asked_at: at })
      .onConflict(['engine_instance', 'kind', 'target'])
      .merge({ asked_at: at, error: null });
  }

  async find(
    instance: string,
    kind: SyncKind,
    target = '',
  ): Promise<SyncOrder | undefined> {
    const row = await this.knex('sync_orders')
      .where({ engine_instance: instance, kind, target })
      .first();
    return row && toOrder(row);
  }

  /** About runs, of the engines that they are of. */
  async ofRuns(
    instances: readonly string[],
    runIds: readonly string[],
  ): Promise<SyncOrder[]> {
    const rows = await this.knex('sync_orders')
      .whereIn('engine_instance', instances)
      .where({ kind: 'run' })
      .whereIn('target', runIds);
    return rows.map(toOrder);
  }

  /** Of one engine, but for runs that were asked for and are done. */
  async pending(instance: string): Promise<SyncOrder[]> {
    const rows = await this.knex('sync_orders')
      .where({ engine_instance: instance })
      .where(wanted =>
        wanted
          .whereNot({ kind: 'run' })
          .orWhereNull('done_at')
          .orWhereRaw('done_at < asked_at'),
      )
      .orderBy('asked_at')
      .limit(500);
    return rows.map(toOrder);
  }

  async standing(instance: string): Promise<EngineStanding> {
    const row = await this.knex('engine_instances')
      .where({ id: instance })
      .first();
    if (!row) return NEVER;
    return {
      followedSince: toNumberOrNull(row.followed_since),
      failures: row.failures,
      retryAt: toNumberOrNull(row.retry_at),
      lastError: row.last_error,
      lastErrorAt: toNumberOrNull(row.last_error_at),
    };
  }

  /** Somebody has seen to the engine: it need not be left alone any longer. */
  async forgive(instance: string): Promise<void> {
    await this.knex('engine_instances')
      .where({ id: instance })
      .update({ retry_at: null });
  }
}

/** Whether it is wanted, and was not done since. */
export function isWanted({ askedAt, doneAt, error }: SyncOrder): boolean {
  return askedAt !== null && error === null && (doneAt ?? -1) < askedAt;
}

function toOrder(row: Record<string, any>): SyncOrder {
  return {
    kind: row.kind,
    target: row.target,
    askedAt: toNumberOrNull(row.asked_at),
    beganAt: toNumberOrNull(row.began_at),
    sinceAt: toNumberOrNull(row.since_at),
    untilAt: toNumberOrNull(row.until_at),
    cursor: row.cursor,
    runs: row.runs,
    doneAt: toNumberOrNull(row.done_at),
    error: row.error,
  };
}
