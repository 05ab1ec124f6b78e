import { Knex } from 'knex';
import { DatabaseRow } from '../queries/DatabaseRow';
import { DeliveryQueue } from './DeliveryQueue';
import { turnOff } from './WebhookStore';
import { WebhookVault } from './WebhookVault';

const DAY_MS = 86_400_000;
/** What an editor could read when they saved a webhook is held to be true for so long. */
export const TRUSTED_MS = 90 * DAY_MS;
/** Their owner hears of it so long before. */
const WARNED_MS = 7 * DAY_MS;
/** Rows that one statement ends or deletes. */
const BATCH = 500;

/** Ends and deletes what its time has come for. Several backends that do it at once do it once. */
export class Upkeep {
  constructor(
    private readonly options: {
      knex: Knex;
      queue: DeliveryQueue;
      vault: WebhookVault;
      keepDays: number;
      now: () => number;
    },
  ) {}

  async run(signal?: AbortSignal): Promise<void> {
    const { queue, vault } = this.options;
    await this.#expireTrust();
    await this.#dropLeftovers();
    await vault.forgetExpired();
    while (!signal?.aborted && (await queue.expire(BATCH)) === BATCH);
    while (!signal?.aborted && (await this.#trim()) === BATCH);
  }

  async #expireTrust(): Promise<void> {
    const { knex, now } = this.options;
    const over = await knex('webhooks')
      .where({ enabled: true })
      .where('visibility_at', '<', now() - TRUSTED_MS)
      .pluck('id');
    for (const id of over) await turnOff(knex, id, 'expired', now());
    await knex('webhooks')
      .where({ enabled: true, is_warned: false })
      .where('visibility_at', '<', now() - TRUSTED_MS + WARNED_MS)
      .update({ notice: 'expiring', is_warned: true });
  }

  /** What is left of webhooks that were deleted. */
  async #dropLeftovers(): Promise<void> {
    const { knex } = this.options;
    const ids = await knex('webhook_lanes')
      .whereNotIn('webhook_id', knex('webhooks').select('id'))
      .pluck('webhook_id');
    for (const webhook_id of ids) {
      // The lane goes last: it is by this that the rest is found.
      for (const table of [
        'webhook_attempts',
        'webhook_deliveries',
        'webhook_lanes',
      ]) {
        await knex(table).where({ webhook_id }).delete();
      }
    }
  }

  /** Deletes messages that are old, unless one is still to be delivered. @returns how many */
  async #trim(): Promise<number> {
    const { knex, keepDays, now } = this.options;
    const rows: DatabaseRow[] = await knex('webhook_messages')
      .where('created_at', '<', now() - keepDays * DAY_MS)
      .whereNotExists(open =>
        open
          .select('webhook_id')
          .from('webhook_deliveries')
          .whereRaw('webhook_deliveries.message_id = webhook_messages.id')
          .whereNotNull('due_at'),
      )
      .limit(BATCH)
      .select('id');
    const ids = rows.map(({ id }) => id);
    await knex.transaction(async trx => {
      await trx('webhook_attempts').whereIn('message_id', ids).delete();
      await trx('webhook_deliveries').whereIn('message_id', ids).delete();
      await trx('webhook_messages').whereIn('id', ids).delete();
    });
    return ids.length;
  }
}
