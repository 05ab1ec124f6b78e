import { Knex } from 'knex';
import { newId } from '../database/ids';
import { DatabaseRow } from '../queries/DatabaseRow';
import { SealedPlace, Sealer } from '../sealing/Sealer';
import { newSecret } from './signature';

/** Where the key is kept: among the data keys, as that of a run that there is not. */
export const WEBHOOK_KEY = 'webhooks';

/** Headers as they are stored; null: there are none. */
export type SealedHeaders = Buffer | null;

/** A signing secret, without what it is. */
export interface SecretRecord {
  id: string;
  webhookId: string;
  /** Epoch milliseconds. */
  createdAt: number;
  expiresAt: number | null;
}

/**
 * Keeps signing secrets, and the headers that may hold some. They are sealed with a data key of their own, which
 * whoever rotates keys wraps anew with all others.
 */
export class WebhookVault {
  #key: Promise<Buffer> | undefined;

  constructor(
    private readonly options: { knex: Knex; sealer: Sealer; now: () => number },
  ) {}

  async sealHeaders(
    webhookId: string,
    headers: Record<string, string>,
  ): Promise<SealedHeaders> {
    if (Object.keys(headers).length === 0) return null;
    const place = placeOf(webhookId, 'webhook_headers');
    return this.options.sealer.seal(await this.#dataKey(), place, headers);
  }

  /** @throws Unreadable where the key is no longer configured */
  async headersOf(webhookId: string): Promise<Record<string, string>> {
    const { knex, sealer } = this.options;
    const row = await knex('webhooks')
      .where({ id: webhookId })
      .first('headers');
    if (!row?.headers) return {};
    const place = placeOf(webhookId, 'webhook_headers');
    const opened = sealer.open(await this.#dataKey(), place, row.headers);
    return opened as Record<string, string>;
  }

  /**
   * A new secret, as a row and as it is shown once. It is made before the transaction that writes the row.
   */
  async draw(webhookId: string): Promise<{ row: DatabaseRow; secret: string }> {
    const { sealer, now } = this.options;
    const secret = newSecret();
    const id = newId('sec');
    const place = placeOf(webhookId, `webhook_secret/${id}`);
    const content = sealer.seal(await this.#dataKey(), place, secret);
    return {
      secret,
      row: {
        id,
        webhook_id: webhookId,
        content,
        created_at: now(),
        expires_at: null,
      },
    };
  }

  /** Those that sign now, the newest first; of one webhook, or of all. */
  async records(webhookId?: string): Promise<SecretRecord[]> {
    const rows = await this.#good(webhookId);
    return rows.map(row => ({
      id: row.id,
      webhookId: row.webhook_id,
      createdAt: Number(row.created_at),
      expiresAt: row.expires_at === null ? null : Number(row.expires_at),
    }));
  }

  /**
   * What to sign with now, the newest first.
   *
   * @throws Unreadable where the key is no longer configured
   */
  async secretsOf(webhookId: string): Promise<string[]> {
    const rows = await this.#good(webhookId);
    const key = await this.#dataKey();
    return rows.map(({ id, content }) => {
      const place = placeOf(webhookId, `webhook_secret/${id}`);
      return this.options.sealer.open(key, place, content) as string;
    });
  }

  /** What does not sign any more need not be kept. */
  async forgetExpired(): Promise<void> {
    const { knex, now } = this.options;
    await knex('webhook_secrets').where('expires_at', '<=', now()).delete();
  }

  #good(webhookId?: string): Promise<DatabaseRow[]> {
    const { knex, now } = this.options;
    const query = knex('webhook_secrets')
      .where(good =>
        good.whereNull('expires_at').orWhere('expires_at', '>', now()),
      )
      // Of two of one moment, it is the one that does not expire.
      .orderByRaw('case when expires_at is null then 0 else 1 end')
      .orderBy('created_at', 'desc');
    if (webhookId !== undefined) query.where({ webhook_id: webhookId });
    return query as unknown as Promise<DatabaseRow[]>;
  }

  #dataKey(): Promise<Buffer> {
    this.#key ??= this.#readKey().catch(error => {
      this.#key = undefined;
      throw error;
    });
    return this.#key;
  }

  async #readKey(): Promise<Buffer> {
    const { knex, sealer, now } = this.options;
    const place = {
      run_id: WEBHOOK_KEY,
      kind: 'data_key',
      step_key: '',
      item_index: -1,
      generation: 0,
    };
    const known = await knex('sealed_payloads').where(place).first();
    if (!known) {
      const { keyId, content } = sealer.newDataKey(WEBHOOK_KEY).wrapped;
      await knex('sealed_payloads')
        .insert({ ...place, key_id: keyId, content, created_at: now() })
        .onConflict(Object.keys(place))
        // Of several backends that do it, one is the first.
        .ignore();
    }
    const row = known ?? (await knex('sealed_payloads').where(place).first());
    return sealer.unwrap(WEBHOOK_KEY, {
      keyId: row.key_id,
      content: row.content,
    });
  }
}

function placeOf(webhookId: string, kind: string): SealedPlace {
  return { runId: webhookId, step: '', item: -1, kind };
}
