import { Knex } from 'knex';
import {
  RunSort,
  ViewFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import { isUniqueViolation } from '../database/errors';
import { DatabaseRow } from '../queries/DatabaseRow';

/** How long idempotency keys are remembered, in milliseconds. */
const KEYS_KEPT_MS = 7 * 86_400_000;

/** A view as it is stored. */
export interface ViewRecord {
  id: string;
  owner: string;
  name: string;
  description: string;
  filter: ViewFilterQuery;
  sort: RunSort;
  columns: string[] | null;
  createdBy: string;
  /** Epoch milliseconds. */
  createdAt: number;
  updatedAt: number;
  version: number;
}

/** What makes a request happen once. */
export interface RequestKey {
  actor: string;
  key: string;
  requestHash: string;
  /** Epoch milliseconds. */
  usedAt: number;
}

/** The owner has another view of that name. */
export class NameTaken extends Error {}
/** Another request with the key was there first. */
export class KeyUsed extends Error {}
/** The view is not there any more, or not in the version that was meant. */
export class Outdated extends Error {}

/** Where views are kept. Who may see and change them is not its concern. */
export class SavedViewStore {
  constructor(private readonly knex: Knex) {}

  async get(id: string): Promise<ViewRecord | undefined> {
    const row = await this.knex('saved_views').where({ id }).first();
    return row && toView(row);
  }

  /** Views of the owners by name, at most `limit`; those of the first owner go before all others. */
  async list(owners: string[], limit: number): Promise<ViewRecord[]> {
    const [first, ...others] = owners;
    const found: ViewRecord[] = [];
    for (const some of [[first], others]) {
      const rows = await this.knex('saved_views')
        .whereIn('owner_ref', some)
        .orderBy(['name', 'id'])
        .limit(limit - found.length);
      found.push(...rows.map(toView));
    }
    return found;
  }

  async countOf(owner: string): Promise<number> {
    const [{ count }] = await this.knex('saved_views')
      .where({ owner_ref: owner })
      .count({ count: '*' });
    return Number(count);
  }

  /** @throws NameTaken, KeyUsed */
  async insert(view: ViewRecord, key?: RequestKey): Promise<void> {
    await this.#write(view.id, key, async trx => {
      await trx('saved_views').insert({ id: view.id, ...toRow(view) });
      return 1;
    });
  }

  /**
   * @param view - as it is from now on, with the version after the one that it replaces
   * @throws NameTaken, KeyUsed, Outdated
   */
  async update(view: ViewRecord, key?: RequestKey): Promise<void> {
    await this.#write(view.id, key, trx =>
      trx('saved_views')
        .where({ id: view.id, version: view.version - 1 })
        .update(toRow(view)),
    );
  }

  /** @throws KeyUsed, Outdated */
  async delete(id: string, key?: RequestKey): Promise<void> {
    await this.#write(id, key, trx =>
      trx('saved_views').where({ id }).delete(),
    );
  }

  /** What a key was used for. */
  async usedFor(
    actor: string,
    key: string,
  ): Promise<{ requestHash: string; viewId: string } | undefined> {
    const row = await this.knex('view_keys').where({ actor, key }).first();
    return row && { requestHash: row.request_hash, viewId: row.view_id };
  }

  /**
   * A key counts as used only where its request has come to something.
   *
   * @param write - returns how many rows it has written
   */
  async #write(
    viewId: string,
    key: RequestKey | undefined,
    write: (trx: Knex.Transaction) => Promise<number>,
  ): Promise<void> {
    try {
      await this.knex.transaction(async trx => {
        if (key) await useKey(trx, key, viewId);
        if ((await write(trx)) === 0) throw new Outdated();
      });
    } catch (error) {
      throw isUniqueViolation(error) ? new NameTaken() : error;
    }
  }
}

async function useKey(
  trx: Knex.Transaction,
  { actor, key, requestHash, usedAt }: RequestKey,
  viewId: string,
): Promise<void> {
  await trx('view_keys')
    .where('used_at', '<', usedAt - KEYS_KEPT_MS)
    .delete();
  const used = await trx('view_keys')
    .insert({
      actor,
      key,
      request_hash: requestHash,
      view_id: viewId,
      used_at: usedAt,
    })
    // A failure would end the transaction of PostgreSQL.
    .onConflict(['actor', 'key'])
    .ignore()
    .returning('key');
  if (used.length === 0) throw new KeyUsed();
}

function toRow(view: ViewRecord) {
  return {
    owner_ref: view.owner,
    name: view.name,
    description: view.description,
    filter: JSON.stringify(view.filter),
    sort: view.sort,
    columns: view.columns && JSON.stringify(view.columns),
    created_by: view.createdBy,
    created_at: view.createdAt,
    updated_at: view.updatedAt,
    version: view.version,
  };
}

function toView(row: DatabaseRow): ViewRecord {
  return {
    id: row.id,
    owner: row.owner_ref,
    name: row.name,
    description: row.description,
    filter: JSON.parse(row.filter),
    sort: row.sort,
    columns: row.columns && JSON.parse(row.columns),
    createdBy: row.created_by,
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
    version: row.version,
  };
}
