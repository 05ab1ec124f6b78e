import { Knex } from 'knex';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { Order, sampleOrders } from '../../../orders-api/orders';
import { applyStagedOrders } from './applyStagedOrders';
import { discardStaged, discardStagedBefore } from './discardStaged';
import { openWarehouse } from './open';
import { readTotals } from './readTotals';
import { stagedOf } from './stagedOf';
import { stageOrders } from './stageOrders';

const directory = createMockDirectory();
const orders = sampleOrders(8);

describe('warehouse', () => {
  let knex: Knex;
  let file = 0;
  const stage = (of: readonly Order[], runId = 'run_1', now = 1) =>
    stageOrders(knex, runId, of, now);
  const apply = (key: string, runId = 'run_1') =>
    applyStagedOrders(knex, runId, key);

  beforeEach(async () => {
    file += 1;
    knex = await openWarehouse(directory.resolve(`new/${file}.sqlite`));
  });
  afterEach(() => knex.destroy());

  it('knows how far a run has come in a region', async () => {
    await expect(stagedOf(knex, 'run_1', 'north')).resolves.toEqual({
      orders: 0,
      lastId: 0,
    });
    await stage(orders);
    await expect(stagedOf(knex, 'run_1', 'east')).resolves.toEqual({
      orders: 2,
      lastId: 6,
    });
    await expect(stagedOf(knex, 'run_2', 'east')).resolves.toMatchObject({
      orders: 0,
    });
  });

  it('changes nothing where a page is staged twice, or is empty', async () => {
    await stage(orders);
    await stage(orders);
    await stage([]);
    await expect(stagedOf(knex, 'run_1', 'west')).resolves.toMatchObject({
      orders: 2,
    });
  });

  it('inserts what is new, updates what differs and leaves the rest', async () => {
    await stage(orders.slice(0, 4));
    await expect(apply('first')).resolves.toEqual({
      inserted: 4,
      updated: 0,
      unchanged: 0,
      repeated: false,
    });
    await stage(
      [{ ...orders[0], quantity: 99 }, ...orders.slice(1, 6)],
      'run_2',
    );
    await expect(apply('second', 'run_2')).resolves.toEqual({
      inserted: 2,
      updated: 1,
      unchanged: 3,
      repeated: false,
    });
  });

  it('tells a repeated attempt what the first one did', async () => {
    await stage(orders);
    const first = await apply('key');
    await expect(apply('key')).resolves.toEqual({ ...first, repeated: true });
  });

  it('sums up each region, those without orders too', async () => {
    await stage(orders.filter(({ region }) => region !== 'west'));
    await apply('key');
    const totals = await readTotals(knex);
    expect(totals.north).toEqual({
      orders: 2,
      amountCents: orders[0].amountCents + orders[4].amountCents,
      watermark: 5,
    });
    expect(totals.west).toEqual({ orders: 0, amountCents: 0, watermark: 0 });
  });

  it('forgets what a run has staged, or what is too old', async () => {
    await stage(orders, 'run_old', 10);
    await stage(orders, 'run_new', 20);
    await expect(discardStagedBefore(knex, 20)).resolves.toBe(8);
    await expect(stagedOf(knex, 'run_new', 'east')).resolves.toMatchObject({
      orders: 2,
    });
    await discardStaged(knex, 'run_new');
    await expect(stagedOf(knex, 'run_new', 'east')).resolves.toMatchObject({
      orders: 0,
    });
  });

  it('keeps its orders when it is opened again', async () => {
    await stage(orders);
    await apply('key');
    await knex.destroy();
    knex = await openWarehouse(directory.resolve(`new/${file}.sqlite`));
    expect((await readTotals(knex)).east.orders).toBe(2);
  });

  it('refuses a file that is no database', async () => {
    directory.addContent({ 'no.sqlite': 'this is no database, '.repeat(100) });
    await expect(openWarehouse(directory.resolve('no.sqlite'))).rejects.toThrow(
      'file is not a database',
    );
  });
});
