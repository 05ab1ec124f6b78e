import { Knex } from 'knex';
import { Region } from '../../../orders-api/orders';

/** How much of a region the run has staged, and up to which order. */
export async function stagedOf(
  knex: Knex,
  runId: string,
  region: Region,
): Promise<{ orders: number; lastId: number }> {
  const row = await knex('staged_orders')
    .where({ run_id: runId, region })
    .count({ orders: '*' })
    .max({ lastId: 'id' })
    .first();
  return { orders: Number(row?.orders ?? 0), lastId: Number(row?.lastId ?? 0) };
}
