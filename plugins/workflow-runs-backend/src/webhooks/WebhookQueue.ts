import { createHash } from 'node:crypto';
import { Knex } from 'knex';
import { Json } from 'backstage-plugin-workflow-runs-common';
import { isUniqueViolation } from '../database/errors';
import { Redactor } from '../privacy/Redactor';
import { bodyOf } from './messages';
import { writeDeliveries } from './writeDeliveries';

/** Something that another part of the plugin wants a webhook to deliver. */
export interface QueuedMessage {
  webhookId: string;
  /** Its own type, such as `alert.firing`: webhooks are subscribed to no such. */
  type: string;
  /** Names it for good: what is put into the queue twice under one id is delivered once. */
  id: string;
  /** The `data` of the message. */
  payload: Record<string, Json>;
  /** What has the same is delivered in the order in which it came; its `id` where it is left out. */
  orderBy?: string;
}

/** Where other parts of the plugin leave what a webhook is to deliver. */
export class WebhookQueue {
  constructor(
    private readonly options: {
      knex: Knex;
      redactor: Pick<Redactor, 'json'>;
      now: () => number;
    },
  ) {}

  /**
   * Leaves a message in the queue of a webhook, which delivers it as it does all others.
   *
   * @returns false where there is no such webhook, or it is off: then nothing is delivered
   */
  async enqueue(message: QueuedMessage): Promise<boolean> {
    const { knex, redactor, now } = this.options;
    const { webhookId, type, id, payload, orderBy = id } = message;
    const webhook = await knex('webhooks')
      .where({ id: webhookId, enabled: true })
      .first('id');
    if (!webhook) return false;
    const at = now();
    const redacted = redactor.json(payload) as Record<string, Json>;
    const queued = {
      id: idOf(webhookId, type, id),
      type,
      runId: null,
      payload: bodyOf(type, at, redacted),
      orderKey: hashed(`${type.split('.')[0]} ${orderBy}`),
      place: at,
    };
    try {
      await knex.transaction(trx =>
        writeDeliveries(
          trx,
          [{ message: queued, webhookIds: [webhookId] }],
          at,
        ),
      );
    } catch (error) {
      // It is there already.
      if (!isUniqueViolation(error)) throw error;
    }
    return true;
  }
}

function idOf(...parts: string[]): string {
  return `msg_${hashed(parts.join(' ')).slice(0, 32)}`;
}

function hashed(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
