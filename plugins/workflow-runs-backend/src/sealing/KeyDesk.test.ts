import { Knex } from 'knex';
import { describeOnDatabases } from '../__testUtils__/databases';
import { eventually, TestPortal } from '../__testUtils__/TestPortal';
import { greet, wait } from '../__testUtils__/workflows';

jest.setTimeout(60_000);

describeOnDatabases('the desk of keys', createDatabase => {
  let knex: Knex;
  let portal: TestPortal;

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    portal = await TestPortal.start({ workflows: [greet, wait], knex });
  });
  afterAll(() => portal.stop());

  const ended = async () => {
    const runId = await portal.launch('greet', { input: { name: 'Ada' } });
    await portal.until(runId, 'completed');
    return runId;
  };
  const dataKeyOf = (runId: string) =>
    knex('sealed_payloads').where({ run_id: runId, kind: 'data_key' });
  const shred = (body: object, who = 'admin') =>
    portal.post(
      '/keys/shred',
      { reason: 'asked for by its subject', ...body },
      who,
    );

  it('says which keys seal how many runs, and which of them nobody can open', async () => {
    const [lost, older] = [await ended(), await ended()];
    await dataKeyOf(lost).update({ key_id: 'lost' });
    const { body } = await portal.get('/keys');

    expect(body).toEqual({
      items: [
        { id: 'test', isConfigured: true, isActive: true, runs: 1 },
        { id: 'lost', isConfigured: false, isActive: false, runs: 1 },
      ],
      unreadable: 1,
      isGenerated: false,
      rotation: { left: 0, isUnderWay: false },
    });
    await dataKeyOf(lost).update({ key_id: 'test' });
    expect(await dataKeyOf(older)).toHaveLength(1);
  });

  it('shreds the key of a run, which can be repeated no more, and tells who has done it and why', async () => {
    const runId = await ended();
    const { status, body } = await shred({ runId });

    expect([status, body]).toEqual([200, { shredded: 1, goingOn: 0 }]);
    expect(await dataKeyOf(runId)).toEqual([]);
    const retried = await portal.post(`/runs/${runId}/rerun`, {});
    expect(retried.status).toBe(409);
    // Buttons say so before they are pressed.
    const { body: run } = await portal.get(`/runs/${runId}`);
    for (const action of ['retry', 'rerun', 'clone']) {
      expect(run.allowedActions[action]).toEqual({
        allowed: false,
        reason: expect.stringContaining('Its stored input was deleted on'),
      });
    }
    const trail = await portal.get(`/runs/${runId}/audit`);
    expect(trail.body.items).toContainEqual(
      expect.objectContaining({
        event: 'key-mutate',
        action: 'shred',
        outcome: 'succeeded',
        reason: 'asked for by its subject',
        after: { shredded: 1, goingOn: 0 },
      }),
    );
    expect((await shred({ runId })).body.shredded).toBe(0);
  });

  it('leaves the key of a run that goes on', async () => {
    const runId = await portal.launch('wait');
    const { status, body } = await shred({ runId });

    expect([status, body.error.message]).toEqual([
      409,
      'The run goes on, and needs what is sealed for it: cancel it first',
    ]);
    expect(await dataKeyOf(runId)).toHaveLength(1);
  });

  it('shreds all keys of a tenant but those of runs that go on, and of no other tenant', async () => {
    const [mine, theirs] = [await ended(), await ended()];
    const going = await portal.launch('wait');
    await knex('runs')
      .whereIn('id', [mine, going])
      .update({ tenant_id: 'acme' });
    const { body } = await shred({ tenantId: 'acme' });

    expect(body).toEqual({ shredded: 1, goingOn: 1 });
    expect(await dataKeyOf(mine)).toEqual([]);
    expect(await dataKeyOf(going)).toHaveLength(1);
    expect(await dataKeyOf(theirs)).toHaveLength(1);
  });

  it.each([
    [{}, '/runId', 'either_or'],
    [{ runId: 'run_1', tenantId: 'acme' }, '/runId', 'either_or'],
    [{ runId: 'run_1', reason: ' ' }, '/reason', 'too_small'],
  ])('refuses %j', async (body, pointer, rule) => {
    const answer = await shred(body);

    expect(answer.status).toBe(400);
    expect(answer.body.error.violations).toContainEqual(
      expect.objectContaining({ pointer, rule }),
    );
  });

  it('lets nobody shred who does not look after privacy, and tells of the attempt', async () => {
    const runId = await ended();
    expect((await shred({ runId }, 'operator')).status).toBe(403);
    await eventually(async () => {
      const { body } = await portal.get('/audit?action=shred&outcome=refused');
      expect(body.items[0]).toMatchObject({
        actor: 'user:default/operator',
        refusal: { permission: 'workflow-runs.privacy.manage' },
      });
    });
  });
});
