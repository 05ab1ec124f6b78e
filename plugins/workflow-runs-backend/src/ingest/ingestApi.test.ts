import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Knex } from 'knex';
import { permissionNames } from 'backstage-plugin-workflow-runs-common';
import { describeOnDatabases } from '../__testUtils__/databases';
import { tokenOf } from '../__testUtils__/externalAccess';
import { TestPortal } from '../__testUtils__/TestPortal';
import { buildEvents, shuffled } from './__testUtils__/builds';

jest.setTimeout(120_000);

const hasPython = spawnSync('python3', ['--version']).status === 0;

const run = promisify(execFile);
const PYTHON = join(__dirname, '../../../../examples/python-engine/engine.py');
const BATCH = 'application/cloudevents-batch+json';
const begin = () => Date.now() - 3_600_000;

const service = (subject: string) => ({
  subject,
  accessRestrictions: [
    {
      plugin: 'workflow-runs',
      permission: [permissionNames.runIngest],
    },
  ],
});
const sources = ['ordered', 'shuffled'].map(engine => ({
  source: `/${engine}`,
  subjects: ['external:ci'],
  engine,
  environment: 'ci',
  tenant: 'acme',
}));

describeOnDatabases('runs that live elsewhere', createDatabase => {
  let portal: TestPortal;
  let knex: Knex;

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    portal = await TestPortal.start({
      workflows: [],
      knex,
      services: [service('external:ci'), service('external:other')],
      config: {
        ingest: {
          sources: [
            ...sources,
            {
              source: '/past',
              subjects: ['external:ci'],
              engine: 'past',
              mode: 'import',
            },
            {
              source: '/python-engine',
              subjects: ['external:ci'],
              engine: 'python',
            },
          ],
        },
      },
    });
  });
  afterAll(() => portal.stop());

  const send = async (
    body: unknown,
    options: { who?: string; headers?: Record<string, string> } = {},
  ) => {
    const { who = 'external:ci', headers = {} } = options;
    const answer = await fetch(`${portal.url}/v1/ingest/events`, {
      method: 'POST',
      headers: { 'Content-Type': BATCH, ...portal.headersOf(who), ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return {
      status: answer.status,
      headers: answer.headers,
      body: (await answer.json()) as any,
    };
  };
  let ids = 0;
  /** One event of ours, a few seconds old. */
  const own = (type: string, data: object, attributes: object = {}) => {
    ids += 1;
    return {
      specversion: '1.0',
      id: `own-${ids}`,
      source: '/ordered/own',
      type: `io.workflowruns.${type}.v1`,
      time: new Date(begin() + ids * 1_000).toISOString(),
      data,
      ...attributes,
    };
  };
  const outcomes = ({ body }: { body: any }) =>
    body.results.map(({ outcome }: { outcome: string }) => outcome);
  const runOf = async (nativeId: string) => {
    const row = await knex('runs').where({ native_id: nativeId }).first('id');
    const { body } = await portal.get(`/runs/${row.id}`);
    return body;
  };
  /** What the tables say of the runs of an instance, but for names that are given by chance. */
  const tablesOf = async (engine: string) => {
    const names = new Map<string, string>(
      (await knex('runs').where({ engine_instance: engine })).map(row => [
        row.id,
        row.native_id,
      ]),
    );
    const tables: Record<string, object[]> = {};
    for (const table of ['runs', 'run_states', 'steps', 'attempts']) {
      const key = table === 'runs' ? 'id' : 'run_id';
      const rows = await knex(table).whereIn(key, [...names.keys()]);
      tables[table] = rows
        .map(row => ({
          ...row,
          [key]: names.get(row[key]),
          ...(table === 'steps' ? { id: undefined } : {}),
          ...(table === 'runs'
            ? {
                workflow_id: undefined,
                engine_instance: undefined,
                trace_id: undefined,
                // Where it stands in lists is what was known first.
                ordered_at: undefined,
              }
            : {}),
        }))
        .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    }
    return tables;
  };

  it('are the same in the end, shuffled, repeated and from three senders at once', async () => {
    const at = begin();
    const ordered = buildEvents({ runs: 150, source: '/ordered', begin: at });
    const mixed = buildEvents({ runs: 150, source: '/shuffled', begin: at });
    for (let start = 0; start < ordered.length; start += 500) {
      const sent = await send(ordered.slice(start, start + 500));
      expect(new Set(outcomes(sent))).toEqual(new Set(['accepted']));
    }
    const twice = shuffled([...mixed, ...shuffled(mixed, 7)], 20261128);
    const parts = [0, 1, 2].map(part =>
      twice.filter((_, index) => index % 3 === part),
    );
    await Promise.all(
      parts.map(async part => {
        for (let start = 0; start < part.length; start += 100) {
          const sent = await send(part.slice(start, start + 100));
          expect(outcomes(sent)).not.toContain('rejected');
        }
      }),
    );

    const expected = await tablesOf('ordered');
    expect(expected.runs).toHaveLength(150);
    expect(expected.attempts).toHaveLength(300);
    expect(await tablesOf('shuffled')).toEqual(expected);
  });

  it('are told of by three senders in any order, and none waits for another for ever', async () => {
    const runs = Array.from({ length: 300 }, (_, index) => `crowd-${index}`);
    const answers = await Promise.all(
      [1, 2, 3].map(seed =>
        send(
          shuffled(runs, seed).map(id =>
            own('run.started', { run: { id }, workflow: { name: 'crowd' } }),
          ),
        ),
      ),
    );
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(new Set(outcomes(answer))).toEqual(new Set(['accepted']));
    }
    const [{ count }] = await knex('runs')
      .where('native_id', 'like', 'crowd-%')
      .count({ count: '*' });
    expect(Number(count)).toBe(300);
  });

  it('are shown with what their engine says, and what it cannot do', async () => {
    const about = { run: { id: 'shown' } };
    const sent = await send([
      own('run.started', {
        ...about,
        workflow: { name: 'deploy', title: 'Deploy', version: '7' },
        nativeStatus: 'IN_PROGRESS',
        triggeredBy: 'mail from ada@example.org with password=hunter2hunter2',
      }),
      own('step.planned', {
        ...about,
        step: 'b',
        name: 'Roll out',
        type: 'io',
        dependsOn: ['a'],
      }),
      own('attempt.started', { ...about, step: 'a' }),
      own('step.progressed', { ...about, step: 'a', fraction: 0.5 }),
      own('step.logged', { ...about, step: 'a', message: 'hello' }),
      own('run.paused', { ...about, reason: 'lunch' }),
    ]);
    expect(outcomes(sent)).toEqual(Array(6).fill('accepted'));

    const shown = await runOf('shown');
    expect(shown).toMatchObject({
      status: 'paused',
      nativeStatus: 'IN_PROGRESS',
      environment: 'ci',
      workflowVersion: '7',
      workflow: { ref: 'ordered/deploy', title: 'Deploy', engine: 'ordered' },
      allowedActions: {
        cancel: {
          allowed: false,
          reason: expect.stringContaining('This engine cannot do that'),
        },
        annotate: { allowed: true, reason: null },
      },
    });
    expect(JSON.stringify(shown)).not.toContain('hunter2');
    const { body: steps } = await portal.get(`/runs/${shown.id}/steps`);
    expect(
      steps.items.map((step: any) => [
        step.stepKey ?? step.key,
        step.name,
        step.status,
        step.progress?.fraction ?? null,
      ]),
    ).toEqual([
      ['a', 'a', 'running', 0.5],
      ['b', 'Roll out', 'pending', null],
    ]);
    const { body: logs } = await portal.get(`/runs/${shown.id}/logs`);
    expect(logs.items.map(({ message }: any) => message)).toEqual(['hello']);
    const stored = await knex('observed_runs').where({ native_id: 'shown' });
    expect(JSON.stringify(stored)).not.toContain('hunter2');
    for (const part of [
      'timeline',
      'events',
      'attempts',
      'lineage',
      'forecast',
    ]) {
      const { status } = await portal.get(`/runs/${shown.id}/${part}`);
      expect([part, status]).toEqual([part, 200]);
    }
  });

  it('are opened again in another generation', async () => {
    const about = { run: { id: 'reopened' }, workflow: { name: 'again' } };
    await send([
      own('run.started', about),
      own('run.finished', { ...about, outcome: 'failed' }),
      own('run.started', { ...about, generation: 1 }),
      own('run.finished', { ...about, generation: 1, outcome: 'completed' }),
      own('run.finished', { ...about, outcome: 'canceled' }),
    ]);

    const shown = await runOf('reopened');
    expect([shown.status, shown.generation]).toEqual(['completed', 1]);
    const { body } = await portal.get(`/runs/${shown.id}/events`);
    expect(body.items.map(({ type }: any) => type)).toEqual([
      'run.queued',
      'run.started',
      'run.failed',
      'run.reopened',
      'run.completed',
    ]);
  });

  it('wait until it is known what they are runs of', async () => {
    const events = buildEvents({
      runs: 1,
      source: '/ordered/w',
      begin: begin(),
    }).map(event =>
      JSON.parse(JSON.stringify(event).replace(/build-0/g, 'wait-0')),
    );
    await send(events.filter(({ type }) => type.includes('taskrun')));
    expect(await knex('runs').where({ native_id: 'wait-0' })).toEqual([]);
    await send(events.filter(({ type }) => !type.includes('taskrun')));

    expect(await runOf('wait-0')).toMatchObject({ status: 'completed' });
  });

  it('are imported so that nobody is told of them', async () => {
    await send([
      own(
        'run.started',
        { run: { id: 'old' }, workflow: { name: 'x' } },
        { source: '/past' },
      ),
    ]);
    const { id } = await runOf('old');

    const modes = await knex('run_events').where({ run_id: id }).pluck('mode');
    expect(new Set(modes)).toEqual(new Set(['import']));
  });

  it('stay deleted', async () => {
    const about = { run: { id: 'purged' }, workflow: { name: 'gone' } };
    await send([
      own('run.started', about),
      own('run.finished', { ...about, outcome: 'completed' }),
    ]);
    const { id } = await runOf('purged');
    const { status } = await portal.ask(
      'delete',
      `/runs/${id}?reason=asked`,
      {},
    );
    expect(status).toBe(200);
    expect(await knex('observed_runs').where({ run_id: id })).toEqual([]);

    const sent = await send([
      own('run.paused', about),
      own('run.started', about),
    ]);
    expect(sent.body.results[1]).toMatchObject({
      status: 410,
      rule: 'run_deleted',
    });
    expect(await knex('runs').where({ native_id: 'purged' })).toEqual([]);
  });

  it('are told of in binary and in structured mode, too', async () => {
    const { data, ...attributes } = own('run.started', {
      run: { id: 'binary' },
      workflow: { name: 'b' },
    });
    const headers = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [
        `ce-${name}`,
        `${value}`,
      ]),
    );
    const binary = await send(data, {
      headers: { ...headers, 'Content-Type': 'application/json' },
    });
    const structured = await send(
      own('run.finished', { run: { id: 'binary' }, outcome: 'completed' }),
      { headers: { 'Content-Type': 'application/cloudevents+json' } },
    );

    expect([outcomes(binary), outcomes(structured)]).toEqual([
      ['accepted'],
      ['accepted'],
    ]);
    expect(await runOf('binary')).toMatchObject({ status: 'completed' });
  });

  it('are taken without characters that no database stores', async () => {
    const { status, body } = await send(
      JSON.stringify([
        own('run.started', {
          run: { id: 'odd\0' },
          workflow: { name: 'odd', title: 'half \ud83d' },
        }),
      ]),
    );
    expect([status, body.results[0].outcome]).toEqual([200, 'accepted']);
    expect((await runOf('odd')).workflow.title).toBe('half \ufffd');
    const { data, ...attributes } = own('run.finished', {
      run: { id: 'odd' },
      outcome: 'completed',
    });
    const binary = await send(data, {
      headers: {
        'Content-Type': 'application/json',
        ...Object.fromEntries(
          Object.entries(attributes).map(([name, value]) => [
            `ce-${name}`,
            `${value}`,
          ]),
        ),
        'ce-id': 'odd%00%ED%A0%80',
      },
    });
    expect(outcomes(binary)).toEqual(['accepted']);
  });

  it('have links to files that stay where they are, until retention takes them', async () => {
    const about = { run: { id: 'files' }, step: 'a' };
    const artifact = {
      name: 'report of ada@example.org password=hunter2hunter2.csv',
      contentType: 'text/csv',
      url: 'https://ci.acme.test/report.csv',
    };
    const early = await send([own('artifact.added', { ...about, artifact })]);
    expect(early.body.results[0]).toMatchObject({ rule: 'run_unknown' });
    await send([
      own('run.started', {
        ...about,
        step: undefined,
        workflow: { name: 'f' },
      }),
      own('artifact.added', { ...about, artifact }),
      own('artifact.added', {
        ...about,
        artifact: {
          name: 'b',
          bytes: 7,
          digest: `sha256:${'0'.repeat(64)}`,
          url: 'https://ci.acme.test/old',
        },
      }),
    ]);
    // The same name is the same file.
    await send([
      own('artifact.added', {
        ...about,
        artifact: { name: 'b', url: 'https://ci.acme.test/new' },
      }),
    ]);

    const { id } = await runOf('files');
    const { body } = await portal.get(`/runs/${id}/artifacts`);
    expect(body.items).toMatchObject([
      { url: artifact.url, bytes: null, sha256: null, stepKey: 'a' },
      { name: 'b', url: 'https://ci.acme.test/new', bytes: null },
    ]);
    expect(JSON.stringify(body)).not.toContain('hunter2');
    for (const part of ['content', 'url']) {
      const { status, body: refused } = await portal.get(
        `/runs/${id}/artifacts/${body.items[1].id}/${part}`,
      );
      expect([part, status]).toEqual([part, 404]);
      expect(refused.error.message).toContain('is not here');
    }
    const { status } = await portal.ask(
      'delete',
      `/runs/${id}?reason=asked`,
      {},
    );
    expect(status).toBe(409);
    await send([
      own('run.finished', { run: { id: 'files' }, outcome: 'completed' }),
    ]);
    await portal.ask('delete', `/runs/${id}?reason=asked`, {});
    expect(await knex('artifacts').where({ run_id: id })).toEqual([]);
  });

  it('have no definition here, and say so', async () => {
    await send([
      own('run.started', { run: { id: 'plain' }, workflow: { name: 'plain' } }),
    ]);
    const { status, body } = await portal.get('/workflows/ordered/plain');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      definition: null,
      inputSchema: {},
      allowedActions: { launch: { allowed: false } },
    });
  });

  it('are told of once: the second time it is a duplicate', async () => {
    const event = own('run.started', {
      run: { id: 'once' },
      workflow: { name: 'o' },
    });
    const line = own('step.logged', {
      run: { id: 'once' },
      step: 'a',
      message: 'hi',
    });

    expect(outcomes(await send([event, event, line]))).toEqual([
      'accepted',
      'duplicate',
      'accepted',
    ]);
    expect(outcomes(await send([event, line]))).toEqual([
      'duplicate',
      'duplicate',
    ]);
    const { id } = await runOf('once');
    expect(await knex('run_logs').where({ run_id: id })).toHaveLength(1);
  });

  it.each<[string, object, object]>([
    [
      'no event',
      { specversion: '0.3' },
      { field: '/specversion', status: 400 },
    ],
    [
      'no time',
      { ...own('run.started', {}), time: undefined },
      { field: '/time' },
    ],
    [
      'an unknown type',
      own('run.exploded', {}),
      { field: '/type', rule: 'unsupported_type' },
    ],
    [
      'a CDEvent about something else',
      own('', {}, { type: 'dev.cdevents.build.started.0.1.0' }),
      { field: '/type', rule: 'unsupported_type' },
    ],
    [
      'an unknown field',
      own('run.started', { run: { id: '1' }, colour: 'red' }),
      { field: '/data/colour', rule: 'unknown' },
    ],
    [
      'another outcome',
      own('run.finished', { run: { id: '1' }, outcome: 'great' }),
      { field: '/data/outcome', rule: 'invalid_value' },
    ],
    [
      'one of last month',
      own('run.started', {}, { time: '2001-01-01T00:00:00Z' }),
      { field: '/time', rule: 'too_old' },
    ],
    [
      'one of next year',
      own('run.started', {}, { time: '2101-01-01T00:00:00Z' }),
      { field: '/time', rule: 'in_future' },
    ],
    [
      'one that is too large',
      own('step.reported', {
        run: { id: '1' },
        step: 'a',
        report: 'x'.repeat(70_000),
      }),
      { field: '', rule: 'too_large', status: 413 },
    ],
    [
      'a line of a run of which nobody has heard',
      own('step.logged', { run: { id: 'nobody' }, step: 'a', message: 'hi' }),
      { field: '/data/run/id', rule: 'run_unknown', status: 404 },
    ],
    [
      'the source of another',
      own('run.started', {}, { source: '/others' }),
      { field: '/source', rule: 'not_yours', status: 403 },
    ],
  ])('refuse %s, and take the others', async (_, event, expected) => {
    const good = own('run.started', {
      run: { id: `good-${ids}` },
      workflow: { name: 'good' },
    });

    const { status, body } = await send([event, good]);

    expect(status).toBe(200);
    expect(body.results).toMatchObject([
      { outcome: 'rejected', ...expected },
      { outcome: 'accepted', field: null },
    ]);
  });

  it('are not taken from a service that another source belongs to, nor from users', async () => {
    const event = own('run.started', {
      run: { id: 'x' },
      workflow: { name: 'x' },
    });

    const { body } = await send([event], { who: 'external:other' });
    expect(body.results[0]).toMatchObject({ status: 403, rule: 'not_yours' });
    for (const who of ['admin', 'nobody signed in'])
      expect([who, (await send([event], { who })).status]).toEqual([
        who,
        who === 'admin' ? 403 : 401,
      ]);
    // The token of a sender is good for nothing else.
    expect((await portal.get('/runs', 'external:ci')).status).toBe(403);
  });

  it('are refused as a whole where the request does not fit', async () => {
    const event = own('run.started', {
      run: { id: 'x' },
      workflow: { name: 'x' },
    });
    const many = await send(Array(1_001).fill(event));
    const large = await send([{ ...event, data: 'x'.repeat(1_100_000) }]);
    const none = await send([]);
    const broken = await send('[{');
    const text = await send('a', { headers: { 'Content-Type': 'text/plain' } });

    expect(
      [many, large, none, broken, text].map(({ status, body }) => [
        status,
        body.error.violations[0].rule,
      ]),
    ).toEqual([
      [413, 'too_many'],
      [413, 'too_large'],
      [400, 'too_small'],
      [400, 'parse_failed'],
      [400, 'media_type'],
    ]);
  });

  if (hasPython) {
    it('are told of by a small engine in Python', async () => {
      const { stderr } = await run('python3', [PYTHON, 'nightly'], {
        env: {
          ...process.env,
          WORKFLOW_RUNS_URL: portal.url,
          WORKFLOW_RUNS_TOKEN: tokenOf('external:ci'),
        },
      });

      expect(stderr).toBe('');
      const { body } = await portal.get('/runs?engine=python');
      expect(body.items).toHaveLength(1);
      const [{ id }] = body.items;
      expect(body.items[0]).toMatchObject({
        status: 'completed',
        nativeStatus: 'DONE',
        tags: ['python'],
      });
      const { body: steps } = await portal.get(`/runs/${id}/steps`);
      expect(steps.items.map(({ name }: any) => name)).toEqual([
        'Extract',
        'Publish',
      ]);
      expect(steps.items[0].attempts).toBe(2);
      expect(steps.items[0].durationMs).toBeGreaterThanOrEqual(400);
      const { body: logs } = await portal.get(`/runs/${id}/logs`);
      expect(logs.items.map(({ message }: any) => message)).toEqual([
        'reading orders, try 1',
        'reading orders, try 2',
        '12 pages are out',
      ]);
    });
  } else {
    it.todo('are told of by a small engine in Python, where there is one');
  }
});
