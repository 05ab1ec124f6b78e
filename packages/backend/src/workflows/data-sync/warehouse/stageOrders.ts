import { Knex } from 'knex';
import { Order } from '../../../orders-api/orders';

/** Keeps fetched orders aside for the run, until all regions have arrived. Staging twice changes nothing. */
export async function stageOrders(
  knex: Knex,
  runId: string,
  orders: readonly Order[],
  now: number,
): Promise<void> {
  if (orders.length === 0) return;
  await knex('staged_orders')
    .insert(
      orders.map(order => ({
        run_id: runId,
        staged_at: now,
        id: order.id,
        region: order.region,
        customer: order.customer,
        item: order.item,
        quantity: order.quantity,
        amount_cents: order.amountCents,
        placed_at: order.placedAt,
      })),
    )
    .onConflict(['run_id', 'id'])
    .merge();
}
