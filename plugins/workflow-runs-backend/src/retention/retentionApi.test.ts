import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { TestPortal, workflowEntity } from '../__testUtils__/TestPortal';
import { greet, wait } from '../__testUtils__/workflows';
import { migrate } from '../database/open';

jest.setTimeout(60_000);

describe('the API of retention', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let knex: Knex;
  let portal: TestPortal;

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    await migrate(knex);
    portal = await TestPortal.start({
      workflows: [greet, wait],
      entities: [
        workflowEntity({ workflow: 'greet', owner: 'user:default/owner' }),
      ],
      knex,
    });
    await portal.untilOwned('greet');
  });
  afterAll(() => portal.stop());

  const ended = async () => {
    const runId = await portal.launch('greet', { input: { name: 'Ada' } });
    await portal.until(runId, 'completed');
    return runId;
  };
  const purge = (runId: string, who = 'admin', reason = 'asked%20for') =>
    portal.ask('delete', `/runs/${runId}?reason=${reason}`, {}, who);

  it('tells of a run until when it is kept, what is gone, and what holds it', async () => {
    const runId = await ended();
    const { body: run } = await portal.get(`/runs/${runId}`);
    const after = (days: number) =>
      new Date(Date.parse(run.completedAt) + days * 86_400_000).toISOString();
    const untils = ({ kept }: any) =>
      Object.fromEntries(
        kept.classes.map((each: any) => [each.class, each.until]),
      );

    expect(run.kept.heldBy).toBeNull();
    expect(untils(run)).toEqual({
      logs: after(30),
      io: after(90),
      artifacts: after(90),
      sealed: after(30),
      runs: after(365),
    });
    await knex('run_live')
      .where({ run_id: runId })
      .update({ logs_deleted_at: Date.UTC(2026, 10, 28) });
    await portal.post(`/runs/${runId}/tags`, { add: ['legal-hold'] });
    const { body: held } = await portal.get(`/runs/${runId}`);
    expect(held.kept.heldBy).toEqual({
      reason: 'legal_hold',
      tag: 'legal-hold',
    });
    expect(held.kept.classes[0]).toEqual({
      class: 'logs',
      deletedAt: '2026-11-28T00:00:00.000Z',
      until: null,
    });
    const { body: open } = await portal.get(
      `/runs/${await portal.launch('wait')}`,
    );
    expect(open.kept.heldBy.reason).toBe('not_ended');
  });

  it('tells of a run that was deleted to those who would have seen it', async () => {
    const runId = await ended();
    expect((await purge(runId)).status).toBe(200);

    for (const who of ['admin', 'viewer', 'owner']) {
      const { status, body } = await portal.get(`/runs/${runId}`, who);
      expect(status).toBe(404);
      expect(body.error).toMatchObject({
        name: 'NotFoundError',
        message: expect.stringMatching(
          /^The run '.*' was deleted by an admin on \d{4}-\d\d-\d\d$/,
        ),
        purgedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        purgedBy: 'admin',
      });
    }
    const { body } = await portal.get(`/runs/${runId}`, 'outsider');
    const none = await portal.get('/runs/run_none', 'outsider');
    expect(JSON.stringify(body).replaceAll(runId, 'run_none')).toBe(
      JSON.stringify(none.body),
    );
  });

  it('leaves nothing of it in any list', async () => {
    const runId = await ended();
    await purge(runId);
    const { body } = await portal.get('/runs');

    expect(body.items.map(({ id }: { id: string }) => id)).not.toContain(runId);
    for (const part of ['steps', 'logs', 'io', 'artifacts', 'events'])
      expect((await portal.get(`/runs/${runId}/${part}`)).status).toBe(404);
  });

  it('tells whoever watches it that it is gone', async () => {
    const runId = await ended();
    const frames: string[] = [];
    const watching = (async () => {
      for await (const { type } of portal.client('viewer').streamRun(runId)) {
        frames.push(type);
        if (frames.length === 1) await purge(runId);
      }
    })();
    await watching;

    expect(frames[frames.length - 1]).toBe('gone');
  });

  it('refuses what has not ended, and who may not, and no reason', async () => {
    const open = await portal.launch('wait');
    const { status, body } = await purge(open);
    expect(status).toBe(409);
    expect(body.error.message).toBe('The run has not ended: cancel it first');
    const runId = await ended();

    expect((await purge(runId, 'operator')).status).toBe(403);
    expect((await purge(runId, 'outsider')).status).toBe(404);
    expect((await purge(runId, 'admin', '')).status).toBe(400);
    expect((await portal.get(`/runs/${runId}`)).status).toBe(200);
  });

  it('leaves in the audit log who has changed, started and deleted what', async () => {
    const runId = await ended();
    portal.audited.length = 0;
    await purge(runId);
    await portal.ask('put', '/retention', {
      policies: [{ days: { logs: 10 } }],
      legalHoldTags: ['case:*'],
      revision: 0,
    });
    await portal.post('/retention/jobs');

    expect(
      portal.audited.map(({ eventId, meta, outcome }) => [
        eventId,
        (meta as { actionType: string }).actionType,
        outcome,
      ]),
    ).toEqual([
      ['retention-mutate', 'purge_run', 'success'],
      ['retention-mutate', 'change', 'success'],
      ['retention-mutate', 'start', 'success'],
    ]);
  });

  it.each([
    [{ policies: [{ days: {} }] }, '/policies/0/days', 'empty'],
    [
      { policies: [{ days: { logs: 0 } }] },
      '/policies/0/days/logs',
      'too_small',
    ],
    [
      { policies: [{ days: { logs: 1.5 } }] },
      '/policies/0/days/logs',
      'invalid_type',
    ],
    [{ policies: [{ days: { log: 5 } }] }, '/policies/0/days/log', 'unknown'],
    [
      { policies: [{ workflow: 'orders', days: { logs: 5 } }] },
      '/policies/0/workflow',
      'invalid_format',
    ],
    [
      { policies: [{ status: 'running', days: { logs: 5 } }] },
      '/policies/0/status',
      'invalid_value',
    ],
    [
      { policies: [{ days: { io: 366 } }] },
      '/policies/0/days/io',
      'exceeds_runs',
    ],
    [
      { policies: [{ days: { io: 5 } }, { days: { logs: 5 } }] },
      '/policies/1/workflow',
      'duplicate',
    ],
    [{ legalHoldTags: ['**'] }, '/legalHoldTags/0', 'invalid_format'],
  ])('says what is wrong with %j', async (wrong, pointer, rule) => {
    const draft = { policies: [], legalHoldTags: [], ...wrong };
    for (const { status, body } of [
      await portal.post('/retention/preview', draft),
      await portal.ask('put', '/retention', { ...draft, revision: 1 }),
    ]) {
      expect(status).toBe(400);
      expect(body.error.violations).toContainEqual(
        expect.objectContaining({ pointer, rule }),
      );
    }
  });

  it('refuses to do a run again whose stored input is gone, and says since when', async () => {
    const runId = await ended();
    await knex('sealed_payloads').where({ run_id: runId }).delete();
    await knex('run_live')
      .where({ run_id: runId })
      .update({ sealed_deleted_at: Date.UTC(2026, 10, 28) });
    const { body } = await portal.get(`/runs/${runId}`);
    const reason =
      'Its stored input was deleted on 2026-11-28: launch a new run instead';

    for (const action of ['retry', 'rerun', 'clone']) {
      expect(body.allowedActions[action]).toEqual({ allowed: false, reason });
      const answer = await portal.post(`/runs/${runId}/${action}`);
      expect(answer.status).toBe(409);
      expect(answer.body.error.message).toContain(reason);
    }
    expect(body.allowedActions.annotate.allowed).toBe(true);
  });

  it('has no job that there is not', async () => {
    expect((await portal.get('/retention/jobs/ret_none')).status).toBe(404);
    expect((await portal.get('/retention/jobs?limit=0')).status).toBe(400);
  });
});
