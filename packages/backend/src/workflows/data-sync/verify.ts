import { Knex } from 'knex';
import { StepFailure } from 'backstage-plugin-workflow-runs-node';
import { Region, RegionTotals } from '../../orders-api/orders';
import { DataSyncContext, DataSyncOutputs } from './definition';
import { OrdersClient } from './ordersClient';
import { readTotals, WarehouseTotals } from './warehouse/readTotals';

export const verify =
  (client: OrdersClient, warehouse: Knex) =>
  async ({
    logger,
    signal,
  }: DataSyncContext): Promise<DataSyncOutputs['verify']> => {
    const regions = await client.regions(signal);
    const differences = findDifferences(regions, await readTotals(warehouse));
    if (differences.length > 0) {
      throw new StepFailure(
        'validation_failed',
        `The warehouse differs from the API: ${differences.join('; ')}`,
        { code: 'totals_differ' },
      );
    }
    logger.info('The warehouse agrees with the API in every region');
    return { regions };
  };

/** One sentence for each difference. */
export function findDifferences(
  offered: readonly RegionTotals[],
  held: Record<Region, WarehouseTotals>,
): string[] {
  return offered.flatMap(({ region, orders, amountCents }) => {
    const own = held[region];
    if (own.orders !== orders) {
      return [`${region} has ${own.orders} orders instead of ${orders}`];
    }
    if (own.amountCents !== amountCents) {
      return [
        `${region} adds up to ${own.amountCents} cents instead of ${amountCents}`,
      ];
    }
    return [];
  });
}
