import { Knex } from 'knex';
import {
  createMockDirectory,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { findDefinitionProblems } from 'backstage-plugin-workflow-runs-common';
import {
  createFakeStepContext,
  FakeStepContext,
} from 'backstage-plugin-workflow-runs-node/testing';
import ordersApiPlugin from '../../orders-api';
import { Region, REGIONS, sampleOrders } from '../../orders-api/orders';
import { dataSync, DataSyncInput, DataSyncOutputs } from './definition';
import { fetchRegion } from './fetchRegion';
import { OrdersClient } from './ordersClient';
import { readWatermark } from './readWatermark';
import { upsert } from './upsert';
import { findDifferences, verify } from './verify';
import { openWarehouse } from './warehouse/open';
import { stagedOf } from './warehouse/stagedOf';
import { stageOrders } from './warehouse/stageOrders';
import { writeReport } from './writeReport';

const directory = createMockDirectory();
const input: DataSyncInput = {
  mode: 'full',
  pageSize: 100,
  delayMs: 0,
  simulateOutage: false,
};

type Context = FakeStepContext<DataSyncInput, DataSyncOutputs>;
const contextOf = (
  outputs: Partial<DataSyncOutputs> = {},
  options: { input?: Partial<DataSyncInput>; runId?: string } = {},
): Context =>
  createFakeStepContext({
    runId: options.runId,
    input: { ...input, ...options.input },
    outputs,
  });

async function startClient(exampleOrders: object = {}) {
  const { server } = await startTestBackend({
    features: [
      ordersApiPlugin,
      mockServices.rootConfig.factory({
        data: {
          exampleOrders: { failureRate: 0, slowRate: 0, ...exampleOrders },
        },
      }),
    ],
  });
  const discovery = mockServices.discovery.mock({
    getBaseUrl: async id => `http://127.0.0.1:${server.port()}/api/${id}`,
  });
  return OrdersClient.create({ discovery, auth: mockServices.auth() });
}

describe('data_sync', () => {
  let warehouse: Knex;
  let file = 0;
  beforeEach(async () => {
    file += 1;
    warehouse = await openWarehouse(directory.resolve(`${file}.sqlite`));
  });
  afterEach(() => warehouse.destroy());

  /** All steps one after the other, as the engine would run them. */
  async function run(
    client: OrdersClient,
    runId: string,
    given: Partial<DataSyncInput> = {},
  ) {
    const outputs: {
      -readonly [K in keyof DataSyncOutputs]?: DataSyncOutputs[K];
    } = {};
    const context = () => contextOf(outputs, { input: given, runId });
    outputs.read_watermark = await readWatermark(client, warehouse)(context());
    for (const region of REGIONS) {
      outputs[`fetch_${region}`] = await fetchRegion(
        region,
        client,
        warehouse,
      )(context());
    }
    outputs.upsert = await upsert(warehouse)(context());
    outputs.verify = await verify(client, warehouse)(context());
    const reporting = context();
    outputs.write_report = await writeReport(warehouse)(reporting);
    return { outputs, artifacts: reporting.recorded.artifacts };
  }

  it('is a definition that can be run', () => {
    expect(findDefinitionProblems(dataSync.definition)).toEqual([]);
  });

  it('copies every order, and reports it', async () => {
    const client = await startClient();
    const { outputs, artifacts } = await run(client, 'run_1');

    expect(outputs.upsert).toEqual({
      inserted: 1_000,
      updated: 0,
      unchanged: 0,
    });
    const [csv, json] = artifacts;
    expect(String(csv.content).split('\r\n')[1]).toMatch(
      /^north,250,250,\d+\.\d\d$/,
    );
    expect(JSON.parse(String(json.content))).toMatchObject({
      runId: 'run_1',
      mode: 'full',
      upserted: { inserted: 1_000 },
    });
    await expect(stagedOf(warehouse, 'run_1', 'east')).resolves.toMatchObject({
      orders: 0,
    });
  });

  it('finds nothing to change when it runs again', async () => {
    const client = await startClient();
    await run(client, 'run_1');
    const full = await run(client, 'run_2');
    expect(full.outputs.upsert).toMatchObject({ unchanged: 1_000 });
    const incremental = await run(client, 'run_3', { mode: 'incremental' });
    expect(incremental.outputs.fetch_west).toEqual({
      region: 'west',
      fetched: 0,
    });
    expect(incremental.outputs.upsert).toEqual({
      inserted: 0,
      updated: 0,
      unchanged: 0,
    });
  });

  const ranges = Object.fromEntries(
    REGIONS.map(region => [region, { after: 0, orders: 250 }]),
  ) as DataSyncOutputs['read_watermark'];
  const fetchWith = (client: OrdersClient, region: Region, context: Context) =>
    fetchRegion(region, client, warehouse)(context);

  it('goes on where an attempt was interrupted', async () => {
    const client = await startClient();
    const page = jest.spyOn(client, 'page');
    const first = contextOf({ read_watermark: ranges });
    first.progress = () => first.abort(new Error('worker stops'));
    await expect(fetchWith(client, 'east', first)).rejects.toThrow();

    const second = contextOf({ read_watermark: ranges });
    await expect(fetchWith(client, 'east', second)).resolves.toEqual({
      region: 'east',
      fetched: 250,
    });
    expect(page).toHaveBeenCalledTimes(3);
    expect(second.recorded.logs[0].message).toBe(
      'Going on after #398, 100 are here',
    );
    expect(second.recorded.progress.at(-1)).toEqual({
      message: '250 of 250 orders',
      fraction: 1,
    });
  });

  it('fails where the API is busy', async () => {
    const client = await startClient({ failureRate: 1 });
    await expect(
      fetchWith(client, 'north', contextOf({ read_watermark: ranges })),
    ).rejects.toMatchObject({
      category: 'external_api',
      code: '503',
      message: 'The orders API answered 503',
    });
  });

  it('fails in one region where an outage is simulated', async () => {
    const client = await startClient();
    const context = () =>
      contextOf(
        { read_watermark: ranges },
        { input: { simulateOutage: true } },
      );
    await expect(fetchWith(client, 'west', context())).rejects.toMatchObject({
      code: '503',
    });
    await expect(fetchWith(client, 'north', context())).resolves.toMatchObject({
      fetched: 250,
    });
  });

  it('says so where an attempt repeats an upsert', async () => {
    await stageOrders(warehouse, 'run_test', sampleOrders(4), 1);
    await upsert(warehouse)(contextOf());
    const again = contextOf();
    await expect(upsert(warehouse)(again)).resolves.toEqual({
      inserted: 4,
      updated: 0,
      unchanged: 0,
    });
    expect(again.recorded.logs[0]).toEqual({
      level: 'warn',
      message: 'An earlier attempt has done this already',
    });
  });

  it('clears away what old runs left behind', async () => {
    const client = await startClient();
    await stageOrders(warehouse, 'run_old', sampleOrders(4), 1);
    const context = contextOf();
    await readWatermark(client, warehouse)(context);
    expect(context.recorded.logs[0].message).toBe(
      'Discarded 4 orders that old runs left behind',
    );
  });

  it('does not accept a warehouse that differs from the API', async () => {
    const client = await startClient();
    await expect(verify(client, warehouse)(contextOf())).rejects.toMatchObject({
      category: 'validation_failed',
      code: 'totals_differ',
      message: expect.stringContaining('north has 0 orders instead of 250'),
    });
  });
});

describe('findDifferences', () => {
  const held = (orders: number, amountCents: number) =>
    Object.fromEntries(
      REGIONS.map(region => [region, { orders, amountCents, watermark: 9 }]),
    ) as Parameters<typeof findDifferences>[1];

  it.each([
    [2, 500, []],
    [1, 500, ['east has 1 orders instead of 2']],
    [2, 400, ['east adds up to 400 cents instead of 500']],
  ])('compares %p orders and %p cents', (orders, amountCents, differences) => {
    expect(
      findDifferences(
        [{ region: 'east', orders: 2, amountCents: 500 }],
        held(orders, amountCents),
      ),
    ).toEqual(differences);
  });
});
