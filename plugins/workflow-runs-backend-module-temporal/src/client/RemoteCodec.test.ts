import { createServer, IncomingHttpHeaders } from 'node:http';
import { AddressInfo } from 'node:net';
import { Payload } from '@temporalio/common';
import { CodecAway, CodecFailed, RemoteCodec } from './RemoteCodec';

const payload = (text: string): Payload => ({
  metadata: { encoding: Buffer.from('binary/encrypted') },
  data: Buffer.from(text),
});

describe('a codec server', () => {
  const asked: { url: string; headers: IncomingHttpHeaders }[] = [];
  let answer: (body: any) => { status: number; body: unknown };
  const server = createServer((request, response) => {
    asked.push({ url: request.url!, headers: request.headers });
    let text = '';
    request.on('data', chunk => (text += chunk));
    request.on('end', () => {
      const { status, body } = answer(JSON.parse(text));
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });
  const codec = () => {
    const { port } = server.address() as AddressInfo;
    return new RemoteCodec(
      {
        endpoint: `http://127.0.0.1:${port}/codec`,
        headers: { authorization: 'Bearer secret' },
        timeoutSeconds: 5,
      },
      'shop',
    );
  };
  beforeAll(() => new Promise<void>(up => server.listen(0, '127.0.0.1', up)));
  afterAll(() => new Promise(down => server.close(down)));
  beforeEach(() => asked.splice(0));

  it('decodes payloads with one request, which names the namespace', async () => {
    answer = ({ payloads }) => ({
      status: 200,
      body: {
        payloads: payloads.map(({ data }: { data: string }) => ({
          metadata: { encoding: Buffer.from('json/plain').toString('base64') },
          data,
        })),
      },
    });
    const decoded = await codec().decode([payload('"a"'), payload('"b"')]);

    expect(
      decoded.map(({ data, metadata }) => [
        Buffer.from(data!).toString(),
        Buffer.from(metadata!.encoding).toString(),
      ]),
    ).toEqual([
      ['"a"', 'json/plain'],
      ['"b"', 'json/plain'],
    ]);
    expect(asked).toEqual([
      {
        url: '/codec/decode',
        headers: expect.objectContaining({
          authorization: 'Bearer secret',
          'x-namespace': 'shop',
        }),
      },
    ]);
  });

  it('is asked for nothing where there is nothing', async () => {
    expect(await codec().decode([])).toEqual([]);
    expect(asked).toEqual([]);
  });

  it.each([
    ['fails', 503, {}],
    ['does not let the portal in', 401, {}],
    ['says something else', 200, { payloads: [] }],
    ['says what is no answer', 200, 'what?'],
  ])('is away where it %s', async (_, status, body) => {
    answer = () => ({ status, body });

    await expect(codec().decode([payload('x')])).rejects.toThrow(CodecAway);
  });

  it.each([400, 413, 422])(
    'may refuse payloads, which is not to be away: %s',
    async status => {
      answer = () => ({ status, body: {} });
      const refusal = await codec()
        .encode([payload('x')])
        .catch(error => error);

      expect(refusal).not.toBeInstanceOf(CodecAway);
      expect(refusal.message).toBe(`The codec server has answered ${status}`);
    },
  );

  it.each([
    [500, CodecFailed],
    [503, CodecFailed],
    [403, CodecAway],
    [404, CodecAway],
  ])(
    'may fail at payloads, and cannot where it is not let in: %s',
    async (status, kind) => {
      answer = () => ({ status, body: {} });
      const failure = await codec()
        .decode([payload('x')])
        .catch(error => error);

      expect(failure.constructor).toBe(kind);
    },
  );

  it('is away where nobody listens', async () => {
    const away = new RemoteCodec(
      { endpoint: 'http://127.0.0.1:1', headers: {}, timeoutSeconds: 1 },
      'shop',
    );

    await expect(away.decode([payload('x')])).rejects.toThrow(CodecAway);
  });
});
