import { describeOnDatabases } from '../__testUtils__/databases';
import { TestPortal } from '../__testUtils__/TestPortal';
import { greet, wait } from '../__testUtils__/workflows';

jest.setTimeout(60_000);

describeOnDatabases('a cancel', createDatabase => {
  let portal: TestPortal;

  beforeAll(async () => {
    const { knex } = await createDatabase();
    portal = await TestPortal.start({ workflows: [greet, wait], knex });
  });
  afterAll(() => portal.stop());

  const running = async () => {
    const runId = await portal.launch('wait');
    await portal.until(runId, 'running');
    return runId;
  };
  const cancel = (runId: string, body: object = {}, key?: string) => {
    const sent = portal.post(`/runs/${runId}/cancel`, body, 'operator');
    return key ? sent.set('Idempotency-Key', key) : sent;
  };

  it('ends the run, and leaves who asked and why', async () => {
    const runId = await running();
    const { status, body } = await cancel(runId, { reason: ' enough ' });
    await portal.until(runId, 'canceled');
    const { body: actions } = await portal.get(`/runs/${runId}/actions`);

    expect([status, body.status]).toEqual([200, 'completed']);
    expect(actions.items).toMatchObject([
      {
        action: 'cancel',
        actor: 'user:default/operator',
        reason: 'enough',
        status: 'completed',
      },
    ]);
  });

  it('happens once for each key', async () => {
    const runId = await running();
    const answers = await Promise.all([
      cancel(runId, {}, 'once'),
      cancel(runId, {}, 'once'),
      cancel(runId, {}, 'once'),
    ]);
    await portal.until(runId, 'canceled');
    answers.push(await cancel(runId, {}, 'once'));
    const { body: actions } = await portal.get(`/runs/${runId}/actions`);

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(actions.items).toHaveLength(1);
  });

  it('is refused where the key was used for another request', async () => {
    await cancel(await running(), {}, 'taken');
    const { status, body } = await cancel(await running(), {}, 'taken');

    expect(status).toBe(409);
    expect(body.error.message).toContain('Idempotency-Key');
  });

  it('of a run that has ended is refused with what it allows', async () => {
    const runId = await portal.launch('greet', { input: { name: 'Ada' } });
    await portal.until(runId, 'completed');
    const { status, body } = await cancel(runId);

    const message = 'The run has ended: it is completed';
    expect(status).toBe(409);
    expect(body.error).toMatchObject({
      name: 'ConflictError',
      message,
      runStatus: 'completed',
      allowedActions: { cancel: { allowed: false, reason: message } },
    });
  });

  it('of a run that there is not is refused', async () => {
    expect((await cancel('run_none')).status).toBe(404);
  });

  it('has a reason that fits', async () => {
    const runId = await running();

    for (const reason of ['', '  ', 'x'.repeat(1_001), 7])
      expect((await cancel(runId, { reason })).status).toBe(400);
    expect((await cancel(runId, { reason: 'a\0b' })).status).toBe(200);
  });
});

describe('without a worker', () => {
  it('a cancel is accepted, and waits', async () => {
    const portal = await TestPortal.start({
      workflows: [wait],
      config: { role: 'api' },
    });
    const runId = await portal.launch('wait');
    const { status, body } = await portal.post(`/runs/${runId}/cancel`);
    const { body: actions } = await portal.get(`/runs/${runId}/actions`);
    await portal.stop();

    expect(status).toBe(202);
    expect(body).toMatchObject({ status: 'accepted', newStatus: 'queued' });
    expect(actions.items).toMatchObject([{ status: 'requested' }]);
  });
});
