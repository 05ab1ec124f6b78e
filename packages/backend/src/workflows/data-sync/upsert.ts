import { Knex } from 'knex';
import { DataSyncContext, DataSyncOutputs } from './definition';
import { applyStagedOrders } from './warehouse/applyStagedOrders';

export const upsert =
  (warehouse: Knex) =>
  async ({
    runId,
    idempotencyKey,
    logger,
  }: DataSyncContext): Promise<DataSyncOutputs['upsert']> => {
    const { repeated, ...batch } = await applyStagedOrders(
      warehouse,
      runId,
      idempotencyKey,
    );
    if (repeated) logger.warn('An earlier attempt has done this already');
    logger.info(
      `${batch.inserted} orders inserted, ${batch.updated} updated, ${batch.unchanged} unchanged`,
    );
    return batch;
  };
