import { Knex } from 'knex';
import { describeOnDatabases } from '../__testUtils__/databases';
import { TestPortal } from '../__testUtils__/TestPortal';
import { greet, wait } from '../__testUtils__/workflows';

jest.setTimeout(60_000);

describeOnDatabases('a launch', createDatabase => {
  let knex: Knex;
  let portal: TestPortal;

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    portal = await TestPortal.start({ workflows: [greet, wait], knex });
  });
  afterAll(() => portal.stop());

  const launch = (
    body: { input?: object; workflow?: string; businessEventId?: string },
    options: { key?: string; who?: string } = {},
  ) => {
    const sent = portal.post(
      '/runs',
      { workflow: 'embedded/greet', input: { name: 'Ada' }, ...body },
      options.who,
    );
    return options.key ? sent.set('Idempotency-Key', options.key) : sent;
  };

  it('makes a run, and says which', async () => {
    const { status, body } = await launch({});

    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: 'completed',
      runId: expect.stringMatching(/^run_\w{26}$/),
      newStatus: 'queued',
    });
    expect(await portal.until(body.runId, 'completed')).toMatchObject({
      workflow: { ref: 'embedded/greet', title: 'Greet somebody' },
      startedBy: 'user:default/admin',
      environment: 'prod',
      priority: 'normal',
      triggerType: 'manual',
      tags: [],
    });
  });

  it('carries what was said to the run', async () => {
    const said = {
      environment: 'staging',
      priority: 'high',
      tags: ['a', 'b', 'a'],
      businessEventId: 'order-7',
      backfill: true,
    };
    const { body } = await launch(said);
    const { body: run } = await portal.get(`/runs/${body.runId}`);

    expect(run).toMatchObject({
      ...said,
      tags: ['a', 'b'],
      triggerType: 'backfill',
    });
  });

  it('fills defaults in, and keeps secrets from whoever reads', async () => {
    const { body } = await launch({
      input: { name: 'Ada', password: 'hunter2' },
    });
    const { body: io, text } = await portal.get(`/runs/${body.runId}/io`);

    expect(io.items[0]).toMatchObject({
      stepKey: null,
      direction: 'input',
      value: { name: 'Ada', times: 1, password: '[redacted:password]' },
    });
    expect(text).not.toContain('hunter2');
  });

  it('of an unknown workflow is refused', async () => {
    const { status } = await launch({ workflow: 'embedded/none' });

    expect(status).toBe(404);
  });

  describe('with an idempotency key', () => {
    it('finds the same run again', async () => {
      const first = await launch({}, { key: 'once' });
      const second = await launch({}, { key: 'once' });

      expect([first.status, second.status]).toEqual([201, 200]);
      expect(second.body.runId).toBe(first.body.runId);
    });

    it('finds it although the input is written otherwise', async () => {
      const input = { name: 'Ada', mood: 'happy' };
      const first = await launch({ input }, { key: 'order' });
      const second = await launch(
        { input: Object.fromEntries(Object.entries(input).reverse()) },
        { key: 'order' },
      );

      expect(second.body.runId).toBe(first.body.runId);
    });

    it('finds it whatever has become of the workflow since', async () => {
      const first = await launch({}, { key: 'changed' });
      const key = { name: 'greet' };
      const { definition_hash: hash } = await knex('workflows')
        .where(key)
        .first();
      await knex('workflows').where(key).update({ definition_hash: null });
      const second = await launch({}, { key: 'changed' });
      const another = await launch({}, { key: 'another' });
      await knex('workflows').where(key).update({ definition_hash: hash });

      expect([second.status, second.body.runId]).toEqual([
        200,
        first.body.runId,
      ]);
      expect(another.status).toBe(400);
    });

    it('is refused for anything else', async () => {
      await launch({}, { key: 'taken' });
      const { status, body } = await launch(
        { input: { name: 'Bo' } },
        { key: 'taken' },
      );

      expect(status).toBe(409);
      expect(body.error.message).toContain('Idempotency-Key');
    });

    it('does not meet the same key of another caller, or workflow', async () => {
      const ids = [
        await launch({}, { key: '1' }),
        await launch({}, { key: '1', who: 'operator' }),
        await launch({ workflow: 'embedded/wait', input: {} }, { key: '1' }),
      ].map(({ body }) => body.runId);

      expect(new Set(ids).size).toBe(3);
    });

    it('makes one run of many at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 12 }, () => launch({}, { key: 'rush' })),
      );

      expect(new Set(answers.map(({ body }) => body.runId)).size).toBe(1);
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(11);
    });
  });

  describe('of a business event', () => {
    it('happens once for each workflow', async () => {
      const first = await launch({ businessEventId: 'invoice-1' });
      const second = await launch({
        businessEventId: 'invoice-1',
        input: { name: 'Bo' },
      });
      const other = await launch({
        businessEventId: 'invoice-1',
        workflow: 'embedded/wait',
        input: {},
      });

      expect(second.status).toBe(200);
      expect(second.body).toMatchObject({
        runId: first.body.runId,
        message: 'A run of this business event exists already',
      });
      expect(other.status).toBe(201);
    });

    it('happens once, whoever tells of it with whatever key', async () => {
      const answers = await Promise.all(
        ['admin', 'operator', 'service'].map((who, i) =>
          launch({ businessEventId: 'invoice-2' }, { who, key: `key-${i}` }),
        ),
      );

      expect(new Set(answers.map(({ body }) => body.runId)).size).toBe(1);
    });
  });

  it('is audited, and so is one that was refused', async () => {
    portal.audited.length = 0;
    await launch({});
    await launch({ workflow: 'embedded/none' });
    await launch({}, { who: 'viewer' });

    expect(portal.audited).toMatchObject([
      {
        eventId: 'run-mutate',
        meta: { actionType: 'launch', workflow: 'embedded/greet' },
        outcome: 'success',
      },
      { meta: { workflow: 'embedded/none' }, outcome: 'failure' },
      { meta: { workflow: 'embedded/greet' }, outcome: 'failure' },
    ]);
  });
});
