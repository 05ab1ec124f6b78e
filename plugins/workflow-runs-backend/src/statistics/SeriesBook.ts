import { Knex } from 'knex';
import { DatabaseRow } from '../queries/DatabaseRow';
import { EndedRun, SeriesKey } from './contribution';
import { givenRows } from './givenRows';
import { dayOf } from './spans';

/** The series that a run is of. */
export interface SeriesIds {
  seriesId: number;
  /** The same with all versions. */
  baseId: number;
  /** The first one of the workflow in the environment: runs follow on each other in it. */
  chainId: number;
}

/** A series as it is stored; without a version, that of all of them. */
type StoredKey = Omit<SeriesKey, 'version'> & { version: string | null };

const COLUMNS = {
  workflow_id: 'text',
  tenant_id: 'text',
  environment: 'text',
  backfill: 'boolean',
} as const;

/** Finds the series of runs by what they have in common; new ones are added. */
export class SeriesBook {
  readonly #known = new Map<string, SeriesIds>();

  private constructor(private readonly trx: Knex.Transaction) {}

  /** @param runs - all whose series will be asked for */
  static async open(
    trx: Knex.Transaction,
    runs: readonly EndedRun[],
  ): Promise<SeriesBook> {
    const book = new SeriesBook(trx);
    if (runs.length === 0) return book;
    const days = daysOf(runs);
    await book.#find(runs, days);
    for (const [name, { key, first, last }] of days) {
      if (!book.#known.has(name)) await book.#add(name, key, [first, last]);
    }
    return book;
  }

  idsOf(key: SeriesKey): SeriesIds {
    return this.#known.get(nameOf(key))!;
  }

  /** Notes on which days their runs have ended, where it did not know of it. */
  async #find(
    runs: readonly EndedRun[],
    days: ReadonlyMap<string, Days>,
  ): Promise<void> {
    const { trx } = this;
    const keys = new Map(runs.map(run => [JSON.stringify(valuesOf(run)), run]));
    const wanted = givenRows(
      trx,
      'wanted',
      COLUMNS,
      [...keys.values()].map(valuesOf),
    );
    const same = Object.keys(COLUMNS).map(
      column => `series.${column} = wanted.${column}`,
    );
    const rows: DatabaseRow[] = await trx
      .from(wanted)
      .joinRaw(
        `cross join statistics_series as series where ${same.join(' and ')}`,
      )
      .select('series.*');
    for (const row of rows) {
      const name = nameOf(toKey(row));
      const { id: seriesId, base_id: baseId, chain_id: chainId } = row;
      this.#known.set(name, { seriesId, baseId, chainId });
      const ended = days.get(name);
      if (!ended) continue;
      if (ended.first >= row.first_day && ended.last <= row.last_day) continue;
      await trx('statistics_series')
        .where({ id: row.id })
        .update({
          first_day: Math.min(ended.first, row.first_day),
          last_day: Math.max(ended.last, row.last_day),
        });
    }
  }

  async #add(
    name: string,
    key: StoredKey,
    [first_day, last_day]: [number, number],
  ): Promise<void> {
    const { trx } = this;
    const [workflow_id, tenant_id, environment, backfill] = valuesOf(key);
    const chain = await trx('statistics_series')
      .where({ workflow_id, tenant_id, environment })
      .first('chain_id');
    const base = this.#known.get(nameOf({ ...key, version: null }));
    const [{ id }] = await trx('statistics_series')
      .insert({
        ...{ workflow_id, tenant_id, environment, backfill },
        ...{ version: key.version, first_day, last_day },
      })
      .returning('id');
    const ids = {
      seriesId: id,
      baseId: base?.seriesId ?? id,
      chainId: chain?.chain_id ?? id,
    };
    await trx('statistics_series')
      .where({ id })
      .update({ base_id: ids.baseId, chain_id: ids.chainId });
    this.#known.set(name, ids);
  }
}

interface Days {
  key: StoredKey;
  first: number;
  last: number;
}

/** On which days runs of each series have ended; the series of all versions come first. */
function daysOf(runs: readonly EndedRun[]): Map<string, Days> {
  const days = new Map<string, Days>();
  const keysOf: ((run: EndedRun) => StoredKey)[] = [
    run => ({ ...run, version: null }),
    run => run,
  ];
  for (const toStoredKey of keysOf) {
    for (const run of runs) {
      const key = toStoredKey(run);
      const day = dayOf(run.endedAt);
      const { first = day, last = day } = days.get(nameOf(key)) ?? {};
      days.set(nameOf(key), {
        key,
        first: Math.min(first, day),
        last: Math.max(last, day),
      });
    }
  }
  return days;
}

function valuesOf(key: Omit<StoredKey, 'version'>) {
  const { workflowId, tenantId, environment, backfill } = key;
  return [workflowId, tenantId, environment, backfill] as const;
}

function nameOf(key: StoredKey): string {
  return JSON.stringify([...valuesOf(key), key.version]);
}

function toKey(row: DatabaseRow): StoredKey {
  return {
    workflowId: row.workflow_id,
    tenantId: row.tenant_id,
    environment: row.environment,
    backfill: Boolean(row.backfill),
    version: row.version,
  };
}
