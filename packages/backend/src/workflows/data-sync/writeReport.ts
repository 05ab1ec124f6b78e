import { Knex } from 'knex';
import { REGIONS } from '../../orders-api/orders';
import { DataSyncContext, DataSyncOutputs } from './definition';
import { discardStaged } from './warehouse/discardStaged';

export const writeReport =
  (warehouse: Knex) =>
  async (
    context: DataSyncContext,
  ): Promise<DataSyncOutputs['write_report']> => {
    const { runId, input, artifacts, logger } = context;
    const rows = toRows(context.outputs);
    const files = [
      { name: 'data-sync.csv', contentType: 'text/csv', content: toCsv(rows) },
      {
        name: 'data-sync.json',
        contentType: 'application/json',
        content: `${JSON.stringify(
          {
            runId,
            mode: input.mode,
            upserted: context.outputs.upsert,
            regions: rows,
          },
          null,
          2,
        )}\n`,
      },
    ];
    for (const file of files) {
      await artifacts.add(file);
      logger.info(`Wrote ${file.name}`);
    }
    // Only now: until here another attempt of any step may still need it.
    await discardStaged(warehouse, runId);
    return { files: files.map(({ name }) => name) };
  };

interface ReportRow {
  region: string;
  fetched: number;
  orders: number;
  /** In the shop's currency, with two decimals. */
  amount: string;
}

function toRows(outputs: DataSyncContext['outputs']): ReportRow[] {
  return REGIONS.map(region => {
    const totals = outputs.verify?.regions.find(r => r.region === region);
    return {
      region,
      fetched: outputs[`fetch_${region}`]?.fetched ?? 0,
      orders: totals?.orders ?? 0,
      amount: ((totals?.amountCents ?? 0) / 100).toFixed(2),
    };
  });
}

// Regions and numbers need no quotes.
function toCsv(rows: readonly ReportRow[]): string {
  return ['region,fetched,orders,amount']
    .concat(rows.map(row => Object.values(row).join(',')))
    .map(line => `${line}\r\n`)
    .join('');
}
