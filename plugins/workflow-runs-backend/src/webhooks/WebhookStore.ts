import { Knex } from 'knex';
import { ViewFilterQuery } from 'backstage-plugin-workflow-runs-common';
import { DatabaseRow } from '../queries/DatabaseRow';
import { Visibility } from '../queries/condition';
import { SealedHeaders } from './WebhookVault';

/** Why a webhook is off. */
export type OffReason = 'off' | 'gone' | 'given_up' | 'expired';
/** What the owner of a webhook is told. */
export type Notice = Exclude<OffReason, 'off'> | 'expiring';

/** What people have said of a webhook. */
export interface WebhookRecord {
  id: string;
  name: string;
  description: string;
  url: string;
  eventTypes: string[];
  view: { id: string; name: string } | null;
  /** What the view said when it was saved. */
  filter: ViewFilterQuery;
  /** Which runs its editor could read then. */
  visibility: Visibility;
  /** Epoch milliseconds, as all times here. */
  visibilityAt: number;
  headerNames: string[];
  enabled: boolean;
  offReason: OffReason | null;
  offAt: number | null;
  owner: string;
  createdBy: string;
  createdAt: number;
  updatedBy: string;
  updatedAt: number;
  version: number;
}

/** It is not there any more, or not in the version that was meant. */
export class WebhookOutdated extends Error {}

/** Where webhooks are kept, but for their secrets. */
export class WebhookStore {
  constructor(private readonly knex: Knex) {}

  async list(): Promise<WebhookRecord[]> {
    const rows = await this.knex('webhooks').orderBy(['name', 'id']);
    return rows.map(toRecord);
  }

  async get(id: string): Promise<WebhookRecord | undefined> {
    const row = await this.knex('webhooks').where({ id }).first();
    return row && toRecord(row);
  }

  async count(): Promise<number> {
    const row = await this.knex('webhooks').count({ count: '*' }).first();
    return Number(row!.count);
  }

  /** The webhook that a request has made before. */
  async madeBy(
    actor: string,
    key: string,
  ): Promise<{ id: string; requestHash: string } | undefined> {
    const row = await this.knex('webhooks')
      .where({ created_by: actor, request_key: key })
      .first('id', 'request_hash');
    return row && { id: row.id, requestHash: row.request_hash };
  }

  async insert(
    trx: Knex.Transaction,
    record: WebhookRecord,
    headers: SealedHeaders,
    request: { key: string | null; hash: string | null },
  ): Promise<void> {
    await trx('webhooks').insert({
      id: record.id,
      created_by: record.createdBy,
      created_at: record.createdAt,
      request_key: request.key,
      request_hash: request.hash,
      ...toRow(record),
      headers,
    });
    await trx('webhook_lanes').insert({ webhook_id: record.id });
  }

  /**
   * @param record - with the version after the one that it replaces
   * @throws WebhookOutdated
   */
  async update(
    trx: Knex.Transaction,
    record: WebhookRecord,
    headers: SealedHeaders,
  ): Promise<void> {
    const updated = await trx('webhooks')
      .where({ id: record.id, version: record.version - 1 })
      .update({ ...toRow(record), headers, notice: null, is_warned: false });
    if (updated === 0) throw new WebhookOutdated();
    // What its receiver did before need not be true any more: the address may be another.
    await trx('webhook_lanes')
      .where({ webhook_id: record.id })
      .update({ rests_until: null, failing_since: null, failures: 0 });
  }

  /**
   * Its lane stays for as long as there is something left of what it was to deliver.
   *
   * @throws WebhookOutdated
   */
  async delete(id: string): Promise<void> {
    await this.knex.transaction(async trx => {
      if ((await trx('webhooks').where({ id }).delete()) === 0)
        throw new WebhookOutdated();
      await trx('webhook_secrets').where({ webhook_id: id }).delete();
    });
  }
}

/** Turns a webhook off, and leaves a notice for its owner. One that is off stays as it is. */
export async function turnOff(
  knex: Knex,
  id: string,
  reason: Exclude<OffReason, 'off'>,
  now: number,
): Promise<void> {
  await knex('webhooks').where({ id, enabled: true }).update({
    enabled: false,
    off_reason: reason,
    off_at: now,
    notice: reason,
  });
}

function toRow(record: WebhookRecord) {
  return {
    name: record.name,
    description: record.description,
    url: record.url,
    event_types: JSON.stringify(record.eventTypes),
    view_id: record.view?.id ?? null,
    view_name: record.view?.name ?? null,
    filter: JSON.stringify(record.filter),
    visibility: JSON.stringify(record.visibility),
    visibility_at: record.visibilityAt,
    header_names: JSON.stringify(record.headerNames),
    enabled: record.enabled,
    off_reason: record.offReason,
    off_at: record.offAt,
    owner_ref: record.owner,
    updated_by: record.updatedBy,
    updated_at: record.updatedAt,
    version: record.version,
  };
}

export function toRecord(row: DatabaseRow): WebhookRecord {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    url: row.url,
    eventTypes: JSON.parse(row.event_types),
    view:
      row.view_id === null ? null : { id: row.view_id, name: row.view_name },
    filter: JSON.parse(row.filter),
    visibility: JSON.parse(row.visibility),
    visibilityAt: Number(row.visibility_at),
    headerNames: JSON.parse(row.header_names),
    enabled: Boolean(row.enabled),
    offReason: row.off_reason,
    offAt: row.off_at === null ? null : Number(row.off_at),
    owner: row.owner_ref,
    createdBy: row.created_by,
    createdAt: Number(row.created_at),
    updatedBy: row.updated_by,
    updatedAt: Number(row.updated_at),
    version: row.version,
  };
}
