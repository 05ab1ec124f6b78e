import { Knex } from 'knex';
import { Region, REGIONS } from '../../orders-api/orders';
import { DataSyncContext, DataSyncOutputs } from './definition';
import { OrdersClient } from './ordersClient';
import { discardStagedBefore } from './warehouse/discardStaged';
import { readTotals } from './warehouse/readTotals';

const DAY_MS = 86_400_000;

type Watermarks = DataSyncOutputs['read_watermark'];

export const readWatermark =
  (client: OrdersClient, warehouse: Knex, now: () => number = Date.now) =>
  async (context: DataSyncContext): Promise<Watermarks> => {
    const { input, logger, signal } = context;
    const discarded = await discardStagedBefore(warehouse, now() - DAY_MS);
    if (discarded > 0) {
      logger.info(`Discarded ${discarded} orders that old runs left behind`);
    }
    const held = await readTotals(warehouse);
    const offered = await client.regions(signal);
    const range = (region: Region) => {
      const there = offered.find(totals => totals.region === region);
      const { watermark, orders } = held[region];
      const isFull = input.mode === 'full';
      const after = isFull ? 0 : watermark;
      const expected = (there?.orders ?? 0) - (isFull ? 0 : orders);
      logger.info(
        `${region}: complete up to #${watermark}, reading ${expected} orders after #${after}`,
      );
      return { after, orders: Math.max(0, expected) };
    };
    return Object.fromEntries(
      REGIONS.map(region => [region, range(region)]),
    ) as Watermarks;
  };
