import { Knex } from 'knex';
import { Region, REGIONS } from '../../../orders-api/orders';

/** What the warehouse holds of a region. */
export interface WarehouseTotals {
  orders: number;
  amountCents: number;
  /** The greatest order id, 0 where there is none: newer orders come after it. */
  watermark: number;
}

export async function readTotals(
  knex: Knex,
): Promise<Record<Region, WarehouseTotals>> {
  const rows: Record<string, unknown>[] = await knex('orders')
    .groupBy('region')
    .select('region')
    .count({ orders: '*' })
    .sum({ amountCents: 'amount_cents' })
    .max({ watermark: 'id' });
  const totalsOf = (region: Region): WarehouseTotals => {
    const row = rows.find(candidate => candidate.region === region);
    return {
      orders: Number(row?.orders ?? 0),
      amountCents: Number(row?.amountCents ?? 0),
      watermark: Number(row?.watermark ?? 0),
    };
  };
  return Object.fromEntries(
    REGIONS.map(region => [region, totalsOf(region)]),
  ) as Record<Region, WarehouseTotals>;
}
