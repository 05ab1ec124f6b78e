import { createBackendModule } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { workflowRunsEnginesExtensionPoint } from 'backstage-plugin-workflow-runs-node';
import {
  FakeEngine,
  FakeRun,
} from 'backstage-plugin-workflow-runs-node/testing';
import { describeOnDatabases } from '../__testUtils__/databases';
import { testPrivacy, testRedaction } from '../__testUtils__/testPrivacy';
import { eventually, TestPortal } from '../__testUtils__/TestPortal';
import { leaseClock } from '../database/clock';
import { LaneDatabase } from '../database/LaneDatabase';
import { Recorder } from '../recorder/Recorder';
import { EngineCommands } from './EngineCommands';
import { Engines } from './Engines';
import { SyncOrders } from './SyncOrders';

jest.setTimeout(90_000);

const userOf = (credentials: any): string =>
  credentials.principal.userEntityRef ?? '';

/** What passes on commands in another backend. */
const commandsOf = (knex: Knex, lane: LaneDatabase, engine: FakeEngine) => {
  const now = () => Date.now();
  const logger = mockServices.logger.mock();
  const redaction = testRedaction(knex, testPrivacy());
  return new EngineCommands({
    knex,
    engines: new Engines([engine], logger),
    orders: new SyncOrders(knex),
    recorder: new Recorder({ database: lane, redaction, now }),
    clock: leaseClock(knex, now),
    now,
    logger,
    notify: () => {},
  });
};

