import { Knex } from 'knex';
import {
  permissionNames,
  Run,
  RunEvent,
} from 'backstage-plugin-workflow-runs-common';
import { describeOnDatabases } from '../__testUtils__/databases';
import { TestPortal, workflowEntity } from '../__testUtils__/TestPortal';
import { greet, wait } from '../__testUtils__/workflows';

jest.setTimeout(60_000);

const numbered = (count: number, prefix = 't') =>
  Array.from({ length: count }, (_, i) => `${prefix}${i}`);

describeOnDatabases('a remark', createDatabase => {
  let knex: Knex;
  let portal: TestPortal;
  let runId: string;
  let foreignRunId: string;

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    portal = await TestPortal.start({
      workflows: [greet, wait],
      entities: [
        workflowEntity({ workflow: 'greet', owner: 'user:default/owner' }),
        workflowEntity({ workflow: 'wait', owner: 'group:default/others' }),
      ],
      knex,
    });
    await portal.untilOwned('greet');
    foreignRunId = await portal.launch('wait');
  });
  beforeEach(async () => {
    runId = await portal.launch('greet', { input: { name: 'Ada' } });
    await portal.until(runId, 'completed');
  });
  afterAll(async () => {
    await portal.post(`/runs/${foreignRunId}/cancel`);
    await portal.stop();
  });

  const say = (
    path: string,
    body: object,
    options: { key?: string; who?: string; run?: string } = {},
  ) => {
    const { key, who = 'operator', run = runId } = options;
    const sent = portal.post(`/runs/${run}/${path}`, body, who);
    return key ? sent.set('Idempotency-Key', key) : sent;
  };
  const runNow = async (): Promise<Run> =>
    (await portal.get(`/runs/${runId}`)).body;
  const notes = async (query = '', who = 'viewer') =>
    (await portal.get(`/runs/${runId}/annotations${query}`, who)).body;
  const actions = async () =>
    (await portal.get(`/runs/${runId}/actions`)).body.items;
  const eventsBehind = async ({ position }: Run): Promise<RunEvent[]> =>
    (await portal.get(`/runs/${runId}/events?limit=1000`)).body.items.filter(
      (event: RunEvent) => event.position > position,
    );

  it.each([
    ['annotate', { note: ' Seen to ' }, { reason: 'Seen to' }],
    ['tags', { add: ['a'] }, { reason: null }],
    [
      'owner',
      { owner: 'group:default/ops', reason: 'on call' },
      { reason: 'on call' },
    ],
  ])('by %s is an action that is done at once', async (path, body, kept) => {
    const before = await runNow();
    const answer = await say(path, body);
    const [action, ...others] = await actions();
    const events = await eventsBehind(before);

    expect([answer.status, answer.body]).toEqual([
      200,
      {
        status: 'completed',
        runId,
        newStatus: 'completed',
        message: expect.any(String),
      },
    ]);
    expect(others).toEqual([]);
    expect(action).toMatchObject({
      ...kept,
      actor: 'user:default/operator',
      status: 'completed',
      stepKey: null,
      message: null,
    });
    expect(action.completedAt).toBe(action.requestedAt);
    expect(events.map(({ type }) => type)).toEqual([
      'action.requested',
      'run.changed',
      'action.completed',
    ]);
    for (const { payload } of events) expect(payload.actionId).toBe(action.id);
    expect(events[1].payload.actor).toBe('user:default/operator');
  });

  it('is audited, and so is one that was refused', async () => {
    portal.audited.length = 0;
    await say('annotate', { note: 'Seen to' });
    await say('tags', { add: ['a'] }, { who: 'viewer' });

    expect(portal.audited).toMatchObject([
      { meta: { actionType: 'annotate', runId }, outcome: 'success' },
      { meta: { actionType: 'tag', runId }, outcome: 'failure' },
    ]);
  });

  it('wakes no engine, nor waits for one', async () => {
    await say('annotate', { note: 'Seen to' });

    expect(await knex('engine_runs').where({ run_id: runId })).toEqual([]);
  });

  it('is allowed about a run of an engine that can do nothing, and about one that runs', async () => {
    const { workflow } = await runNow();
    await knex('workflows')
      .where({ id: workflow.id })
      .update({ engine: 'other' });
    const observed = await runNow();
    const answers = [
      await say('annotate', { note: 'Seen to' }),
      await say('tags', { add: ['a'] }),
      await say('owner', { owner: null }),
    ];
    await knex('workflows')
      .where({ id: workflow.id })
      .update({ engine: 'embedded' });

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const { annotate, tag, assign, retry } = observed.allowedActions;
    const allowed = { allowed: true, reason: null };
    expect([annotate, tag, assign]).toEqual([allowed, allowed, allowed]);
    expect(retry.reason).toBe('This engine cannot do that: retry');

    const running = await say(
      'annotate',
      { note: 'Go' },
      { run: foreignRunId },
    );
    expect([running.status, running.body.newStatus]).toEqual([200, 'running']);
  });

  it('needs its own permission, and says which', async () => {
    for (const [path, body, permission] of [
      ['annotate', { note: 'no' }, permissionNames.runAnnotate],
      ['tags', { add: ['no'] }, permissionNames.runTag],
      ['owner', { owner: null }, permissionNames.runAssign],
    ] as const) {
      const { status, body: answer } = await say(path, body, { who: 'viewer' });
      expect(status).toBe(403);
      expect(answer.error.message).toBe(
        `You need the permission ${permission}`,
      );
    }
    const { body } = await portal.get(`/runs/${runId}`, 'viewer');
    expect(body.allowedActions.tag).toEqual({
      allowed: false,
      reason: `You need the permission ${permissionNames.runTag}`,
    });
    expect(await actions()).toEqual([]);
  });

  it('about a run that the caller may not see, or that there is not, is refused alike', async () => {
    for (const run of [foreignRunId, 'run_none']) {
      const asked = { who: 'owner', run };
      const answers = [
        await say('annotate', { note: 'hm' }, asked),
        await say('tags', { add: ['a'] }, asked),
        await say('owner', { owner: null }, asked),
        await portal.get(`/runs/${run}/annotations`, 'owner'),
      ];
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
      for (const { body } of answers)
        expect(body.error.message).toBe(
          `There is no run '${run}', or you may not see it`,
        );
    }
  });

  it('happens once for each key, also where it comes several times at once', async () => {
    const key = `once ${runId}`.replace(' ', '-');
    const answers = await Promise.all(
      numbered(4).map(() => say('annotate', { note: 'once' }, { key })),
    );
    answers.push(await say('annotate', { note: 'once' }, { key }));

    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(
      1,
    );
    expect((await notes()).items).toHaveLength(1);
    expect(await actions()).toHaveLength(1);
    // The key is the caller's own.
    await say('annotate', { note: 'once' }, { key, who: 'admin' });
    expect((await notes()).items).toHaveLength(2);
  });

  it('is refused where the key was used for something else', async () => {
    const key = `taken-${runId}`;
    await say('tags', { add: ['a'] }, { key });
    const others = [
      await say('tags', { add: ['b'] }, { key }),
      await say('tags', { remove: ['a'] }, { key }),
      await say('annotate', { note: 'a' }, { key }),
      await say('cancel', {}, { key }),
      await say('tags', { add: ['a'] }, { key, run: foreignRunId }),
    ];

    for (const { status, body } of others) {
      expect(status).toBe(409);
      expect(body.error.message).toMatch('Idempotency-Key');
    }
    expect((await runNow()).tags).toEqual(['a']);
  });

  it('is refused where two say different things with one key at once', async () => {
    const key = `race-${runId}`;
    const answers = await Promise.all(
      ['a', 'b', 'c'].map(tag => say('tags', { add: [tag] }, { key })),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect((await runNow()).tags).toHaveLength(1);
  });

  describe('as a note', () => {
    it('is listed, newest first, page by page', async () => {
      for (const note of ['one', 'two', 'three']) {
        await say(
          'annotate',
          { note },
          { who: note === 'two' ? 'admin' : 'operator' },
        );
      }
      const first = await notes('?limit=2');
      const rest = await notes(`?limit=2&after=${first.nextAfter}`);

      expect(first.items).toMatchObject([
        { runId, note: 'three', author: 'user:default/operator' },
        { runId, note: 'two', author: 'user:default/admin' },
      ]);
      expect(rest).toMatchObject({ items: [{ note: 'one' }], nextAfter: null });
      expect(first.items[0].createdAt).toMatch(/^\d{4}-.*Z$/);
      expect((await notes()).items).toHaveLength(3);
    });

    it('is redacted, and freed of what no database stores', async () => {
      await say('annotate', { note: 'a\0b: password=hunter2' });

      expect((await notes()).items[0].note).toBe(
        'ab: password=[redacted:password]',
      );
      const [{ reason }] = await actions();
      expect(reason).toBe('ab: password=[redacted:password]');
    });

    it.each([
      [{}, '/note'],
      [{ note: '' }, '/note'],
      [{ note: ' \n' }, '/note'],
      [{ note: '\0' }, '/note'],
      [{ note: 'x'.repeat(1_001) }, '/note'],
      [{ note: 7 }, '/note'],
      [{ note: 'a', reason: 'b' }, '/reason'],
    ])('is refused: %j', async (body, pointer) => {
      const { status, body: answer } = await say('annotate', body);

      expect(status).toBe(400);
      expect(answer.error.violations).toMatchObject([{ pointer }]);
      expect((await notes()).items).toEqual([]);
    });

    it('may have a thousand characters', async () => {
      expect((await say('annotate', { note: 'ü'.repeat(1_000) })).status).toBe(
        200,
      );
    });

    it.each(['limit=0', 'limit=201', 'after=x', 'after=WzEsMl0', 'page=2'])(
      'is not listed for %s',
      async query => {
        const { status } = await portal.get(
          `/runs/${runId}/annotations?${query}`,
        );
        expect(status).toBe(400);
      },
    );
  });

  describe('as a change of tags', () => {
    it('adds and removes, and lists find the run by it', async () => {
      await say('tags', { add: ['blue', 'größe'] });
      await say('tags', {
        add: [`red ${runId}`],
        remove: ['blue', 'not there'],
      });
      const found = await portal.get(
        `/runs?tag=${encodeURIComponent(`red ${runId}`)}`,
      );

      expect((await runNow()).tags).toEqual(['größe', `red ${runId}`]);
      expect(found.body.items.map(({ id }: Run) => id)).toEqual([runId]);
      expect(await knex('run_tags').where({ run_id: runId })).toHaveLength(2);
    });

    it('loses none where many are changed at once', async () => {
      const tags = numbered(12);
      await say('tags', { add: ['old'] });
      const answers = await Promise.all([
        ...tags.map(tag => say('tags', { add: [tag] })),
        say('tags', { remove: ['old'] }, { who: 'admin' }),
      ]);

      expect(answers.map(({ status }) => status)).toEqual(Array(13).fill(200));
      expect((await runNow()).tags.sort()).toEqual(tags.sort());
    });

    it('stops at fifty, with field and rule', async () => {
      await say('tags', { add: numbered(30) });
      const { status, body } = await say('tags', { add: numbered(21, 'more') });
      const swapped = await say('tags', {
        add: numbered(30, 'new'),
        remove: numbered(30),
      });

      expect(status).toBe(400);
      expect(body.error.violations).toEqual([
        {
          pointer: '/add',
          rule: 'too_many_tags',
          message: 'a run has at most 50 tags, and it would have more',
        },
      ]);
      expect(swapped.status).toBe(200);
      expect((await runNow()).tags).toEqual(numbered(30, 'new'));
      expect(await actions()).toHaveLength(2);
    });

    it.each([
      [{}, '/add'],
      [{ add: [], remove: [] }, '/add'],
      [{ add: numbered(51) }, '/add'],
      [{ remove: numbered(51) }, '/remove'],
      [{ add: ['x'.repeat(101)] }, '/add/0'],
      [{ add: [''] }, '/add/0'],
      [{ add: ['\0'] }, '/add/0'],
      [{ add: ['a', 'b'], remove: ['c', 'b'] }, '/remove/1'],
      [{ add: 'a' }, '/add'],
      [{ add: [7] }, '/add/0'],
      [{ tags: ['a'] }, '/tags'],
    ])('is refused: %j', async (body, pointer) => {
      const { status, body: answer } = await say('tags', body);
      const [violation] = answer.error.violations;

      expect([status, violation.pointer]).toEqual([400, pointer]);
      expect((await runNow()).tags).toEqual([]);
    });

    it('may have a hundred characters each', async () => {
      expect((await say('tags', { add: ['x'.repeat(100)] })).status).toBe(200);
    });
  });

  describe('as an owner', () => {
    it('is normalised, found by, and given back to who owns the workflow', async () => {
      expect((await runNow()).owner).toBe('user:default/owner');
      await say('owner', { owner: 'Group:Platform' });
      const assigned = await runNow();
      const found = await portal.get('/runs?owner=group:default/platform');
      await say('owner', { owner: null });

      expect(assigned.owner).toBe('group:default/platform');
      expect(found.body.items.map(({ id }: Run) => id)).toEqual([runId]);
      expect((await runNow()).owner).toBe('user:default/owner');
    });

    it.each([
      [{}],
      [{ owner: '' }],
      [{ owner: 'ada' }],
      [{ owner: 'component:default/orders' }],
      [{ owner: 'user:default/a b' }],
      [{ owner: 'user:default/a/b' }],
      [{ owner: 'user:\0' }],
      [{ owner: `user:default/${'x'.repeat(200)}` }],
      [{ owner: ['user:default/ada'] }],
    ])('is refused: %j', async body => {
      const { status, body: answer } = await say('owner', body);

      expect(status).toBe(400);
      expect(answer.error.violations).toMatchObject([{ pointer: '/owner' }]);
      expect((await runNow()).owner).toBe('user:default/owner');
    });
  });
});
