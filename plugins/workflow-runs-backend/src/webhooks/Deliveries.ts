import { ConflictError, NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';
import {
  DeliveryState,
  WebhookDelivery,
  WebhookDeliveryDetail,
} from 'backstage-plugin-workflow-runs-common';
import { newId } from '../database/ids';
import { toIso, toIsoOrNull } from '../database/time';
import { Visibility } from '../queries/condition';
import { DatabaseRow } from '../queries/DatabaseRow';
import { InvalidInput } from '../runs/InvalidInput';
import { Deliverer } from './Deliverer';
import { bodyOf } from './messages';
import { seenDeliveries } from './seenDeliveries';
import { WebhookRecord } from './WebhookStore';
import { insertChunks, writeDeliveries } from './writeDeliveries';

/** A test: webhooks are subscribed to no such, and it is sent once. */
const PING = 'webhook.ping';
const MAX_HISTORY = 50;
/** What one request delivers again at most. */
const MAX_AGAIN = 10_000;
const CHUNK = 500;

/** What was and is to be delivered, as far as its reader may see the runs that it tells of. */
export class Deliveries {
  constructor(
    private readonly options: {
      knex: Knex;
      deliverer: Deliverer;
      now: () => number;
    },
  ) {}

  /** Newest first. */
  async list(
    webhookId: string,
    query: {
      state?: DeliveryState;
      eventType?: string;
      run?: string;
      limit: number;
      after?: string;
    },
    readable: Visibility,
  ): Promise<{ items: WebhookDelivery[]; nextAfter: string | null }> {
    const { state, eventType, run, limit, after } = query;
    const rows = this.#of(webhookId, readable);
    if (state) rows.where({ state });
    if (eventType) rows.where({ type: eventType });
    if (run) rows.where({ run_id: run });
    if (after)
      rows.whereRaw('(created_at, message_id) < (?, ?)', parseAfter(after));
    const found: DatabaseRow[] = await rows
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'message_id', order: 'desc' },
      ])
      .limit(limit + 1);
    const page = found.slice(0, limit);
    const last = page[page.length - 1];
    return {
      items: page.map(toDelivery),
      nextAfter:
        found.length > limit ? `${last.created_at}.${last.message_id}` : null,
    };
  }

  /** @throws NotFoundError where there is none, or it tells of a run that the reader may not see */
  async get(
    webhookId: string,
    messageId: string,
    readable: Visibility,
  ): Promise<WebhookDeliveryDetail> {
    const { knex } = this.options;
    const row = await this.#seen(webhookId, messageId, readable);
    const message = await knex('webhook_messages')
      .where({ id: messageId })
      .first('payload');
    const attempts: DatabaseRow[] = await knex('webhook_attempts')
      .where({ webhook_id: webhookId, message_id: messageId })
      .orderBy('number', 'desc')
      .limit(MAX_HISTORY);
    return {
      ...toDelivery(row),
      payload: message?.payload ?? '',
      history: attempts.map(attempt => ({
        number: attempt.number,
        at: toIso(attempt.at),
        durationMs: attempt.duration_ms,
        status: attempt.status,
        problem: attempt.problem,
        responseHeaders: JSON.parse(attempt.response_headers),
        responseBody: attempt.response_body,
        isCut: Boolean(attempt.is_cut),
      })),
    };
  }

  /** @throws NotFoundError, ConflictError where the webhook is off */
  async again(
    webhook: WebhookRecord,
    messageId: string,
    readable: Visibility,
  ): Promise<WebhookDelivery> {
    demandOn(webhook);
    await this.#seen(webhook.id, messageId, readable);
    await this.#putBack(webhook.id, [messageId]);
    return toDelivery(await this.#seen(webhook.id, messageId, readable));
  }

  /** The same for all of a time; tests are left out. */
  async rangeAgain(
    webhook: WebhookRecord,
    range: { from: number; to: number; which: 'failed' | 'all' },
    readable: Visibility,
  ): Promise<{ count: number; isMore: boolean }> {
    demandOn(webhook);
    const states = range.which === 'all' ? ['failed', 'delivered'] : ['failed'];
    const ids: string[] = await this.#of(webhook.id, readable)
      .whereIn('state', states)
      .where('created_at', '>=', range.from)
      .where('created_at', '<', range.to)
      .whereNot({ type: PING })
      .orderBy(['created_at', 'message_id'])
      .limit(MAX_AGAIN + 1)
      .pluck('message_id');
    const chosen = ids.slice(0, MAX_AGAIN);
    for (let from = 0; from < chosen.length; from += CHUNK) {
      await this.#putBack(webhook.id, chosen.slice(from, from + CHUNK));
    }
    return { count: chosen.length, isMore: ids.length > chosen.length };
  }

  /**
   * Sends a test now, whether the webhook is on or off, and writes it down.
   *
   * @throws Unreadable where its secrets are sealed with a key that is not configured
   */
  async ping(webhook: WebhookRecord): Promise<WebhookDeliveryDetail> {
    const { knex, deliverer, now } = this.options;
    const { id: webhookId, name } = webhook;
    const payload = bodyOf(PING, now(), { webhook: { id: webhookId, name } });
    const id = newId('msg');
    const target = await deliverer.target(webhook);
    const attempt = await deliverer.attempt(target, { id, payload });
    const message = {
      id,
      type: PING,
      runId: null,
      payload,
      orderKey: id,
      place: now(),
    };
    await knex.transaction(async trx => {
      const addressed = [{ message, webhookIds: [webhookId] }];
      await writeDeliveries(trx, addressed, attempt.at);
      await trx('webhook_deliveries')
        .where({ webhook_id: webhookId, message_id: id })
        .update({
          state: attempt.problem === null ? 'delivered' : 'failed',
          due_at: null,
          ended_at: now(),
          attempts: 1,
          tries: 1,
          status: attempt.status,
          problem: attempt.problem,
        });
      await insertChunks(trx, 'webhook_attempts', [
        {
          webhook_id: webhookId,
          message_id: id,
          number: 1,
          run_id: null,
          at: attempt.at,
          duration_ms: attempt.durationMs,
          status: attempt.status,
          problem: attempt.problem,
          response_headers: JSON.stringify(attempt.responseHeaders),
          response_body: attempt.responseBody,
          is_cut: attempt.isCut,
        },
      ]);
    });
    return this.get(webhookId, id, 'none');
  }

  #of(webhookId: string, readable: Visibility): Knex.QueryBuilder {
    const rows = this.options
      .knex('webhook_deliveries')
      .where({ webhook_id: webhookId });
    return seenDeliveries(rows, readable);
  }

  async #seen(
    webhookId: string,
    messageId: string,
    readable: Visibility,
  ): Promise<DatabaseRow> {
    const row = await this.#of(webhookId, readable)
      .where({ message_id: messageId })
      .first();
    if (row) return row;
    throw new NotFoundError(
      `There is no delivery '${messageId}' of the webhook, or you may not see its run`,
    );
  }

  /** Somebody asks for it now: a receiver that was to be left alone is tried all the same. */
  async #putBack(webhookId: string, messageIds: string[]): Promise<void> {
    const { knex, now } = this.options;
    const at = now();
    await knex('webhook_deliveries')
      .where({ webhook_id: webhookId })
      .whereIn('message_id', messageIds)
      .update({
        state: 'pending',
        due_at: at,
        since_at: at,
        ended_at: null,
        tries: 0,
      });
    await knex('webhook_lanes')
      .where({ webhook_id: webhookId })
      .update({ rests_until: null });
  }
}

function demandOn({ enabled, name }: WebhookRecord): void {
  if (enabled) return;
  throw new ConflictError(
    `The webhook '${name}' is off: turn it on, and it delivers again`,
  );
}

function parseAfter(after: string): [number, string] {
  const [, at, id] = /^(\d{1,15})\.(.+)$/.exec(after) ?? [];
  if (at !== undefined) return [Number(at), id];
  throw new InvalidInput('query', [
    {
      pointer: '/after',
      rule: 'pattern',
      message: 'it must be nextAfter of the page before',
    },
  ]);
}

function toDelivery(row: DatabaseRow): WebhookDelivery {
  return {
    messageId: row.message_id,
    webhookId: row.webhook_id,
    eventType: row.type,
    runId: row.run_id,
    state: row.state,
    createdAt: toIso(row.created_at),
    dueAt: toIsoOrNull(row.due_at),
    endedAt: toIsoOrNull(row.ended_at),
    attempts: row.attempts,
    status: row.status,
    problem: row.problem,
  };
}
