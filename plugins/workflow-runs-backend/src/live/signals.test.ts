import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  SignalPayload,
  signalsServiceRef,
} from '@backstage/plugin-signals-node';
import { Knex } from 'knex';
import { describeOnDatabases } from '../__testUtils__/databases';
import {
  eventually,
  TestPortal,
  workflowEntity,
} from '../__testUtils__/TestPortal';
import { greet, wait } from '../__testUtils__/workflows';

jest.setTimeout(60_000);

describeOnDatabases('hints by signals', createDatabase => {
  let knex: Knex;
  let portal: TestPortal;
  const sent: SignalPayload[] = [];
  let isAway = false;

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    portal = await TestPortal.start({
      workflows: [greet, wait],
      entities: [
        workflowEntity({ workflow: 'wait', owner: 'user:default/owner' }),
      ],
      knex,
      config: { live: { subscriptions: 3 } },
      beside: {
        features: [
          createServiceFactory({
            service: signalsServiceRef,
            deps: {},
            factory: () => ({
              publish: async (signal: SignalPayload) => {
                if (isAway) throw new Error('Nobody takes signals');
                sent.push(signal);
              },
            }),
          }),
        ],
      },
    });
    await portal.untilOwned('wait');
  });
  afterAll(() => portal.stop());
  /** A reader of the log has read past all that there is. */
  const settled = () =>
    eventually(async () => {
      const { position } = await knex('log_head').first();
      const cursor = await knex('cursors').where({ name: 'signals' }).first();
      expect(Number(cursor.position)).toBe(Number(position));
    }).then(
      () =>
        new Promise<void>(resolve => {
          setTimeout(resolve, 600);
        }),
    );
  beforeEach(async () => {
    // What the test before has done is told, or never will be.
    await settled();
    await knex('live_subscriptions').delete();
    sent.length = 0;
    isAway = false;
  });

  const subscribe = (body: object, who = 'owner') =>
    portal.ask('put', '/live/subscriptions', body, who);
  const hintsFor = (who: string) =>
    sent
      .filter(
        ({ recipients }) =>
          recipients.type === 'user' &&
          recipients.entityRef === `user:default/${who}`,
      )
      .flatMap(({ message }) => message.runIds as string[]);
  const running = async (workflow: string, launch = {}) => {
    const runId = await portal.launch(workflow, launch);
    if (workflow === 'wait') await portal.until(runId, 'running');
    return runId;
  };
  const tag = (runId: string) =>
    portal.post(`/runs/${runId}/tags`, { add: ['seen'] });
  it('go to who asked for them, with the ids of runs and nothing else', async () => {
    const runId = await running('wait');
    const { status, body } = await subscribe({ runs: [runId] });
    expect([status, body.runs]).toEqual([200, [runId]]);
    expect(Date.parse(body.expiresAt) - Date.now()).toBeGreaterThan(500_000);
    await tag(runId);
    await eventually(async () => expect(hintsFor('owner')).toContain(runId));
    await portal.post(`/runs/${runId}/cancel`);

    expect(sent.at(-1)).toEqual({
      recipients: { type: 'user', entityRef: 'user:default/owner' },
      channel: 'workflow-runs',
      message: { runIds: [runId], position: expect.any(Number) },
    });
  });

  it('begin with one of no run, which tells the user alone that they arrive, whenever they are asked for', async () => {
    const runId = await running('wait');
    await settled();
    sent.length = 0;
    await subscribe({ runs: [runId] });
    await subscribe({ runs: [runId] });
    await portal.post(`/runs/${runId}/cancel`);

    expect(sent.slice(0, 2)).toEqual(
      Array(2).fill({
        recipients: { type: 'user', entityRef: 'user:default/owner' },
        channel: 'workflow-runs',
        message: { runIds: [], position: expect.any(Number) },
      }),
    );
  });

  it('are of all runs that the user may see, where that was asked for, until it is given up', async () => {
    await subscribe({ all: true });
    const seen = await running('wait');
    const hidden = await running('greet', { input: { name: 'Ada' } });
    await settled();
    expect(hintsFor('owner')).toContain(seen);
    expect(hintsFor('owner')).not.toContain(hidden);

    const { body } = await portal.ask(
      'delete',
      '/live/subscriptions?all=true',
      {},
      'owner',
    );
    sent.length = 0;
    await tag(seen);
    await settled();
    await portal.post(`/runs/${seen}/cancel`);
    expect(body).toEqual({ left: 0 });
    expect(hintsFor('owner')).toEqual([]);
  });

  it('are audited when they are asked for and ended, and not when they are renewed', async () => {
    const runId = await running('wait');
    const audited = async () => {
      const rows = await knex('audit_entries')
        .whereIn('action', ['subscribe', 'unsubscribe'])
        .orderBy(['at', 'id']);
      return rows.map(({ action, outcome }) => [action, outcome]);
    };
    const before = (await audited()).length;
    for (const body of [{ runs: [runId] }, { runs: [runId] }, { all: true }])
      await subscribe(body);
    await subscribe({ runs: ['run_none'] }, 'service');
    await portal.ask('delete', '/live/subscriptions', {}, 'owner');
    await portal.post(`/runs/${runId}/cancel`);

    expect((await audited()).slice(before)).toEqual([
      ['subscribe', 'succeeded'],
      ['subscribe', 'succeeded'],
      ['subscribe', 'refused'],
      ['unsubscribe', 'succeeded'],
    ]);
  });

  it('are one for what happens in half a second', async () => {
    const runId = await running('wait');
    await settled();
    sent.length = 0;
    await subscribe({ workflows: ['embedded/wait'] });
    for (let i = 0; i < 10; i++)
      await portal.post(`/runs/${runId}/tags`, { add: [`t${i}`] });
    await settled();
    await portal.post(`/runs/${runId}/cancel`);

    expect(hintsFor('owner').length).toBeGreaterThan(0);
    expect(hintsFor('owner').length).toBeLessThan(10);
  });

  it('are of no run that the user may not see, whatever was asked for', async () => {
    const hidden = await running('greet', { input: { name: 'Ada' } });
    const { body } = await subscribe({
      runs: [hidden, 'run_none'],
      workflows: ['embedded/greet', 'no workflow'],
    });
    expect([body.runs]).toEqual([[]]);
    await knex('live_subscriptions').insert({
      user_ref: 'user:default/owner',
      subject_type: 'run',
      subject: hidden,
      visibility: JSON.stringify({
        field: 'owner',
        values: ['user:default/owner'],
      }),
      expires_at: Date.now() + 60_000,
    });
    await tag(hidden);
    await settled();

    expect(hintsFor('owner')).toEqual([]);
  });

  it('end when they are not renewed, or not wanted any more', async () => {
    const runId = await running('wait');
    await settled();
    await subscribe({ runs: [runId] });
    await subscribe({ runs: [runId] }, 'admin');
    await knex('live_subscriptions')
      .where({ user_ref: 'user:default/owner' })
      .update({ expires_at: Date.now() - 1 });
    const { body } = await portal.ask(
      'delete',
      `/live/subscriptions?run=${runId}`,
      {},
      'admin',
    );
    await tag(runId);
    await settled();
    await portal.post(`/runs/${runId}/cancel`);

    expect(body).toEqual({ left: 0 });
    expect([...hintsFor('owner'), ...hintsFor('admin')]).toEqual([]);
  });

  it('are for so many runs and workflows, of which those that have expired are none', async () => {
    const ids = [
      await running('wait'),
      await running('wait'),
      await running('wait'),
      await running('wait'),
    ];
    expect((await subscribe({ runs: ids })).status).toBe(409);
    expect((await subscribe({ runs: ids.slice(0, 3) })).status).toBe(200);
    expect((await subscribe({ runs: ids.slice(0, 3) })).status).toBe(200);
    expect((await subscribe({ runs: ids.slice(3) })).status).toBe(409);
    await knex('live_subscriptions').update({ expires_at: 1 });
    expect((await subscribe({ runs: ids.slice(3) })).status).toBe(200);
    for (const id of ids) await portal.post(`/runs/${id}/cancel`);

    expect(await knex('live_subscriptions')).toHaveLength(1);
  });

  it('are refused to services, and for nothing', async () => {
    const { status, body } = await subscribe({});
    expect([status, body.error.violations]).toMatchObject([
      400,
      [{ pointer: '/runs', rule: 'required' }],
    ]);
    const ofService = await subscribe({ runs: ['run_none'] }, 'service');
    expect([ofService.status, ofService.body.error.violations]).toMatchObject([
      400,
      [{ rule: 'users_only' }],
    ]);
  });

  it('may be lost where nobody takes signals, and nothing else is', async () => {
    isAway = true;
    const runId = await running('wait');
    await subscribe({ runs: [runId] });
    await tag(runId);
    await settled();
    isAway = false;
    await portal.post(`/runs/${runId}/cancel`);

    await eventually(async () => expect(hintsFor('owner')).toContain(runId));
  });
});
