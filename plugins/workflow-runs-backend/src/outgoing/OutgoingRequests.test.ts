import { LookupAddress } from 'node:dns';
import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { AllowList } from './AllowList';
import { OutgoingLimits, OutgoingRequests } from './OutgoingRequests';

const GET = { method: 'GET' } as const;

/** Hosts by name; who is not there is asked of nobody. */
type Hosts = Record<string, string[]>;

describe('OutgoingRequests', () => {
  let server: Server;
  let port: number;
  let heard: { request: IncomingMessage; body: string }[];
  let asked: string[];
  const opened: OutgoingRequests[] = [];

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      heard.push({ request, body });
      const url = new URL(request.url!, 'http://x');
      const to = url.searchParams.get('to');
      if (to) {
        const status = Number(url.searchParams.get('status') ?? 302);
        response.writeHead(status, { location: to }).end();
      } else if (url.pathname === '/endless') {
        response.writeHead(200);
        const more = () => response.write('x'.repeat(1_000), () => more());
        response.on('error', () => {});
        more();
      } else if (url.pathname !== '/silent') response.end('hello');
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    port = (server.address() as AddressInfo).port;
  });
  beforeEach(() => {
    heard = [];
    asked = [];
  });
  afterEach(async () => {
    for (const requests of opened.splice(0)) await requests.close();
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const requests = (
    hosts: Hosts | ((host: string) => string[]),
    limits: Partial<OutgoingLimits> = {},
  ) => {
    const made = new OutgoingRequests(
      {
        allow: [],
        maxBytes: 1_000,
        timeoutMs: 2_000,
        maxRedirects: 2,
        ...limits,
      },
      async (host): Promise<LookupAddress[]> => {
        asked.push(host);
        const found = typeof hosts === 'function' ? hosts(host) : hosts[host];
        return found.map(address => ({
          address,
          family: address.includes(':') ? 6 : 4,
        }));
      },
    );
    opened.push(made);
    return made;
  };

  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://0/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://１２７.０.０.１/',
  ])('connects to no address in whatever way it is written: %s', async url => {
    await expect(requests({}).send(url, GET)).rejects.toThrow(
      /^The host must not be called: it is /,
    );
  });

  it.each([
    ['ftp://acme.test/', 'It must begin with https:// or http://'],
    ['file:///etc/passwd', 'It must begin with https:// or http://'],
    ['https://u:p@acme.test/', 'It must hold no name and no password'],
    ['https://acme.test:22/', 'The port 22 is not allowed'],
    ['http://[fe80::1%25eth0]/', 'It is no URL'],
    ['acme', 'It is no URL'],
  ])('does not call %s', async (url, message) => {
    await expect(requests({}).send(url, GET)).rejects.toThrow(message);
  });

  it.each([
    [['10.0.0.1']],
    [['8.8.8.8', '127.0.0.1']],
    [['::ffff:10.0.0.1']],
    [['fe80::1%eth0']],
    [[]],
  ])('does not call a host whose addresses are %j', async addresses => {
    const sent = requests({ 'acme.test': addresses }).send(
      'https://acme.test/',
      GET,
    );

    await expect(sent).rejects.toMatchObject({ name: 'TargetRefused' });
  });

  it('connects to what it has looked at: the DNS is not asked twice', async () => {
    // Nobody listens at the second answer, which a second look-up would have connected to.
    const rebinding = requests(
      () => (asked.length === 1 ? ['127.0.0.1'] : ['127.0.0.2']),
      { allow: [`acme.test:${port}`] },
    );
    const { body } = await rebinding.send(`http://acme.test:${port}/`, GET);

    expect([body, asked]).toEqual(['hello', ['acme.test']]);
  });

  it('calls a host that the operator allows by the name that it has', async () => {
    const allowed = requests(
      { 'hooks.acme.test': ['127.0.0.1'] },
      { allow: [`hooks.acme.test:${port}`] },
    );
    const answer = await allowed.send(`http://hooks.acme.test:${port}/a?b=c`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'hi',
    });

    expect(answer).toMatchObject({ status: 200, body: 'hello', isCut: false });
    expect(heard[0].request.headers.host).toBe(`hooks.acme.test:${port}`);
    expect([heard[0].request.url, heard[0].body]).toEqual(['/a?b=c', 'hi']);
    await expect(
      allowed.send(`http://hooks.acme.test:${port + 1}/`, GET),
    ).rejects.toThrow('is not allowed');
  });

  it.each([
    ['http://127.0.0.1/', 'it is loopback'],
    ['https://inner.test/', 'it is private'],
    ['http://inner.test/', 'It must begin with https://, unless'],
    ['file:///etc/passwd', 'It must begin with'],
    ['http://acme.test:22/', 'The port 22'],
  ])('looks at a redirect to %s as at any other URL', async (to, message) => {
    const sent = requests(
      { 'acme.test': ['127.0.0.1'], 'inner.test': ['10.0.0.1'] },
      { allow: [`acme.test:${port}`] },
    ).send(`http://acme.test:${port}/?to=${encodeURIComponent(to)}`, GET);

    await expect(sent).rejects.toThrow(message);
    expect(heard).toHaveLength(1);
  });

  it('takes no secret along to another origin, and a body only where it is told so', async () => {
    const two = requests(
      { 'acme.test': ['127.0.0.1'], 'other.test': ['127.0.0.1'] },
      { allow: [`acme.test:${port}`, `other.test:${port}`] },
    );
    for (const status of [302, 307]) {
      const to = encodeURIComponent(`http://other.test:${port}/`);
      await two.send(`http://acme.test:${port}/?status=${status}&to=${to}`, {
        method: 'POST',
        headers: { authorization: 'Bearer x', accept: 'text/plain' },
        body: 'hi',
      });
    }
    const [, found, , kept] = heard;

    expect([found.request.method, found.body]).toEqual(['GET', '']);
    expect([kept.request.method, kept.body]).toEqual(['POST', 'hi']);
    for (const { request } of [found, kept]) {
      expect(request.headers.authorization).toBeUndefined();
      expect(request.headers.accept).toBe('text/plain');
    }
  });

  it('is not sent round in a circle', async () => {
    const circle = requests(
      { 'acme.test': ['127.0.0.1'] },
      { allow: [`acme.test:${port}`] },
    );
    const here = `http://acme.test:${port}/?to=`;
    const sent = circle.send(`${here}${encodeURIComponent(here)}%2F`, GET);

    await expect(sent).resolves.toMatchObject({ status: 200 });
    const loop = `http://acme.test:${port}/?to=%3Fto=%253Fto=%25253Fto=x`;
    await expect(circle.send(loop, GET)).rejects.toThrow(
      'It redirects too often',
    );
  });

  it('reads no more than it wants, and waits no longer', async () => {
    const bounded = requests(
      { 'acme.test': ['127.0.0.1'] },
      { allow: [`acme.test:${port}`], timeoutMs: 300 },
    );
    const endless = await bounded.send(`http://acme.test:${port}/endless`, GET);

    expect([endless.body.length, endless.isCut]).toEqual([1_000, true]);
    await expect(
      bounded.send(`http://acme.test:${port}/silent`, GET),
    ).rejects.toThrow();
  });
});

describe('AllowList', () => {
  it('trusts hosts at the ports that it names', () => {
    const list = new AllowList(['a.test', '*.b.test:8443', '[fd00::1]:9000']);

    expect(list.trusts('a.test', 443)).toBe(true);
    expect(list.trusts('a.test', 8443)).toBe(false);
    expect(list.trusts('x.b.test', 8443)).toBe(true);
    expect(list.trusts('b.test', 8443)).toBe(false);
    expect(list.trusts('xb.test', 8443)).toBe(false);
    expect(list.trusts('[fd00::1]', 9000)).toBe(true);
  });

  it.each(['', 'http://a.test', 'a.test/path', 'u@a.test', '0x7f.1', '*'])(
    'takes no %j',
    entry => {
      expect(() => new AllowList([entry])).toThrow('is no host');
    },
  );
});
