import { createBackendModule } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { permissionNames } from 'backstage-plugin-workflow-runs-common';
import { workflowRunsEnginesExtensionPoint } from 'backstage-plugin-workflow-runs-node';
import {
  FakeEngine,
  FakeRun,
} from 'backstage-plugin-workflow-runs-node/testing';
import { describeOnDatabases } from '../__testUtils__/databases';
import { eventually, TestPortal } from '../__testUtils__/TestPortal';

jest.setTimeout(90_000);

const NAME = 'kestrel';
/** May see runs, and not what they were given. */
const READER = {
  subject: 'external:reader',
  accessRestrictions: [
    { plugin: 'workflow-runs', permission: permissionNames.runRead },
  ],
};

describeOnDatabases('what an engine elsewhere is asked', createDatabase => {
  let portal: TestPortal;
  let knex: Knex;
  const shop = new FakeEngine({ instance: { id: 'shop' } });
  const bare = new FakeEngine({ instance: { id: 'bare' } });
  bare.query = undefined as never;
  bare.history = undefined as never;
  bare.planRetry = undefined as never;
  bare.launch = undefined as never;

  const run = (id: string, said: Partial<FakeRun> = {}): FakeRun => ({
    id,
    workflow: 'order',
    status: 'busy',
    startedAt: Date.now() - 60_000,
    changedAt: Date.now() - 30_000,
    ...said,
  });
  /** The id here of a run that the engine has from now on. */
  const idOf = async (engine: FakeEngine, said: FakeRun): Promise<string> => {
    engine.put(said);
    await portal.post(`/engines/${engine.instance.id}/sync`);
    return eventually(async () => {
      const row = await knex('runs')
        .where({ engine_instance: engine.instance.id, native_id: said.id })
        .first('id');
      if (!row) throw new Error('it is not known yet');
      return row.id;
    });
  };
  const key = (value: string) => ({ 'Idempotency-Key': value });

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    shop.put(run('first'));
    bare.put(run('plain'));
    portal = await TestPortal.start({
      workflows: [],
      services: [READER],
      knex,
      config: {
        sync: { windowSeconds: 3_600, openSeconds: 3_600 },
        privacy: {
          policies: [
            {
              name: 'Names',
              workflow: 'shop/order',
              rules: [{ path: '$.name', treatment: 'redact' }],
            },
          ],
        },
      },
      beside: {
        features: [
          createBackendModule({
            pluginId: 'workflow-runs',
            moduleId: 'engines-of-tests',
            register: reg =>
              reg.registerInit({
                deps: { engines: workflowRunsEnginesExtensionPoint },
                async init({ engines }) {
                  engines.addEngine(shop);
                  engines.addEngine(bare);
                },
              }),
          }),
        ],
      },
    });
    await idOf(shop, run('first'));
  });
  beforeEach(() => {
    shop.actions = [
      'cancel',
      'terminate',
      'retry',
      'send_event',
      'update',
      'node_action',
    ];
    shop.launches = true;
    shop.handles = {
      signals: [{ name: 'paid', description: null }],
      updates: [{ name: 'rename', description: 'Gives it a name' }],
      queries: [{ name: 'progress', description: null }],
    };
  });
  afterEach(() => {
    shop.trouble = {};
  });
  afterAll(() => portal.stop());

  describe('about a run', () => {
    it('is answered from the engine, page by page, without what is secret', async () => {
      const events = [1, 2, 3].map(id => ({ id, input: { name: NAME } }));
      const id = await idOf(shop, run('told', { events }));
      const first = await portal.get(
        `/runs/${id}/native-history?limit=2`,
        'viewer',
      );
      const { nextCursor } = first.body;
      const second = await portal.get(
        `/runs/${id}/native-history?limit=2&cursor=${nextCursor}`,
        'viewer',
      );
      const ids = (body: any) => body.events.map((event: any) => event.id);

      expect([ids(first.body), ids(second.body)]).toEqual([[1, 2], [3]]);
      expect(second.body.nextCursor).toBeNull();
      const { body: open } = await portal.post(
        `/runs/${id}/query`,
        { name: 'progress', args: [{ name: NAME }] },
        'viewer',
      );
      expect(open.value.args).toHaveLength(1);
      expect(JSON.stringify([first.body, second.body, open])).not.toContain(
        NAME,
      );
      const kept = await knex('run_io').where({ run_id: id });
      expect(kept).toEqual([]);
    });

    it('is in the audit trail, where code of the run answers it', async () => {
      const id = await idOf(shop, run('queried'));
      await portal.post(`/runs/${id}/query`, { name: 'progress' }, 'viewer');
      const refused = await portal.post(
        `/runs/${id}/query`,
        { name: 'nothing' },
        'viewer',
      );

      expect(refused.status).toBe(404);
      expect(refused.body.error.message).toBe('It answers no nothing');
      const entries = await knex('audit_entries')
        .where({ run_id: id, action: 'query' })
        .orderBy('at');
      expect(
        entries.map(({ event, outcome, actor }) => [event, outcome, actor]),
      ).toEqual([
        ['run-fetch', 'succeeded', 'user:default/viewer'],
        [
          'run-fetch',
          expect.stringMatching(/refused|failed/),
          'user:default/viewer',
        ],
      ]);
      expect(JSON.parse(entries[0].details)).toMatchObject({
        query: 'progress',
      });
    });

    it('is what a retry would do, and what the run can be told', async () => {
      const steps = ['pick', 'pack', 'ship'];
      const id = await idOf(shop, run('planned', { steps }));
      const plan = await portal.get(
        `/runs/${id}/retry-plan?step=pack`,
        'viewer',
      );
      const none = await portal.get(`/runs/${id}/retry-plan?step=fly`);
      const handlers = await portal.get(`/runs/${id}/handlers`, 'viewer');

      expect(plan.body).toEqual({
        becomes: 'new_run',
        again: ['pack', 'ship'],
        kept: ['pick'],
        notes: [],
      });
      expect(none.status).toBe(404);
      expect(handlers.body).toEqual(shop.handles);
    });

    it('is not answered while it is away, nor by an engine that cannot', async () => {
      const id = await idOf(shop, run('away'));
      shop.trouble = { isAway: true };
      for (const path of ['native-history', 'retry-plan', 'handlers']) {
        const { status, body } = await portal.get(`/runs/${id}/${path}`);
        expect([path, status, body.error.name]).toEqual([
          path,
          503,
          'ServiceUnavailableError',
        ]);
      }
      const plain = await idOf(bare, run('plain'));
      for (const path of ['native-history', 'retry-plan']) {
        const { status, body } = await portal.get(`/runs/${plain}/${path}`);
        expect([path, status]).toEqual([path, 404]);
        expect(body.error.message).toMatch(/^This engine cannot do that: /);
      }
    });

    it('is checked: an answer that does not fit is trouble of the engine', async () => {
      const id = await idOf(shop, run('nonsense'));
      shop.handles = { signals: 'all' } as never;
      const { status, body } = await portal.get(`/runs/${id}/handlers`);

      expect(status).toBe(503);
      expect(body.error.message).toMatch(/^The engine has failed: .*signals/);
    });
  });

  describe('to do', () => {
    it('is to end a run at once, by who may do that', async () => {
      const id = await idOf(shop, run('ended'));
      const refused = await portal.post(`/runs/${id}/terminate`, {}, 'viewer');
      const { status, body } = await portal.post(
        `/runs/${id}/terminate`,
        { reason: 'it hangs' },
        'operator',
      );

      expect([refused.status, status, body.status]).toEqual([
        403,
        200,
        'completed',
      ]);
      expect(shop.commands.at(-1)).toMatchObject({
        action: 'terminate',
        reason: 'it hangs',
      });
      await eventually(async () => {
        const { body: now } = await portal.get(`/runs/${id}`);
        if (now.status !== 'canceled') throw new Error('it goes on still');
      });
      const again = await portal.post(`/runs/${id}/terminate`);
      expect(again.status).toBe(409);
    });

    it('is to change something, and its answer is kept for who may read outputs', async () => {
      const id = await idOf(shop, run('changed'));
      const { status, body } = await portal.post(
        `/runs/${id}/update`,
        { name: 'rename', input: { name: NAME, to: 'b' } },
        'operator',
      );

      expect(status).toBe(200);
      expect(body.result).toMatchObject({ name: expect.anything() });
      expect(JSON.stringify(body)).not.toContain(NAME);
      const { body: seen } = await portal.get(`/runs/${id}/actions`, 'viewer');
      expect(seen.items[0]).toMatchObject({
        action: 'update',
        status: 'completed',
        result: { input: { to: 'b' } },
      });
      expect(JSON.stringify(seen)).not.toContain(NAME);
      const { body: blind } = await portal.get(
        `/runs/${id}/actions`,
        'external:reader',
      );
      expect(blind.items[0].result).toBeNull();
      expect(shop.commands.at(-1)?.details).toEqual({
        name: 'rename',
        input: { name: NAME, to: 'b' },
      });
    });

    it('is what it offers for a step as it stands', async () => {
      const operation = { name: 'reset', title: 'Start anew' };
      const steps = [
        {
          key: 'charge',
          attempts: [{ generation: 0, number: 1, startedAt: Date.now() }],
          operations: { at: Date.now(), value: [operation] },
        },
      ];
      const id = await idOf(shop, run('operable', { beside: { steps } }));
      const { body } = await portal.get(`/runs/${id}/steps`);
      const { status } = await portal.post(
        `/runs/${id}/node-actions`,
        { step: 'charge', action: 'reset' },
        'operator',
      );

      expect(body.items[0].operations).toEqual([operation]);
      expect(status).toBe(200);
      expect(shop.commands.at(-1)?.details).toEqual({
        step: 'charge',
        operation: 'reset',
        input: {},
      });
    });

    it.each([
      ['cancel', {}],
      ['terminate', {}],
      ['retry', {}],
      ['send_event', { name: 'paid', payload: { by: 'card' } }],
    ])(
      'is to %s many runs, without the one who asks',
      async (action, params) => {
        const runIds = [
          await idOf(shop, run(`many-${action}-1`)),
          await idOf(shop, run(`many-${action}-2`)),
        ];
        const asked = shop.commands.length;
        const { body, status } = await portal.post(
          '/bulk-jobs',
          { name: 'All', action, params, reason: 'they hang', runIds },
          'operator',
        );
        expect(status).toBe(201);
        await eventually(async () => {
          const { body: job } = await portal.get(
            `/bulk-jobs/${body.id}`,
            'operator',
          );
          if (job.counts.done !== 2) throw new Error('they are not all done');
        });

        const commands = shop.commands.slice(asked);
        expect(commands.map(command => command.action)).toEqual([
          action,
          action,
        ]);
        expect(commands[0]).toMatchObject({
          actor: 'user:default/operator',
          details: params,
        });
        expect(commands[0].credentials).toBeUndefined();
      },
    );
  });

  describe('to launch', () => {
    const launch = (said: object = {}, headers = {}, who = 'operator') =>
      portal
        .post(
          '/runs',
          { workflow: 'shop/order', input: { order: 7 }, ...said },
          who,
        )
        .set(headers);
    const audited = (id: string) =>
      knex('audit_entries').where({ run_id: id }).orderBy('at');

    it('is a run that is there at once, with who has launched it', async () => {
      const { status, body } = await launch({ tags: ['urgent'] });
      const { body: seen } = await portal.get(`/runs/${body.runId}`);
      const { body: payloads } = await portal.get(`/runs/${body.runId}/io`);

      expect(status).toBe(201);
      expect(seen).toMatchObject({
        startedBy: 'user:default/operator',
        tags: ['urgent'],
        workflow: { ref: 'shop/order' },
      });
      expect(payloads.items[0].value).toEqual({ order: 7 });
      const [entry] = await audited(body.runId);
      expect(entry).toMatchObject({
        action: 'launch',
        outcome: 'succeeded',
        actor: 'user:default/operator',
      });
      await eventually(async () => {
        const { body: now } = await portal.get(`/runs/${body.runId}`);
        if (now.status !== 'running') throw new Error('it is queued still');
      });
    });

    it('is done once for each key and business event', async () => {
      const launches = shop.launched.length;
      const one = await launch({ businessEventId: 'b-1' }, key('k-1'));
      const same = await launch({ businessEventId: 'b-1' }, key('k-1'));
      const event = await launch({ businessEventId: 'b-1' });
      const other = await launch({ input: { order: 8 } }, key('k-1'));

      expect([one, same, event, other].map(({ status }) => status)).toEqual([
        201, 200, 200, 409,
      ]);
      expect(same.body.runId).toBe(one.body.runId);
      expect(event.body.runId).toBe(one.body.runId);
      expect(shop.launched.length - launches).toBe(1);
    });

    it('and not heard, is found by the same key, and is no second run', async () => {
      shop.trouble = { isAway: true };
      const lost = await launch({}, key('k-2'));
      expect(lost.status).toBe(503);
      expect(await knex('launch_keys').where('key', 'like', '%k-2')).toEqual(
        [],
      );
      const launches = shop.launched.length;
      shop.trouble = {};
      const found = await launch({}, key('k-2'));

      expect(found.status).toBe(201);
      expect(shop.launched.length).toBe(launches);
    });

    it('is refused by the engine, or by who may not, and there is no run of it', async () => {
      const runs = await knex('runs').count({ count: '*' });
      shop.trouble = { lies: true };
      const refused = await launch();
      shop.trouble = {};
      const viewer = await launch({}, {}, 'viewer');
      const plain = await launch({ workflow: 'bare/order' });
      const backfill = await launch({ backfill: true });

      expect(refused.status).toBe(409);
      expect(refused.body.error.message).toBe('It cannot launch order');
      expect([viewer.status, plain.status, backfill.status]).toEqual([
        403, 400, 400,
      ]);
      expect(await knex('runs').count({ count: '*' })).toEqual(runs);
    });

    it('is one that repeats another, with what that was given', async () => {
      const { body: first } = await launch({ input: { order: 9 } });
      await portal.post(`/runs/${first.runId}/cancel`);
      await eventually(async () => {
        const { body } = await portal.get(`/runs/${first.runId}`);
        if (body.status !== 'canceled') throw new Error('it goes on still');
      });
      const again = await portal.post(`/runs/${first.runId}/rerun`);
      const other = await portal.post(`/runs/${first.runId}/clone`, {
        input: { order: 10 },
      });

      expect([again.status, other.status]).toEqual([201, 201]);
      expect(shop.launched.slice(-2).map(({ input }) => input)).toEqual([
        { order: 9 },
        { order: 10 },
      ]);
      const { body: seen } = await portal.get(`/runs/${again.body.runId}`);
      expect(seen.originRunId).toBe(first.runId);
      const entries = await audited(first.runId);
      expect(
        entries.map(({ action, result_run_id: id }) => [action, id]),
      ).toEqual(
        expect.arrayContaining([
          ['rerun', again.body.runId],
          ['clone', other.body.runId],
        ]),
      );
    });

    it('is none that would be given what was taken out of its input', async () => {
      const { body } = await launch({ input: { name: NAME } });
      const { status, body: refused } = await portal.post(
        `/runs/${body.runId}/clone`,
      );

      expect(status).toBe(400);
      expect(refused.error.violations[0]).toMatchObject({
        pointer: '/input',
        rule: 'redacted',
      });
    });

    it('is offered where the engine can', async () => {
      const { body: able } = await portal.get('/workflows/shop/order');
      const { body: unable } = await portal.get('/workflows/bare/order');

      expect(able.allowedActions.launch.allowed).toBe(true);
      expect(able.capabilities).toMatchObject({
        launch: true,
        queries: true,
        nativeHistory: true,
        retryPlans: true,
      });
      expect(unable.allowedActions.launch.allowed).toBe(false);
      expect(unable.capabilities).toMatchObject({
        launch: false,
        queries: false,
        nativeHistory: false,
        retryPlans: false,
      });
    });
  });
});
