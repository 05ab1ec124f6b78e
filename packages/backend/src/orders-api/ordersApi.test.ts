import request from 'supertest';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { sampleOrders } from './orders';
import ordersApiPlugin from '.';

async function start(exampleOrders: object = { failureRate: 0, slowRate: 0 }) {
  const { server } = await startTestBackend({
    features: [
      ordersApiPlugin,
      mockServices.rootConfig.factory({ data: { exampleOrders } }),
    ],
  });
  return (path: string) => request(server).get(`/api/example-orders${path}`);
}

describe('sampleOrders', () => {
  it('is always the same', () => {
    expect(sampleOrders()).toEqual(sampleOrders());
    expect(sampleOrders()).toHaveLength(1_000);
  });
});

describe('the orders API', () => {
  it('pages through a region without losing or repeating an order', async () => {
    const get = await start();
    const ids: number[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const response: request.Response = await get(
        `/orders?region=east&after=${after}&limit=100`,
      ).expect(200);
      const { body } = response;
      ids.push(...body.items.map((order: { id: number }) => order.id));
      after = body.next;
    }
    expect(ids).toHaveLength(250);
    expect(new Set(ids).size).toBe(250);
    expect([...ids].sort((a, b) => a - b)).toEqual(ids);
  });

  it('ends at the last order, even where it fills its page', async () => {
    const get = await start();
    const { body } = await get('/orders?region=west&after=996&limit=1');
    expect(body.items.map((o: { id: number }) => o.id)).toEqual([1_000]);
    expect(body.next).toBeNull();
  });

  it('sums up what there is of each region', async () => {
    const get = await start();
    const { body } = await get('/regions').expect(200);
    expect(body.regions.map((r: { orders: number }) => r.orders)).toEqual([
      250, 250, 250, 250,
    ]);
  });

  it.each([
    ['', 'region: Invalid option'],
    ['?region=moon', 'region: Invalid option'],
    ['?region=east&limit=1000', 'limit: Too big'],
    ['?region=east&after=-1', 'after: Too small'],
    ['?region=east&page=2', 'query: Unrecognized key: "page"'],
  ])('refuses /orders%s', async (query, message) => {
    const get = await start();
    const { body } = await get(`/orders${query}`).expect(400);
    expect(body.error.message).toContain(message);
  });

  it.each([
    ['everything fails', { failureRate: 1 }, ''],
    ['an outage is asked for', { failureRate: 0 }, '&outage=true'],
  ])('answers 503 where %s', async (_, rates, query) => {
    const get = await start(rates);
    const { status } = await get(`/orders?region=east${query}`);
    expect(status).toBe(503);
  });

  it('takes its time where requests are slow', async () => {
    const get = await start({ failureRate: 0, slowRate: 1, slowMs: 120 });
    const started = Date.now();
    await get('/orders?region=east').expect(200);
    expect(Date.now() - started).toBeGreaterThanOrEqual(115);
  });

  it('is for those who are signed in, and for other plugins', async () => {
    const get = await start();
    const statusFor = async (authorization: string) =>
      (await get('/regions').set('Authorization', authorization)).status;
    await expect(statusFor(mockCredentials.none.header())).resolves.toBe(401);
    await expect(statusFor(mockCredentials.user.header())).resolves.toBe(200);
    await expect(statusFor(mockCredentials.service.header())).resolves.toBe(
      200,
    );
  });
});
