import {
  LogProvider,
  TraceProvider,
} from 'backstage-plugin-workflow-runs-node';
import { silentLogger } from '../__testUtils__/silentLogger';
import { testPrivacy } from '../__testUtils__/testPrivacy';
import { RunRecord } from '../queries/runToWire';
import jaeger from './__fixtures__/jaeger.json';
import loki from './__fixtures__/loki.json';
import tempo from './__fixtures__/tempo.json';
import { ToolServer } from './__testUtils__/ToolServer';
import { logProviderSchema, traceProviderSchema } from './config';
import { HttpTraceProvider } from './HttpTraceProvider';
import { LokiLogProvider } from './LokiLogProvider';
import { MAX_LINES, MAX_SPANS, TelemetryReader } from './TelemetryReader';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const NOW = Date.UTC(2026, 10, 20, 15);

const aRun = (overrides: Partial<RunRecord> = {}) =>
  ({
    id: 'run_1',
    tenantId: 'default',
    workflow: { engine: 'embedded', name: 'orders' },
    queuedAt: '2026-11-20T14:00:00.000Z',
    completedAt: '2026-11-20T14:10:00.000Z',
    diagnostics: { traceId: TRACE },
    ...overrides,
  } as RunRecord);

let tool: ToolServer;
beforeEach(async () => {
  tool = await ToolServer.start();
});
afterEach(() => tool.stop());

const reader = (
  traces: TraceProvider[],
  logs: LogProvider[] = [],
  { timeoutMs = 5_000, onProblem = (_: string) => {} } = {},
) =>
  new TelemetryReader({
    traces,
    logs,
    privacy: testPrivacy(),
    logger: silentLogger(onProblem),
    now: () => NOW,
    signal: new AbortController().signal,
    timeoutMs,
  });
const tracesFrom = (type: string, more: object = {}) =>
  new HttpTraceProvider(
    traceProviderSchema.parse({ type, baseUrl: tool.url, ...more }),
  );
const logsFrom = (query = '{app=~".+"} |= "{traceId}"', more: object = {}) =>
  new LokiLogProvider(
    logProviderSchema.parse({
      type: 'loki',
      baseUrl: `${tool.url}/`,
      query,
      ...more,
    }),
  );
const answering = (body: unknown) => {
  tool.answer = response => response.end(JSON.stringify(body));
};

describe('spans of a trace', () => {
  it('are read from Jaeger', async () => {
    answering(jaeger);
    const [source] = await reader([tracesFrom('jaeger')]).tracesOf(aRun());

    expect(tool.asked[0].url).toBe(`/api/traces/${TRACE}`);
    expect(source).toEqual({
      provider: 'Jaeger',
      outcome: 'found',
      message: null,
      isCut: false,
      spans: [
        {
          id: '00f067aa0ba902b7',
          parentId: null,
          name: 'run data_sync',
          service: 'portal',
          startNs: '1763649065123456000',
          durationNs: '2500001000',
          status: 'unset',
          url: null,
        },
        {
          id: '53995c3f42cd8ad8',
          parentId: '00f067aa0ba902b7',
          name: 'GET /orders',
          service: 'orders',
          startNs: '1763649065223457000',
          durationNs: '100000',
          status: 'error',
          url: null,
        },
      ],
    });
  });

  const ofTempo = [
    {
      id: '00f067aa0ba902b7',
      parentId: null,
      name: 'run data_sync',
      service: 'portal',
      startNs: '1763649065123456789',
      durationNs: '2500001001',
      status: 'unset',
      url: null,
    },
    {
      id: '53995c3f42cd8ad8',
      parentId: '00f067aa0ba902b7',
      name: 'GET /orders',
      service: 'orders',
      startNs: '1763649065223457001',
      durationNs: '100001',
      status: 'error',
      url: null,
    },
  ];

  it.each([
    ['of its API', tempo],
    ['of its API v2', { trace: { resourceSpans: tempo.batches } }],
    ['of OTLP', { resourceSpans: tempo.batches }],
  ])(
    'are read from Tempo in the form %s, to the nanosecond',
    async (_, body) => {
      answering(body);
      const [source] = await reader([tracesFrom('tempo')]).tracesOf(aRun());
      expect(source).toMatchObject({ provider: 'Tempo', outcome: 'found' });
      expect(source.spans).toEqual(ofTempo);
      expect(tool.asked[0].headers.accept).toBe('application/json');
    },
  );

  it('lead to where the tool shows them', async () => {
    answering(jaeger);
    const spanUrl = 'https://ui.example/trace/{traceId}?uiFind={spanId}';
    const [{ spans }] = await reader([
      tracesFrom('jaeger', { spanUrl }),
    ]).tracesOf(aRun());
    expect(spans[0].url).toBe(
      `https://ui.example/trace/${TRACE}?uiFind=00f067aa0ba902b7`,
    );
  });

  it('are as many as a page can show, the earliest of them', async () => {
    const [span] = jaeger.data[0].spans;
    const spans = Array.from({ length: MAX_SPANS + 1 }, (_, index) => ({
      ...span,
      spanID: `s${index}`,
      startTime: span.startTime - index,
    }));
    answering({ data: [{ ...jaeger.data[0], spans }] });
    const [source] = await reader([tracesFrom('jaeger')]).tracesOf(aRun());
    expect(source.isCut).toBe(true);
    expect(source.spans).toHaveLength(MAX_SPANS);
    expect(source.spans[0].id).toBe(`s${MAX_SPANS}`);
  });

  it.each(['../../admin', 'not hex', `${TRACE}/x`, '', '%2e%2e'])(
    'are not asked for where the id is %j',
    async traceId => {
      const run = aRun({ diagnostics: { traceId } as any });
      const sources = await reader([tracesFrom('jaeger')]).tracesOf(run);
      expect(tool.asked).toEqual([]);
      expect(sources.map(({ outcome }) => outcome)).toEqual(
        traceId ? ['unaskable'] : [],
      );
    },
  );
});

