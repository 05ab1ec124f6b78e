import { createServer, RequestListener, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { z } from 'zod';
import { mockServices } from '@backstage/backend-test-utils';
import { PluginClient, PluginRequest } from './PluginClient';

const answer = z.object({ items: z.array(z.string()) });

describe('PluginClient', () => {
  let server: Server;
  afterEach(() => server?.close());

  const clientAt = (baseUrl: string) =>
    PluginClient.create({
      pluginId: 'example-orders',
      name: 'The orders API',
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
  const ask = (
    client: PluginClient,
    request: Partial<PluginRequest<unknown>> = {},
  ) =>
    client.request({
      path: '/orders?region=east',
      answer,
      signal: new AbortController().signal,
      ...request,
    });

  it('asks as the plugin that runs it', async () => {
    let seen: { url?: string; authorization?: string } = {};
    const client = await clientOf((req, res) => {
      seen = { url: req.url, authorization: req.headers.authorization };
      res.end('{"items":[]}');
    });
    await expect(ask(client)).resolves.toEqual({ items: [] });
    expect(seen.url).toBe('/orders?region=east');
    expect(seen.authorization).toContain('example-orders');
  });

  it('sends what it is given, as JSON', async () => {
    const client = await clientOf(async (req, res) => {
      const body = (await req.toArray()).join('');
      res.end(
        JSON.stringify({
          items: [
            req.method,
            req.headers['content-type'],
            req.headers['idempotency-key'],
            body,
          ],
        }),
      );
    });
    await expect(
      ask(client, {
        method: 'POST',
        headers: { 'idempotency-key': 'k' },
        body: { item: 'lamp' },
      }),
    ).resolves.toEqual({
      items: ['POST', 'application/json', 'k', '{"item":"lamp"}'],
    });
  });

  it('accepts an answer without content where none is expected', async () => {
    const client = await clientOf((_req, res) => {
      res.statusCode = 204;
      res.end();
    });
    await expect(
      ask(client, { method: 'DELETE', answer: z.undefined() }),
    ).resolves.toBeUndefined();
  });

  it.each([
    ['503', 503, '{}', 'external_api', '503'],
    ['404', 404, 'Not found', 'external_api', '404'],
    ['no JSON', 200, '<html>', 'external_api', 'not_json'],
    ['other JSON', 200, '{"items":[{}]}', 'external_api', 'unexpected_shape'],
    ['nothing', 200, '', 'external_api', 'unexpected_shape'],
  ])(
    'tells the engine what an answer with %s means',
    async (_, status, body, category, code) => {
      const client = await clientOf((_req, res) => {
        res.statusCode = status;
        res.end(body);
      });
      await expect(ask(client)).rejects.toMatchObject({ category, code });
    },
  );

  it('names the field that is not as expected', async () => {
    const client = await clientOf((_req, res) => {
      res.end('{"items":"soon"}');
    });
    await expect(ask(client)).rejects.toThrow(
      'The orders API answered something unexpected at /items: Invalid input',
    );
  });

  it('counts a plugin that cannot be reached as transient', async () => {
    await expect(ask(clientAt('http://127.0.0.1:1'))).rejects.toMatchObject({
      category: 'transient',
      message: expect.stringContaining('The orders API cannot be reached'),
    });
  });

  it('counts a plugin that is silent for too long as a time-out', async () => {
    const expired = AbortSignal.timeout(20);
    const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(expired);
    const client = await clientOf(() => {});
    await expect(ask(client)).rejects.toMatchObject({ category: 'timeout' });
    timeout.mockRestore();
    server.closeAllConnections();
  });

  it('stops asking where the step is aborted', async () => {
    const controller = new AbortController();
    const client = await clientOf(() =>
      controller.abort(new Error('canceled')),
    );
    await expect(ask(client, { signal: controller.signal })).rejects.toThrow(
      'canceled',
    );
    server.closeAllConnections();
  });
});
