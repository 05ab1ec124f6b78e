import { z } from 'zod';
import { seededRandom } from './random';

export const REGIONS = ['north', 'east', 'south', 'west'] as const;
export const regionSchema = z.enum(REGIONS);
export type Region = z.infer<typeof regionSchema>;

export const orderSchema = z.object({
  /** Counts up over all regions; a later order has a greater one. */
  id: z.number().int(),
  region: regionSchema,
  customer: z.string(),
  item: z.string(),
  quantity: z.number().int(),
  amountCents: z.number().int(),
  /** ISO 8601 */
  placedAt: z.string(),
});
export type Order = z.infer<typeof orderSchema>;

/** One page of a region's orders, by id. */
export const orderPageSchema = z.object({
  items: z.array(orderSchema),
  /** Ask for orders after this id next; null after the last page. */
  next: z.number().int().nullable(),
});
export type OrderPage = z.infer<typeof orderPageSchema>;

/** What there is of a region. */
export const regionTotalsSchema = z.object({
  region: regionSchema,
  orders: z.number().int(),
  amountCents: z.number().int(),
});
export type RegionTotals = z.infer<typeof regionTotalsSchema>;
export const regionsSchema = z.object({ regions: z.array(regionTotalsSchema) });

const ITEMS = [
  { item: 'Desk lamp', cents: 3_490 },
  { item: 'Office chair', cents: 18_900 },
  { item: 'Notebook, ruled', cents: 450 },
  { item: 'Fountain pen', cents: 2_750 },
  { item: 'Standing desk', cents: 49_900 },
];
const CUSTOMERS = ['Alder', 'Birch', 'Cedar', 'Elm', 'Fir', 'Hazel', 'Juniper'];
const FIRST_PLACED = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;

/** Always the same orders, spread evenly over the regions. */
export function sampleOrders(count = 1_000): Order[] {
  const random = seededRandom(7);
  const pick = <T>(from: readonly T[]) =>
    from[Math.floor(random() * from.length)];
  return Array.from({ length: count }, (_, index) => {
    const { item, cents } = pick(ITEMS);
    const quantity = 1 + Math.floor(random() * 4);
    return {
      id: index + 1,
      region: REGIONS[index % REGIONS.length],
      customer: `${pick(CUSTOMERS)} & ${pick(CUSTOMERS)}`,
      item,
      quantity,
      amountCents: quantity * cents,
      placedAt: new Date(FIRST_PLACED + index * HOUR_MS).toISOString(),
    };
  });
}

/** The orders of a region whose id is greater than `after`, at most `limit` of them. */
export function pageOf(
  orders: readonly Order[],
  { region, after, limit }: { region: Region; after: number; limit: number },
): OrderPage {
  const rest = orders.filter(o => o.region === region && o.id > after);
  const items = rest.slice(0, limit);
  return { items, next: rest.length > limit ? items[limit - 1].id : null };
}

export function totalsOf(orders: readonly Order[]): RegionTotals[] {
  return REGIONS.map(region => {
    const own = orders.filter(order => order.region === region);
    return {
      region,
      orders: own.length,
      amountCents: own.reduce((sum, order) => sum + order.amountCents, 0),
    };
  });
}