describe('log lines', () => {
  it('are read from Loki in the order of their nanoseconds, without secrets', async () => {
    answering(loki);
    const [source] = await reader([], [logsFrom()]).logsOf(aRun());
    expect(source).toEqual({
      provider: 'Loki',
      outcome: 'found',
      message: null,
      isCut: false,
      lines: [
        {
          atNs: '1763649065223457001',
          message: 'asking for orders with token=[redacted:token]',
          labels: { app: 'portal' },
        },
        {
          atNs: '1763649065223457002',
          message: `503 for trace ${TRACE}`,
          labels: { app: 'orders', level: 'error' },
        },
        {
          atNs: '1763649065223457003',
          message: 'asked',
          labels: { app: 'portal' },
        },
      ],
    });
  });

  it('are asked for in the time of the run, with a margin and a limit', async () => {
    answering(loki);
    const query = '{app="{runId}"} |= "{traceId}"';
    await reader([], [logsFrom(query)]).logsOf(aRun());
    await reader([], [logsFrom(query)]).logsOf(aRun({ completedAt: null }));
    const [ended, running] = tool.asked.map(
      ({ url }) => new URL(url, tool.url),
    );
    expect(ended.pathname).toBe('/loki/api/v1/query_range');
    expect(Object.fromEntries(ended.searchParams)).toEqual({
      query: `{app="run_1"} |= "${TRACE}"`,
      start: `${Date.UTC(2026, 10, 20, 13, 59)}000000`,
      end: `${Date.UTC(2026, 10, 20, 14, 11)}000000`,
      limit: String(MAX_LINES + 1),
      direction: 'forward',
    });
    expect(running.searchParams.get('end')).toBe(`${NOW + 60_000}000000`);
  });

  it('are as many as a page can show', async () => {
    const values = Array.from({ length: MAX_LINES + 1 }, (_, index) => [
      String(index),
      `line ${index}`,
    ]);
    answering({
      status: 'success',
      data: { resultType: 'streams', result: [{ stream: {}, values }] },
    });
    const [source] = await reader([], [logsFrom()]).logsOf(aRun());
    expect(source.isCut).toBe(true);
    expect(source.lines).toHaveLength(MAX_LINES);
  });

  it.each([
    ['an id that would end the query', { id: 'a"} or {b="' }],
    ['no trace', { diagnostics: { traceId: null } as any }],
  ])('are not asked for with %s', async (_, run) => {
    const query = '{run="{runId}"} |= `{traceId}`';
    const [source] = await reader([], [logsFrom(query)]).logsOf(aRun(run));
    expect(source).toMatchObject({ outcome: 'unaskable', lines: [] });
    expect(tool.asked).toEqual([]);
  });

  it('of a query of numbers are none', async () => {
    answering({
      status: 'success',
      data: { resultType: 'matrix', result: [] },
    });
    const [source] = await reader([], [logsFrom()]).logsOf(aRun());
    expect(source.outcome).toBe('malformed');
  });
});

