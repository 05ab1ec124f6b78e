import { Knex } from 'knex';
import { DatabaseRow } from '../queries/DatabaseRow';
import { SeriesKey } from './contribution';
import { givenRows } from './givenRows';

/** Where a series is kept, and the chain of runs that it is of: those of its workflow and environment. */
export interface SeriesIds {
  id: number;
  chainId: number;
}

const COLUMNS = {
  workflow_id: 'text',
  tenant_id: 'text',
  version: 'text',
  environment: 'text',
  backfill: 'boolean',
} as const;

/** Finds series by what their runs have in common; new ones are added. */
export class SeriesBook {
  readonly #known = new Map<string, SeriesIds>();

  private constructor(private readonly trx: Knex.Transaction) {}

  /** @param keys - of all that will be asked for */
  static async open(
    trx: Knex.Transaction,
    keys: readonly SeriesKey[],
  ): Promise<SeriesBook> {
    const book = new SeriesBook(trx);
    const wanted = new Map(keys.map(key => [nameOf(key), key]));
    if (wanted.size === 0) return book;
    await book.#find([...wanted.values()]);
    for (const [name, key] of wanted) {
      if (!book.#known.has(name)) book.#known.set(name, await book.#add(key));
    }
    return book;
  }

  idsOf(key: SeriesKey): SeriesIds {
    return this.#known.get(nameOf(key))!;
  }

  async #find(keys: SeriesKey[]): Promise<void> {
    const { trx } = this;
    const wanted = givenRows(trx, 'wanted', COLUMNS, keys.map(valuesOf));
    const rows: DatabaseRow[] = await trx
      .from(wanted)
      .joinRaw(
        `cross join statistics_series as series where ${Object.keys(COLUMNS)
          .map(column => `series.${column} = wanted.${column}`)
          .join(' and ')}`,
      )
      .select('series.*');
    for (const row of rows) {
      this.#known.set(
        nameOf({
          workflowId: row.workflow_id,
          tenantId: row.tenant_id,
          version: row.version,
          environment: row.environment,
          backfill: Boolean(row.backfill),
        }),
        { id: row.id, chainId: row.chain_id },
      );
    }
  }

  async #add(key: SeriesKey): Promise<SeriesIds> {
    const { trx } = this;
    const chain = await trx('statistics_series')
      .where({
        workflow_id: key.workflowId,
        environment: key.environment,
        tenant_id: key.tenantId,
      })
      .first('chain_id');
    const [{ id }] = await trx('statistics_series')
      .insert({
        workflow_id: key.workflowId,
        tenant_id: key.tenantId,
        version: key.version,
        environment: key.environment,
        backfill: key.backfill,
        chain_id: chain?.chain_id ?? null,
      })
      .returning('id');
    if (chain) return { id, chainId: chain.chain_id };
    await trx('statistics_series').where({ id }).update({ chain_id: id });
    return { id, chainId: id };
  }
}

function valuesOf(key: SeriesKey) {
  const { workflowId, tenantId, version, environment, backfill } = key;
  return [workflowId, tenantId, version, environment, backfill];
}

function nameOf(key: SeriesKey): string {
  return JSON.stringify(valuesOf(key));
}
