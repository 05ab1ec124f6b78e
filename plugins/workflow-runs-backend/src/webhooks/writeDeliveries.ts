import { Knex } from 'knex';

/** Something to be delivered, before it is said to whom. */
export interface NewMessage {
  id: string;
  type: string;
  runId: string | null;
  payload: string;
  /** What has the same is delivered one after the other. */
  orderKey: string;
  /** The order of these. */
  place: number;
}

/** Rows that both databases take in one statement. */
const CHUNK = 50;

/**
 * Puts messages into the queues of webhooks.
 *
 * @param addressed - each with the ids of the webhooks that it is for
 */
export async function writeDeliveries(
  trx: Knex.Transaction,
  addressed: readonly { message: NewMessage; webhookIds: readonly string[] }[],
  now: number,
): Promise<void> {
  const messages = addressed.map(
    ({ message: { id, type, runId, payload } }) => ({
      id,
      type,
      run_id: runId,
      payload,
      created_at: now,
    }),
  );
  const deliveries = addressed.flatMap(({ message, webhookIds }) =>
    webhookIds.map(webhook_id => ({
      webhook_id,
      message_id: message.id,
      run_id: message.runId,
      type: message.type,
      order_key: message.orderKey,
      place: message.place,
      state: 'pending',
      created_at: now,
      since_at: now,
      due_at: now,
    })),
  );
  await insertChunks(trx, 'webhook_messages', messages);
  await insertChunks(trx, 'webhook_deliveries', deliveries);
}

/** Inserts rows, some at a time. */
export async function insertChunks(
  trx: Knex.Transaction,
  table: string,
  rows: readonly object[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) {
    await trx(table).insert(rows.slice(from, from + CHUNK));
  }
}
