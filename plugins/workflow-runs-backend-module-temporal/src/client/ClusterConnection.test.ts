import { readFileSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServerCredentials, status } from '@grpc/grpc-js';
import { EngineAway } from 'backstage-plugin-workflow-runs-node';
import { clusterSchema } from '../config/schema';
import { FrontendServer } from './__testUtils__/FrontendServer';
import { ClusterConnection } from './ClusterConnection';
import { TemporalRefusal } from './failureOf';

const fixture = (name: string) => join(__dirname, '__fixtures__', name);
const pem = (name: string) => readFileSync(fixture(name));
/** Of a server with that certificate; with one of clients, which they have to show. */
const secured = (cert: string, clients?: string) =>
  ServerCredentials.createSsl(
    clients ? pem(clients) : null,
    [{ cert_chain: pem(cert), private_key: pem('server-key.pem') }],
    clients !== undefined,
  );
const ca = pem('server.pem').toString();
const never = new AbortController().signal;
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const serve = async (credentials?: ServerCredentials) => {
  const server = await FrontendServer.start(credentials);
  stops.push(() => server.stop());
  return server;
};
/** Time that passes for the connection. */
let now = 0;
const connectionTo = (address: string, options: object = {}) => {
  const connection = new ClusterConnection(
    clusterSchema.parse({ id: 'temporal', address, ...options }),
    () => Date.now() + now,
  );
  stops.push(() => connection.close());
  return connection;
};
const list = (
  connection: ClusterConnection,
  { signal = never, timeoutMs = 5_000 } = {},
) =>
  connection.call({ namespace: 'shop', signal, timeoutMs }, api =>
    api.listWorkflowExecutions({ namespace: 'shop' }),
  );
/** Tries until it goes well. */
const until = async (attempt: () => Promise<unknown>): Promise<unknown> =>
  attempt().catch(async () => {
    await sleep(50);
    return until(attempt);
  });
const directory = async () => {
  const path = await mkdtemp(join(tmpdir(), 'temporal-tls-'));
  stops.push(() => rm(path, { recursive: true }));
  return path;
};

describe('the connection to a cluster', () => {
  it('is made with the first call, and asks for the namespace with the key of the portal', async () => {
    const server = await serve(secured('server.pem'));
    const connection = connectionTo(server.address, {
      tls: { ca },
      apiKey: 'secret',
    });
    expect(server.asked).toEqual([]);

    expect((await list(connection)).executions).toEqual([]);
    expect(server.asked).toEqual([
      expect.objectContaining({
        authorization: 'Bearer secret',
        'temporal-namespace': 'shop',
      }),
    ]);
  });

  it('says that nobody answers, and goes on when somebody does', async () => {
    const server = await FrontendServer.start();
    const connection = connectionTo(server.address);
    await list(connection);
    server.stop();

    await expect(list(connection)).rejects.toThrow(EngineAway);
    await expect(list(connection)).rejects.toThrow(
      `${server.address} does not answer`,
    );

    const again = await FrontendServer.start(undefined, server.port);
    stops.push(() => again.stop());
    await until(() => list(connection));
    expect(again.asked.length).toBeGreaterThan(0);
  });

  it('waits no longer than it is to', async () => {
    const server = await serve();
    server.isSilent = true;

    await expect(
      list(connectionTo(server.address), { timeoutMs: 100 }),
    ).rejects.toThrow(
      new EngineAway(`${server.address} has not answered in time`),
    );
  });

  it('gives up what nobody waits for any more', async () => {
    const server = await serve();
    server.isSilent = true;
    const stopping = new AbortController();
    const asked = list(connectionTo(server.address), {
      signal: stopping.signal,
    });
    stopping.abort(new Error('enough'));

    await expect(asked).rejects.toThrow('enough');
  });

  it('is closed with what is under way', async () => {
    const server = await serve();
    server.isSilent = true;
    const connection = connectionTo(server.address);
    const asked = list(connection).catch(error => error);
    await connection.close();

    expect((await asked).message).toBe('The portal is shutting down');
    await expect(list(connection)).rejects.toThrow(EngineAway);
  });

  it.each([
    [status.PERMISSION_DENIED, 'Request unauthorized.', TemporalRefusal],
    [status.RESOURCE_EXHAUSTED, 'namespace rate limit exceeded', EngineAway],
    [status.NOT_FOUND, 'Namespace shop is not found.', EngineAway],
  ])('tells what the cluster says: %s', async (code, details, type) => {
    const server = await serve();
    server.trouble = { code, details };

    await expect(list(connectionTo(server.address))).rejects.toThrow(type);
  });
});

describe('a connection with certificates', () => {
  it('says that the certificate of the server has expired', async () => {
    const server = await serve(secured('server-expired.pem'));

    await expect(
      list(
        connectionTo(server.address, {
          tls: { ca: pem('server-expired.pem').toString() },
        }),
      ),
    ).rejects.toThrow(
      `${server.address} cannot be talked to: its certificate has expired`,
    );
  });

  it('says that the server is of nobody whom the portal trusts', async () => {
    const server = await serve(secured('server.pem'));

    await expect(
      list(connectionTo(server.address, { tls: true })),
    ).rejects.toThrow('of nobody whom the portal trusts (tls.caFile)');
  });

  it('says that the certificate of the portal has expired, and works with the one that follows it', async () => {
    const frontend = await serve(secured('server.pem', 'client.pem'));
    const certFile = join(await directory(), 'cert.pem');
    await copyFile(fixture('client-expired.pem'), certFile);
    const connection = connectionTo(frontend.address, {
      tls: { ca, certFile, keyFile: fixture('client-key.pem') },
    });
    await expect(list(connection)).rejects.toThrow(
      `The certificate of the portal, ${certFile}, has expired: it was valid until`,
    );

    await copyFile(fixture('client.pem'), certFile);
    expect((await list(connection)).executions).toEqual([]);
  });

  it('takes up a certificate that is renewed while it works', async () => {
    const server = await serve(secured('server.pem'));
    const caFile = join(await directory(), 'ca.pem');
    await copyFile(fixture('server.pem'), caFile);
    const connection = connectionTo(server.address, { tls: { caFile } });
    await list(connection);

    // Of somebody else: it is seen that it was read.
    await copyFile(fixture('client.pem'), caFile);
    now += 60_000;
    await expect(list(connection)).rejects.toThrow(EngineAway);
    await copyFile(fixture('server.pem'), caFile);
    expect((await list(connection)).executions).toEqual([]);
  });

  it('says which file cannot be read', async () => {
    await expect(
      list(connectionTo('127.0.0.1:1', { tls: { caFile: '/none/ca.pem' } })),
    ).rejects.toThrow('The file /none/ca.pem cannot be read');
  });
});
