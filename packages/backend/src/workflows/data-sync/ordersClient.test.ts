import { createServer, RequestListener, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { mockServices } from '@backstage/backend-test-utils';
import { OrdersClient } from './ordersClient';

describe('OrdersClient', () => {
  let server: Server;
  afterEach(() => server?.close());

  const clientAt = (baseUrl: string) =>
    OrdersClient.create({
      discovery: mockServices.discovery.mock({
        getBaseUrl: async () => baseUrl,
      }),
      auth: mockServices.auth(),
    });

  async function clientOf(listener: RequestListener) {
    server = createServer(listener);
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    return clientAt(`http://127.0.0.1:${port}`);
  }
  const page = (client: OrdersClient, signal = new AbortController().signal) =>
    client.page({ region: 'east', after: 0, limit: 5, outage: false }, signal);

  it('asks as the plugin that runs it', async () => {
    let seen: { url?: string; authorization?: string } = {};
    const client = await clientOf((req, res) => {
      seen = { url: req.url, authorization: req.headers.authorization };
      res.end('{"items":[],"next":null}');
    });
    await expect(page(client)).resolves.toEqual({ items: [], next: null });
    expect(seen.url).toBe('/orders?region=east&after=0&limit=5&outage=false');
    expect(seen.authorization).toContain('example-orders');
  });

  it.each([
    ['503', 503, '{}', 'external_api', '503'],
    ['404', 404, 'Not found', 'external_api', '404'],
    ['no JSON', 200, '<html>', 'external_api', 'not_json'],
    [
      'other JSON',
      200,
      '{"items":[{}],"next":1}',
      'external_api',
      'unexpected_shape',
    ],
  ])(
    'tells the engine what an answer with %s means',
    async (_, status, body, category, code) => {
      const client = await clientOf((_req, res) => {
        res.statusCode = status;
        res.end(body);
      });
      await expect(page(client)).rejects.toMatchObject({ category, code });
    },
  );

  it('names the field that is not as expected', async () => {
    const client = await clientOf((_req, res) => {
      res.end('{"items":[],"next":"soon"}');
    });
    await expect(page(client)).rejects.toThrow('at /next: Invalid input');
  });

  it('counts an API that cannot be reached as transient', async () => {
    await expect(page(clientAt('http://127.0.0.1:1'))).rejects.toMatchObject({
      category: 'transient',
      message: expect.stringContaining('cannot be reached'),
    });
  });

  it('counts an API that is silent for too long as a time-out', async () => {
    const expired = AbortSignal.timeout(20);
    const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(expired);
    const client = await clientOf(() => {});
    await expect(page(client)).rejects.toMatchObject({ category: 'timeout' });
    timeout.mockRestore();
    server.closeAllConnections();
  });

  it('stops asking where the step is aborted', async () => {
    const controller = new AbortController();
    const client = await clientOf(() =>
      controller.abort(new Error('canceled')),
    );
    await expect(page(client, controller.signal)).rejects.toThrow('canceled');
    server.closeAllConnections();
  });
});
