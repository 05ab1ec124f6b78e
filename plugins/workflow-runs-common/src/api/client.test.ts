import { WorkflowRunsClient } from './client';
import { RunStreamFrame, StreamFrame } from './streamFrames';

const BASE = 'https://portal.example/api/workflow-runs';

function clientOf(respond: (request: Request) => Response) {
  const requests: Request[] = [];
  const client = new WorkflowRunsClient({
    discoveryApi: { getBaseUrl: async () => BASE },
    fetchApi: {
      fetch: async (input, init) => {
        const request = new Request(input, init);
        requests.push(request);
        return respond(request);
      },
    },
  });
  return { client, requests };
}
const answering = (body: unknown, init?: ResponseInit) =>
  clientOf(() => Response.json(body, init));

describe('a call', () => {
  it('asks the plugin’s API of version 1', async () => {
    const { client, requests } = answering({ items: [] });

    expect(await client.call('listWorkflows', {})).toEqual({ items: [] });
    expect(requests[0]).toMatchObject({
      method: 'GET',
      url: `${BASE}/v1/workflows`,
      body: null,
    });
  });

  it('encodes the parameters of the path', async () => {
    const { client, requests } = answering({});
    await client.call('getWorkflow', {
      params: { engine: 'air flow', name: 'team/ä?#%2F../x' },
    });

    expect(requests[0].url).toBe(
      `${BASE}/v1/workflows/air%20flow/team%2F%C3%A4%3F%23%252F..%2Fx`,
    );
  });

  it.each(['', '.', '..'])('refuses %p in the path', async runId => {
    const { client, requests } = answering({});

    await expect(client.call('getRun', { params: { runId } })).rejects.toThrow(
      `The runId of a route cannot be '${runId}'`,
    );
    expect(requests).toEqual([]);
  });

  it('encodes the query and leaves out what is undefined', async () => {
    const { client, requests } = answering({ items: [], nextToken: null });
    await client.call('listRuns', {
      query: {
        status: 'failed,canceled',
        workflow: 'embedded/a&b=ü',
        entity: undefined,
        limit: 20,
      },
    });

    expect(requests[0].url).toBe(
      `${BASE}/v1/runs?status=failed%2Ccanceled&workflow=embedded%2Fa%26b%3D%C3%BC&limit=20`,
    );
  });

  it('sends a body, an idempotency key and a token where there are such', async () => {
    const { client, requests } = answering({ runId: 'run_1' }, { status: 201 });
    const result = await client.launch(
      { workflow: 'embedded/a', input: { n: 1 } },
      { idempotencyKey: 'key-1', token: 'secret' },
    );

    expect(result).toEqual({ runId: 'run_1' });
    const [request] = requests;
    expect(request.method).toBe('POST');
    expect(Object.fromEntries(request.headers)).toEqual({
      'content-type': 'application/json',
      'idempotency-key': 'key-1',
      authorization: 'Bearer secret',
    });
    expect(await request.json()).toEqual({
      workflow: 'embedded/a',
      input: { n: 1 },
    });
  });

  it('sends an empty body where a route expects one and none is given', async () => {
    const { client, requests } = answering({});
    await client.call('cancelRun', { params: { runId: 'run_1' } });

    expect(await requests[0].json()).toEqual({});
    expect(requests[0].headers.has('authorization')).toBe(false);
    expect(requests[0].headers.has('idempotency-key')).toBe(false);
  });

  it('throws what the server says is wrong', async () => {
    const body = {
      error: { name: 'ConflictError', message: 'it has ended' },
      response: { statusCode: 409 },
    };
    const { client } = answering(body, { status: 409 });
    const failure = client.call('cancelRun', { params: { runId: 'run_1' } });

    await expect(failure).rejects.toMatchObject({
      name: 'ResponseError',
      statusCode: 409,
      body,
    });
  });

  it('throws a ResponseError where the answer is not even JSON', async () => {
    const { client } = clientOf(
      () => new Response('<h1>Bad gateway</h1>', { status: 502 }),
    );

    await expect(client.call('listWorkflows', {})).rejects.toMatchObject({
      name: 'ResponseError',
      statusCode: 502,
    });
  });

  it('can be aborted', async () => {
    const { client, requests } = answering({});
    const signal = AbortSignal.abort();
    await client.call('listWorkflows', {}, { signal }).catch(() => {});

    expect(requests[0].signal.aborted).toBe(true);
  });

  it('downloads an artifact as it is', async () => {
    const { client, requests } = clientOf(() => new Response('a,b\n1,2'));
    const content = await client.downloadArtifact({ runId: 'r', id: 'a/1' });

    expect(await content.text()).toBe('a,b\n1,2');
    expect(requests[0].url).toBe(`${BASE}/v1/runs/r/artifacts/a%2F1/content`);
  });
});

