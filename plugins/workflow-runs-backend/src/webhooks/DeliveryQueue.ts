import { Knex } from 'knex';
import { DatabaseRow } from '../queries/DatabaseRow';
import { HeldLane, Lanes } from './Lanes';
import { RETRY_MS } from './retry';
import { insertChunks } from './writeDeliveries';

/** Something that is to be delivered now. */
export interface DueDelivery {
  webhookId: string;
  messageId: string;
  runId: string | null;
  orderKey: string;
  place: number;
  payload: string;
  /** Since when it is to be delivered; epoch milliseconds. */
  since: number;
  attempts: number;
  tries: number;
}

/** What has come of an attempt, and what follows. */
export interface Outcome {
  delivery: DueDelivery;
  /** Epoch milliseconds. */
  at: number;
  durationMs: number;
  status: number | null;
  problem: string | null;
  /** Where it has failed: when it is tried again; undefined where it is not. */
  retryAt?: number;
  responseHeaders: Record<string, string>;
  responseBody: string;
  isCut: boolean;
}

/** Why something has failed that was never tried in its time. */
const TOO_LATE = 'It could not be delivered within 24 hours';

/** Reads and writes the queues of webhooks for whoever delivers. */
export class DeliveryQueue {
  constructor(
    private readonly options: { knex: Knex; lanes: Lanes; now: () => number },
  ) {}

  /**
   * What is due, in the order in which it is to be delivered. Of what belongs together nothing is due before what
   * comes ahead of it.
   */
  async page(webhookId: string, limit: number): Promise<DueDelivery[]> {
    const rows: DatabaseRow[] = await this.options
      .knex('webhook_deliveries as due')
      .join('webhook_messages', 'webhook_messages.id', 'due.message_id')
      .where({ webhook_id: webhookId })
      .whereNotNull('due.due_at')
      .where('due.due_at', '<=', this.options.now())
      .whereNotExists(ahead =>
        ahead
          .select('message_id')
          .from('webhook_deliveries as ahead')
          .whereRaw('ahead.webhook_id = due.webhook_id')
          .whereRaw('ahead.order_key = due.order_key')
          .whereRaw('ahead.place < due.place')
          .whereNotNull('ahead.due_at')
          .whereRaw('ahead.due_at > due.due_at'),
      )
      .orderBy(['due.due_at', 'due.place'])
      .limit(limit)
      .select('due.*', 'webhook_messages.payload');
    return rows.map(row => ({
      webhookId,
      messageId: row.message_id,
      runId: row.run_id,
      orderKey: row.order_key,
      place: Number(row.place),
      payload: row.payload,
      since: Number(row.since_at),
      attempts: row.attempts,
      tries: row.tries,
    }));
  }

  /**
   * Writes what has come of attempts, while the lane is held.
   *
   * @param change - of the lane
   * @throws LaneLost where it is not: another backend delivers them again
   */
  async write(
    lane: HeldLane,
    outcomes: readonly Outcome[],
    change: object,
  ): Promise<void> {
    const { knex, lanes, now } = this.options;
    const leaseUntil = await lanes.until();
    await knex.transaction(async trx => {
      await lanes.keep(lane, change, trx, leaseUntil);
      const delivered = new Map<number, string[]>();
      for (const { problem, status, delivery } of outcomes) {
        if (problem !== null) continue;
        const ids = delivered.get(status!) ?? [];
        delivered.set(status!, [...ids, delivery.messageId]);
      }
      for (const [status, ids] of delivered) {
        await trx('webhook_deliveries')
          .where({ webhook_id: lane.webhookId })
          .whereIn('message_id', ids)
          .update({
            ...counted(trx),
            state: 'delivered',
            due_at: null,
            ended_at: now(),
            status,
            problem: null,
          });
      }
      for (const outcome of outcomes) {
        if (outcome.problem !== null) await fail(trx, outcome, now());
      }
      await insertChunks(trx, 'webhook_attempts', outcomes.map(toAttempt));
    });
  }

  /** Ends what has waited for too long, such as for a webhook that is off. @returns how many */
  async expire(limit: number): Promise<number> {
    const { knex, now } = this.options;
    const rows: DatabaseRow[] = await knex('webhook_deliveries')
      .join('webhooks', 'webhooks.id', 'webhook_deliveries.webhook_id')
      .whereNotNull('due_at')
      .where('since_at', '<', now() - RETRY_MS)
      .limit(limit)
      .select('webhook_id', 'message_id');
    for (const { webhook_id, message_id } of rows) {
      await knex('webhook_deliveries')
        .where({ webhook_id, message_id })
        .whereNotNull('due_at')
        .update({
          state: 'failed',
          due_at: null,
          ended_at: now(),
          problem: knex.raw('coalesce(problem, ?)', [TOO_LATE]),
        });
    }
    return rows.length;
  }
}

async function fail(
  trx: Knex.Transaction,
  { delivery, status, problem, retryAt }: Outcome,
  now: number,
): Promise<void> {
  const { webhookId: webhook_id, messageId: message_id } = delivery;
  await trx('webhook_deliveries')
    .where({ webhook_id, message_id })
    .update({
      ...counted(trx),
      status,
      problem,
      ...(retryAt === undefined
        ? { state: 'failed', due_at: null, ended_at: now }
        : { due_at: retryAt }),
    });
  if (retryAt === undefined) return;
  // What comes behind it waits with it, and need not be looked at meanwhile.
  await trx('webhook_deliveries')
    .where({ webhook_id, order_key: delivery.orderKey })
    .where('place', '>', delivery.place)
    .whereNotNull('due_at')
    .where('due_at', '<', retryAt)
    .update({ due_at: retryAt });
}

function counted(trx: Knex) {
  return {
    attempts: trx.raw('attempts + 1'),
    tries: trx.raw('tries + 1'),
  };
}

function toAttempt({ delivery, ...outcome }: Outcome) {
  return {
    webhook_id: delivery.webhookId,
    message_id: delivery.messageId,
    number: delivery.attempts + 1,
    run_id: delivery.runId,
    at: outcome.at,
    duration_ms: outcome.durationMs,
    status: outcome.status,
    problem: outcome.problem,
    response_headers: JSON.stringify(outcome.responseHeaders),
    response_body: outcome.responseBody,
    is_cut: outcome.isCut,
  };
}
