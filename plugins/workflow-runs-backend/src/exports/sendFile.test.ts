import { once } from 'node:events';
import { createServer, get, IncomingMessage, Server } from 'node:http';
import { AddressInfo, connect } from 'node:net';
import express from 'express';
import { sendFile } from './sendFile';

const CHUNK = 'x'.repeat(256 * 1024);

describe('a file that is sent', () => {
  let server: Server;
  let chunks: () => AsyncGenerator<string, void, void>;
  let outcome: Promise<boolean>;
  let signal: AbortSignal;

  beforeAll(async () => {
    const app = express();
    app.get('/', (request, response, next) => {
      outcome = sendFile(
        request,
        response,
        {
          name: 'größe "x".csv',
          mediaType: 'text/csv; charset=utf-8',
          chunks: chunks(),
          trailers: { names: ['Rows'], values: () => ({ Rows: '7' }) },
        },
        signal,
      );
      outcome.catch(next);
    });
    app.use(((error, _request, response, next) => {
      if (response.headersSent) next(error);
      else response.status(503).json({ message: error.message });
    }) as express.ErrorRequestHandler);
    app.set('env', 'test');
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  beforeEach(() => {
    signal = new AbortController().signal;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const ask = async (method = 'GET'): Promise<IncomingMessage> => {
    const { port } = server.address() as AddressInfo;
    const request = get({ port, host: '127.0.0.1', method });
    const [response] = await once(request, 'response');
    return response;
  };
  const read = async (response: IncomingMessage) => {
    let text = '';
    for await (const part of response.setEncoding('utf8')) text += part;
    return text;
  };

  it('is an attachment that no browser runs', async () => {
    chunks = async function* two() {
      yield 'a\r\n';
      yield 'b\r\n';
    };
    const response = await ask();

    expect(response.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="größe \\"x\\".csv"`
        .replace('ö', '\xf6')
        .replace('ß', '\xdf'),
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      trailer: 'Rows',
    });
    expect(await read(response)).toBe('a\r\nb\r\n');
    expect(response.trailers).toEqual({ rows: '7' });
    expect(await outcome).toBe(true);
  });

  it('goes to who speaks HTTP 1.0, too', async () => {
    chunks = async function* one() {
      yield 'whole';
    };
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.end('GET / HTTP/1.0\r\n\r\n');
    let text = '';
    for await (const part of socket.setEncoding('utf8')) text += part;

    expect(text).toMatch(/^HTTP\/1.1 200 OK\r\n[^]*\r\n\r\nwhole$/);
    expect(text).not.toContain('Trailer');
  });

  it('may be empty', async () => {
    chunks = async function* none() {};

    expect(await read(await ask())).toBe('');
  });

  it('is no file where it fails before anything was sent', async () => {
    chunks = async function* failing() {
      throw new Error('The database is away');
    };
    const response = await ask();

    expect(response.statusCode).toBe(503);
    expect(response.headers).not.toHaveProperty('content-disposition');
    expect(JSON.parse(await read(response)).message).toBe(
      'The database is away',
    );
  });

  it('breaks off where it fails later, and does not end as if it were whole', async () => {
    chunks = async function* failing() {
      yield CHUNK;
      throw new Error('The database is away');
    };
    const response = await ask();

    await expect(read(response)).rejects.toThrow('aborted');
    expect(response.complete).toBe(false);
    await expect(outcome).rejects.toThrow('The database is away');
  });

  it('is made no faster than it is read, and no longer than somebody reads', async () => {
    let made = 0;
    let isOver = false;
    chunks = async function* endless() {
      try {
        for (;;) {
          made++;
          yield CHUNK;
        }
      } finally {
        isOver = true;
      }
    };
    const response = await ask();
    response.pause();
    let before: number;
    do {
      before = made;
      await new Promise(resolve => {
        setTimeout(resolve, 200);
      });
    } while (made > before);

    // What a connection holds on both of its ends: some megabytes.
    expect(made).toBeLessThan(100);
    response.destroy();
    expect(await outcome).toBe(false);
    expect(isOver).toBe(true);
  });

  it('breaks off where the backend stops', async () => {
    const stopping = new AbortController();
    signal = stopping.signal;
    chunks = async function* endless() {
      for (;;) {
        yield CHUNK;
        await new Promise(resolve => {
          setTimeout(resolve, 5);
        });
      }
    };
    const reading = read(await ask());
    stopping.abort();

    await expect(reading).rejects.toThrow('aborted');
    expect(await outcome).toBe(false);
  });

  it('is not made for who asks for its head alone', async () => {
    let isOver = false;
    chunks = async function* one() {
      try {
        yield 'a';
        throw new Error('too far');
      } finally {
        isOver = true;
      }
    };
    const response = await ask('HEAD');

    expect(response.statusCode).toBe(200);
    expect(response.headers).toHaveProperty('content-disposition');
    expect(await outcome).toBe(true);
    expect(isOver).toBe(true);
  });
});