describeOnDatabases('an engine elsewhere', createDatabase => {
  let portal: TestPortal;
  let knex: Knex;
  let lane: LaneDatabase;
  /** Everybody sees all of it. */
  const ci = new FakeEngine({ instance: { id: 'ci', title: 'Builds' } });
  /** Everybody sees their own, and the admin all. */
  const templates = new FakeEngine({
    instance: { id: 'templates' },
    visibility: credentials =>
      userOf(credentials) === 'user:default/admin'
        ? 'all'
        : { field: 'startedBy', values: [userOf(credentials)] },
  });

  const run = (id: string, said: Partial<FakeRun> = {}): FakeRun => ({
    id,
    workflow: 'build',
    status: 'busy',
    startedAt: Date.now() - 60_000,
    changedAt: Date.now() - 30_000,
    ...said,
  });
  const runsOf = async (query: string, who?: string) => {
    const { body } = await portal.get(`/runs?${query}`, who);
    return body.items as any[];
  };
  const idOf = (engine: string, who?: string) =>
    eventually(async () => {
      const [{ id }] = await runsOf(`engine=${engine}`, who);
      return id as string;
    });

  beforeAll(async () => {
    ci.put(run('build-1'));
    templates.put(
      run('task-1', { workflow: 'service', user: 'user:default/viewer' }),
      run('task-2', {
        workflow: 'service',
        user: 'user:default/operator',
        status: 'done',
        startedAt: Date.now(),
        changedAt: Date.now() + 500,
      }),
    );
    ({ knex, lane } = await createDatabase());
    portal = await TestPortal.start({
      workflows: [],
      knex,
      config: {
        sync: { windowSeconds: 1, openSeconds: 1, overlapSeconds: 60 },
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
                  engines.addEngine(ci);
                  engines.addEngine(templates);
                },
              }),
          }),
        ],
      },
    });
    await eventually(async () => {
      if ((await runsOf('')).length < 3) throw new Error('not all are known');
    });
  });
  afterEach(() => {
    ci.trouble = {};
    templates.trouble = {};
    ci.actions = ['cancel', 'retry'];
  });
  afterAll(() => portal.stop());

  describe('with permissions of its own', () => {
    it('shows in lists and in counts what they let somebody see', async () => {
      const names = async (who: string) =>
        (await runsOf('', who)).map(each => each.workflow.ref).sort();

      expect(await names('admin')).toEqual([
        'ci/build',
        'templates/service',
        'templates/service',
      ]);
      expect(await names('viewer')).toEqual(['ci/build', 'templates/service']);
      const { body } = await portal.get('/runs/counts', 'viewer');
      const counts = Object.fromEntries(
        body.statuses.map((each: any) => [each.status, each.count]),
      );
      expect(counts).toMatchObject({ running: 2, completed: 0 });
    });

    it('does not count what it hides in facets', async () => {
      const facet = async (who: string) => {
        const { body } = await portal.get('/runs/facets?facets=workflow', who);
        return Object.fromEntries(
          body.facets[0].values.map((each: any) => [each.value, each.count]),
        );
      };

      expect(await facet('admin')).toEqual({
        'ci/build': 1,
        'templates/service': 2,
      });
      expect(await facet('viewer')).toEqual({
        'ci/build': 1,
        'templates/service': 1,
      });
    });

    it('does not count what it hides in statistics', async () => {
      const runs = async (who: string) => {
        const { status, body } = await portal.get(
          '/statistics?engine=templates',
          who,
        );
        expect(status).toBe(200);
        return body.total.runs;
      };
      await eventually(async () => {
        if ((await runs('admin')) < 1) throw new Error('not counted yet');
      });

      expect(await runs('admin')).toBe(1);
      expect(await runs('operator')).toBe(1);
      expect(await runs('viewer')).toBe(0);
    });

    it('has no run that is another’s, whatever it is asked for', async () => {
      const hidden = (await runsOf('status=completed'))[0].id;
      const paths = ['', '/steps', '/events', '/logs', '/stream', '/lineage'];
      for (const path of paths) {
        const { status } = await portal.get(`/runs/${hidden}${path}`, 'viewer');
        expect(`${path} ${status}`).toBe(`${path} 404`);
      }
      const { status } = await portal.post(
        `/runs/${hidden}/sync`,
        {},
        'viewer',
      );
      expect(status).toBe(404);
    });

    it('is left out of exports', async () => {
      const { text } = await portal.get('/runs/export?format=csv', 'operator');

      expect(text).toContain('ci/build');
      expect(text).toContain('user:default/operator');
      expect(text).not.toContain('user:default/viewer');
    });

    it('hides all where it does not say who may see what', async () => {
      templates.trouble = { hidesPermissions: true };
      const names = (await runsOf('', 'owner')).map(each => each.workflow.ref);

      expect(names).not.toContain('templates/service');
      const { body } = await portal.get('/workflows', 'somebody-new');
      expect(body.items ?? []).toEqual([]);
    });
  });

  describe('that is asked to do something', () => {
    it('does it once, is asked for the run, and has it in the audit trail', async () => {
      ci.put(run('to-cancel'));
      const { id } = await eventually(async () => {
        const found = (await runsOf('engine=ci')).find(
          each => each.nativeStatus === 'busy' && each.id !== undefined,
        );
        return found!;
      });
      const before = ci.commands.length;
      const ask = () =>
        portal
          .post(`/runs/${id}/cancel`, { reason: 'wrong branch' }, 'operator')
          .set('Idempotency-Key', 'once');
      const [first, second] = [await ask(), await ask()];

      expect(first.body).toMatchObject({ status: 'completed', runId: id });
      expect(second.body).toEqual(first.body);
      expect(ci.commands.slice(before)).toMatchObject([
        {
          action: 'cancel',
          actor: 'user:default/operator',
          reason: 'wrong branch',
        },
      ]);
      const canceled = await portal.until(id, 'canceled');
      expect(canceled.nativeStatus).toBe('stopped');
      const { body } = await portal.get(`/runs/${id}/actions`);
      expect(body.items).toMatchObject([
        { action: 'cancel', status: 'completed', reason: 'wrong branch' },
      ]);
      const audit = await portal.get(`/runs/${id}/audit`);
      expect(audit.body.items[0]).toMatchObject({
        actor: 'user:default/operator',
        outcome: 'succeeded',
      });
    });

    const openRun = async (name: string) => {
      ci.put(run(name, { workflow: name }));
      return eventually(async () => {
        const [{ id }] = await runsOf(`workflow=ci/${name}`);
        return id as string;
      });
    };

    it('refuses honestly what it said that it could do', async () => {
      const id = await openRun('liar');
      ci.trouble = { lies: true };
      const { status, body } = await portal.post(`/runs/${id}/cancel`);

      expect(status).toBe(409);
      expect(body.error.message).toBe('It cannot cancel');
      const actions = await portal.get(`/runs/${id}/actions`);
      expect(actions.body.items).toMatchObject([
        { action: 'cancel', status: 'refused', message: 'It cannot cancel' },
      ]);
    });

    it('says so where it is away', async () => {
      const id = await openRun('unreachable');
      ci.trouble = { isAway: true };
      const { status, body } = await portal.post(`/runs/${id}/cancel`);

      expect(status).toBe(409);
      expect(body.error.message).toBe('It is away');
      const { body: known } = await portal.get(`/runs/${id}`);
      expect(known.status).toBe('running');
    });

    it('was not heard where its backend died: so it is said', async () => {
      const id = await openRun('orphan');
      ci.trouble = { lies: true };
      await portal.post(`/runs/${id}/cancel`);
      await knex('actions')
        .where({ run_id: id })
        .update({ status: 'requested', requested_at: 1 });
      await commandsOf(knex, lane, ci).answerForgotten();

      const { body } = await portal.get(`/runs/${id}/actions`);
      expect(body.items).toMatchObject([
        {
          status: 'failed',
          message: expect.stringMatching(/may or may not have done it/),
        },
      ]);
    });

    it('takes its time: what has come of it, the run tells', async () => {
      const id = await openRun('slow');
      ci.trouble = { takesItsTime: true };
      ci.actions = ['cancel', 'send_event'];
      const event = await portal.post(`/runs/${id}/send-event`, {
        name: 'paid',
      });
      expect([event.status, event.body.status]).toEqual([202, 'accepted']);
      expect((await portal.post(`/runs/${id}/cancel`)).status).toBe(202);

      await eventually(async () => {
        const { body } = await portal.get(`/runs/${id}/actions`);
        expect(body.items).toMatchObject([
          { action: 'cancel', status: 'completed' },
          {
            action: 'send_event',
            status: 'canceled',
            message: 'The run ended before it was done: it is canceled',
          },
        ]);
      });
    });

    it('is not asked for what it cannot do', async () => {
      const id = await openRun('limited');
      ci.actions = [];
      const before = ci.commands.length;
      const { status, body } = await portal.post(`/runs/${id}/cancel`);

      expect(status).toBe(409);
      expect(body.error.message).toBe('This engine cannot do that: cancel');
      expect(ci.commands).toHaveLength(before);
      const { body: known } = await portal.get(`/runs/${id}`);
      expect(known.allowedActions.cancel).toEqual({
        allowed: false,
        reason: 'This engine cannot do that: cancel',
      });
    });
  });

  describe('that is asked for its runs', () => {
    it('notifies whoever watches a run of what happens, and nobody of what has', async () => {
      const at = Date.now() - 86_400_000;
      const past = { startedAt: at, changedAt: at };
      ci.put(run('before', { ...past, workflow: 'notify', status: 'broken' }));
      ci.put(run('after', { workflow: 'notify', status: 'broken' }));
      ci.put(run('watched', { workflow: 'watched' }));
      const id = await eventually(async () => {
        const [found] = await runsOf('workflow=ci/watched');
        return found.id as string;
      });
      const watched = await portal.post(
        `/runs/${id}/watch`,
        { watch: true },
        'operator',
      );
      expect(watched.status).toBe(200);
      ci.put(
        run('watched', {
          workflow: 'watched',
          status: 'broken',
          changedAt: Date.now(),
        }),
      );
      await portal.post(`/runs/${id}/sync`);
      await eventually(async () => {
        const rows = await knex('notifications').where({ run_id: id });
        if (rows.length === 0) throw new Error('nobody is told yet');
      });

      const others = knex('notifications').whereNot({ run_id: id });
      expect(await others).toEqual([]);
    });

    it('says as of when they are known, and what it can do', async () => {
      const { body } = await portal.get('/engines', 'viewer');
      const [first, second] = body.items;

      expect(first).toMatchObject({
        id: 'ci',
        title: 'Builds',
        environment: 'test',
        isStale: false,
        lastError: null,
        capabilities: { launch: false, actions: ['cancel', 'retry'] },
        sync: {
          allowed: false,
          reason: 'You need the permission workflow-runs.engine.sync',
        },
      });
      expect(Date.parse(first.syncedAt)).toBeGreaterThan(Date.now() - 60_000);
      expect(second.id).toBe('templates');
    });

    it('is asked at once by an operator, who is in the audit trail', async () => {
      const { status, body } = await portal.post(
        '/engines/ci/sync',
        {},
        'operator',
      );

      expect(status).toBe(202);
      expect(body.sync).toEqual({ allowed: true, reason: null });
      expect(portal.audited).toContainEqual(
        expect.objectContaining({ eventId: 'engine-sync', outcome: 'success' }),
      );
    });

    it('is asked for one run, and the answer says as of when', async () => {
      const id = await idOf('ci');
      const before = Date.now();
      const { status, body } = await portal.post(
        `/runs/${id}/sync`,
        {},
        'operator',
      );

      expect(status).toBe(200);
      expect(body).toMatchObject({ isStale: false, problem: null });
      expect(Date.parse(body.syncedAt)).toBeGreaterThanOrEqual(before);
    });

    it('is in trouble: the run is shown as it was, and says so', async () => {
      const id = await idOf('ci');
      ci.trouble = { isAway: true, retryAfterMs: 60_000 };
      await eventually(async () => {
        const { body } = await portal.get('/engines');
        if (body.items[0].state !== 'backing_off')
          throw new Error('it is asked still');
      });
      const { status, body } = await portal.get(`/runs/${id}`);

      expect(status).toBe(200);
      expect(body.freshness.problem).toMatch(
        /^The engine does not answer; it is asked again in \d+ s$/,
      );
      const seen = async (who: string) =>
        (await portal.get('/engines', who)).body.items[0].lastError;
      expect(await seen('operator')).toBe('It is away');
      expect(await seen('viewer')).toBeNull();

      const again = await portal.post('/engines/ci/sync');
      expect(again.status).toBe(429);
      ci.trouble = {};
      await eventually(async () => {
        const { status: asked } = await portal.post('/engines/ci/sync');
        if (asked !== 202) throw new Error('it is left alone still');
      });
      await eventually(async () => {
        const { body: now } = await portal.get('/engines');
        if (now.items[0].lastError) throw new Error('it is in trouble still');
      });
    });

    it('does not know a run any more: so it is said', async () => {
      ci.put(run('forgotten', { workflow: 'forgotten' }));
      const id = await eventually(async () => {
        const [found] = await runsOf('workflow=ci/forgotten');
        return found.id as string;
      });
      ci.forget('forgotten');
      const { body } = await portal.post(`/runs/${id}/sync`);

      expect(body.problem).toBe('The engine does not know the run any more');
      const { body: seen } = await portal.get(`/runs/${id}`, 'viewer');
      expect(seen.freshness.problem).toBe(
        'The engine could not be asked for this run',
      );
    });

    it('is none that there is not', async () => {
      expect((await portal.post('/engines/none/sync')).status).toBe(404);
      const { status } = await portal.post('/engines/ci/sync', {}, 'viewer');
      expect(status).toBe(403);
    });
  });
});