describe('an export', () => {
  it('of a run is a file', async () => {
    const { client, requests } = clientOf(() => new Response('# Orders'));
    const file = await client.downloadRunExport('run_1', 'markdown');

    expect(await file.text()).toBe('# Orders');
    expect(requests[0].url).toBe(
      `${BASE}/v1/runs/run_1/export?format=markdown`,
    );
  });

  it('of runs is read as it comes', async () => {
    const { client, requests } = clientOf(() => new Response('runId\r\n'));
    const signal = new AbortController().signal;
    const response = await client.exportRuns(
      { status: ['failed', 'canceled'], from: 0, tag: ['a,b'] },
      'csv',
      { sort: '-duration', limit: 10, token: 'secret', signal },
    );

    expect(response.body).toBeInstanceOf(ReadableStream);
    expect(Object.fromEntries(new URL(requests[0].url).searchParams)).toEqual({
      status: 'failed,canceled',
      from: '1970-01-01T00:00:00.000Z',
      tag: 'a\\,b',
      format: 'csv',
      sort: '-duration',
      limit: '10',
    });
    expect(requests[0].headers.get('authorization')).toBe('Bearer secret');
  });

  it('of anything is asked for by the name of its route, and read as it comes', async () => {
    const { client, requests } = clientOf(() => new Response('at,actor'));
    const query = { view: 'view_1', format: 'csv' } as const;
    const response = await client.download('exportRuns', { query });

    expect(await response.text()).toBe('at,actor');
    expect(requests[0].url).toBe(
      `${BASE}/v1/runs/export?view=view_1&format=csv`,
    );
  });

  it('that is refused is no file', async () => {
    const { client } = answering({ error: {} }, { status: 403 });

    await expect(client.exportRuns({}, 'jsonl')).rejects.toMatchObject({
      statusCode: 403,
    });
  });
});