describe('a tool that has nothing to give', () => {
  const status = (code: number) => () => {
    tool.answer = response => response.writeHead(code).end('secret details');
  };
  it.each<[string, string, () => void]>([
    ['knows nothing', 'missing', status(404)],
    ['refuses (401)', 'forbidden', status(401)],
    ['refuses (403)', 'forbidden', status(403)],
    ['does not understand', 'malformed', status(400)],
    ['fails', 'down', status(500)],
    ['has too much to do', 'down', status(429)],
    [
      'sends the portal elsewhere',
      'down',
      () => {
        tool.answer = response =>
          response.writeHead(302, { location: `${tool.url}/inside` }).end();
      },
    ],
    [
      'does not answer in time',
      'slow',
      () => {
        tool.answer = () => {};
      },
    ],
    [
      'does not end in time',
      'slow',
      () => {
        tool.answer = response => response.write('{"data":');
      },
    ],
    [
      'breaks off',
      'down',
      () => {
        tool.answer = response => {
          response.writeHead(200, { 'content-length': '100' });
          response.write('{"data":', () => response.destroy());
        };
      },
    ],
    [
      'answers half of JSON',
      'malformed',
      () => {
        tool.answer = response => response.end('{"data":[');
      },
    ],
    [
      'answers something else',
      'malformed',
      () => answering({ data: [{ spans: [{ spanID: 7 }], processes: {} }] }),
    ],
    ['answers no trace', 'missing', () => answering({ data: [] })],
    [
      'answers without end',
      'too_large',
      () => {
        const chunk = 'x'.repeat(1024 * 1024);
        tool.answer = response => {
          const more = () => {
            while (response.writable && response.write(chunk));
          };
          response.on('drain', more);
          more();
        };
      },
    ],
  ])('says so where it %s', async (_, outcome, arrange) => {
    arrange();
    const timeoutMs = outcome === 'slow' ? 300 : 5_000;
    const [source] = await reader([tracesFrom('jaeger')], [], {
      timeoutMs,
    }).tracesOf(aRun());
    expect(source).toMatchObject({ outcome, spans: [] });
    expect(source.message).not.toMatch(/127\.0\.0\.1|secret/);
    expect(tool.asked).toHaveLength(1);
  });

  it('says so where nobody listens, and does not hide what another one knows', async () => {
    answering(tempo);
    const nobody = new HttpTraceProvider(
      traceProviderSchema.parse({
        type: 'jaeger',
        baseUrl: 'http://127.0.0.1:1',
      }),
    );
    const sources = await reader([nobody, tracesFrom('tempo')]).tracesOf(
      aRun(),
    );
    expect(sources.map(({ outcome }) => outcome)).toEqual(['down', 'found']);
  });

  it('is waited for no longer where it does not listen to the signal, nor shown what it throws', async () => {
    const deaf: TraceProvider = {
      name: 'Deaf',
      readTrace: () => new Promise(() => {}),
    };
    const loud: TraceProvider = {
      name: 'Loud',
      readTrace: async () => {
        throw new Error('password of the database');
      },
    };
    const problems: string[] = [];
    const sources = await reader([deaf, loud], [], {
      timeoutMs: 100,
      onProblem: problem => problems.push(problem),
    }).tracesOf(aRun());
    expect(sources.map(({ outcome }) => outcome)).toEqual(['slow', 'down']);
    expect(JSON.stringify(sources)).not.toContain('password');
    expect(problems.join()).toContain('Loud');
  });
});

describe('credentials', () => {
  it.each([
    [{ token: 'abc' }, { authorization: 'Bearer abc' }],
    [
      { username: 'portal', password: 'p:w' },
      { authorization: 'Basic cG9ydGFsOnA6dw==' },
    ],
    [{ tenant: 'team-a' }, { 'x-scope-orgid': 'team-a' }],
  ])('%j are sent', async (credentials, headers) => {
    answering(jaeger);
    await reader([tracesFrom('jaeger', credentials)]).tracesOf(aRun());
    expect(tool.asked[0].headers).toMatchObject(headers);
  });
});
