import { setTimeout as sleep } from 'node:timers/promises';
import { Knex } from 'knex';
import { Region } from '../../orders-api/orders';
import { DataSyncContext, OUTAGE_REGION } from './definition';
import { OrdersClient } from './ordersClient';
import { stagedOf } from './warehouse/stagedOf';
import { stageOrders } from './warehouse/stageOrders';

/** Stages every page as it arrives: what one attempt has read, the next one need not read again. */
export const fetchRegion =
  (
    region: Region,
    client: OrdersClient,
    warehouse: Knex,
    now: () => number = Date.now,
  ) =>
  async (context: DataSyncContext) => {
    const { runId, input, outputs, logger, signal } = context;
    const range = outputs.read_watermark![region];
    const staged = await stagedOf(warehouse, runId, region);
    let fetched = staged.orders;
    let after: number | null = Math.max(range.after, staged.lastId);
    if (fetched > 0)
      logger.info(`Going on after #${after}, ${fetched} are here`);

    for (;;) {
      const page = await client.page(
        {
          region,
          after,
          limit: input.pageSize,
          outage: input.simulateOutage && region === OUTAGE_REGION,
        },
        signal,
      );
      await stageOrders(warehouse, runId, page.items, now());
      fetched += page.items.length;
      if (page.items.length > 0) {
        logger.info(`Fetched ${page.items.length} orders after #${after}`);
      }
      context.progress({
        message: `${fetched} of ${range.orders} orders`,
        fraction: Math.min(1, fetched / Math.max(1, range.orders)),
      });
      if (page.next === null) return { region, fetched };
      after = page.next;
      await sleep(input.delayMs, undefined, { signal });
    }
  };