describe('a stream', () => {
  const encode = (text: string) => new TextEncoder().encode(text);
  /** Serves these chunks; what becomes of the body is told to `canceled`. */
  const streaming = (chunks: Uint8Array[], canceled = jest.fn()) => {
    const open = [...chunks];
    const body = () =>
      new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            const chunk = open.shift();
            if (chunk) controller.enqueue(chunk);
            else controller.close();
          },
          cancel: canceled,
        },
        { highWaterMark: 0 },
      );
    return { ...clientOf(() => new Response(body())), canceled, open };
  };
  const collect = async (client: WorkflowRunsClient) => {
    const frames: RunStreamFrame[] = [];
    for await (const frame of client.streamRun('run_1')) frames.push(frame);
    return frames;
  };
  const update = { run: { id: 'run_1', title: 'größer 🚀' } };
  const text = [
    `: a comment`,
    `event: update`,
    `id: 41`,
    `data: ${JSON.stringify(update)}`,
    ``,
    `event: heartbeat`,
    `id: 42`,
    `data: {}`,
    ``,
    `event: from_the_future`,
    `id: 43`,
    `data: {"x":1}`,
    ``,
    `data: no event`,
    ``,
    `event: reset`,
    `data:`,
    ``,
    `event: reauth`,
    `data:`,
    ``,
    `event: gone`,
    `data:`,
    ``,
    ``,
  ].join('\n');
  const expected = [
    { type: 'update', position: 41, update },
    { type: 'heartbeat', position: 42 },
    { type: 'reset' },
    { type: 'reauth' },
    { type: 'gone' },
  ];

  it('tells every frame of several runs and a list, and asks for them in one query', async () => {
    const several = [
      `event: gone\ndata: {"runId":"run_2"}`,
      `event: reset\ndata: {"runId":null}`,
      `event: update\ndata: ${JSON.stringify(update)}`,
      `event: heartbeat\nid: 42\ndata: {}`,
      `event: runs\ndata: {"items":[],"gone":["run_3"],"isPartial":false}`,
      `event: from_the_future\ndata: {}`,
      `event: reauth\ndata: {}`,
    ];
    const { client, requests } = streaming([
      encode(`${several.join('\n\n')}\n\n`),
    ]);
    const frames: StreamFrame[] = [];
    const stream = client.stream(
      {
        runs: [{ id: 'run_1', after: 7 }, { id: 'run,2' }],
        list: { status: ['failed', 'canceled'], view: 'view_1' },
      },
      { after: 9 },
    );
    for await (const frame of stream) frames.push(frame);

    expect(frames).toEqual([
      { type: 'gone', runId: 'run_2' },
      { type: 'reset', runId: null },
      { type: 'update', runId: 'run_1', position: null, update },
      { type: 'heartbeat', position: 42 },
      {
        type: 'runs',
        position: null,
        items: [],
        gone: ['run_3'],
        isPartial: false,
      },
      { type: 'reauth' },
    ]);
    const { pathname, searchParams } = new URL(requests[0].url, 'http://x');
    expect(pathname).toMatch(/\/v1\/stream$/);
    expect(Object.fromEntries(searchParams)).toEqual({
      status: 'failed,canceled',
      view: 'view_1',
      run: 'run_1@7,run\\,2',
      list: 'true',
      after: '9',
    });
  });

  it('tells every frame that it knows, in order', async () => {
    const { client, requests } = streaming([encode(text)]);

    expect(await collect(client)).toEqual(expected);
    expect(requests[0].url).toBe(`${BASE}/v1/runs/run_1/stream`);
  });

  it.each([1, 2, 3, 5, 7, 64])(
    'does not depend on where it is cut: every %d bytes',
    async size => {
      const bytes = encode(text);
      const chunks = Array.from(
        { length: Math.ceil(bytes.length / size) },
        (_, i) => bytes.slice(i * size, (i + 1) * size),
      );

      expect(await collect(streaming(chunks).client)).toEqual(expected);
    },
  );

  it('understands the line ends of other systems', async () => {
    const { client } = streaming([encode(text.replaceAll('\n', '\r\n'))]);

    expect(await collect(client)).toEqual(expected);
  });

  it('leaves out a frame that was cut off at the end', async () => {
    const { client } = streaming([encode('event: gone\ndata:\n')]);

    expect(await collect(client)).toEqual([]);
  });

  it('has no position where there is none, or none that is a number', async () => {
    const { client } = streaming([
      encode('event: heartbeat\ndata:\n\nevent: heartbeat\nid: x\ndata:\n\n'),
    ]);

    expect(await collect(client)).toEqual([
      { type: 'heartbeat', position: null },
      { type: 'heartbeat', position: null },
    ]);
  });

  it('goes on behind a position', async () => {
    const { client, requests } = streaming([]);
    for await (const frame of client.streamRun('r', { after: 0 })) void frame;

    expect(requests[0].url).toBe(`${BASE}/v1/runs/r/stream?after=0`);
  });

  it('lets go of the connection when its reader stops reading', async () => {
    const { client, canceled, open } = streaming([
      encode(text),
      encode(text),
      encode(text),
    ]);
    const first = client.streamRun('run_1');
    expect((await first.next()).value).toEqual(expected[0]);
    await first.return();

    expect(canceled).toHaveBeenCalledTimes(1);
    expect(open).toHaveLength(2);
  });

  it('throws where the connection breaks, after what it had got', async () => {
    let chunks = 0;
    const { client } = clientOf(
      () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              chunks += 1;
              if (chunks === 1) controller.enqueue(encode(text));
              else controller.error(new Error('connection reset'));
            },
          }),
        ),
    );
    const frames: RunStreamFrame[] = [];
    const reading = (async () => {
      for await (const frame of client.streamRun('r')) frames.push(frame);
    })();

    await expect(reading).rejects.toThrow('connection reset');
    expect(frames).toEqual(expected);
  });

  it('throws where the server refuses it', async () => {
    const { client } = answering({}, { status: 404 });

    await expect(collect(client)).rejects.toMatchObject({ statusCode: 404 });
  });

  it('throws where there is nothing to read', async () => {
    const { client } = clientOf(() => new Response(null, { status: 200 }));

    await expect(collect(client)).rejects.toThrow('The stream has no body');
  });
});
