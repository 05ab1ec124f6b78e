import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Knex } from 'knex';
import { permissionNames } from 'backstage-plugin-workflow-runs-common';
import { describeOnDatabases } from '../__testUtils__/databases';
import { tokenOf } from '../__testUtils__/externalAccess';
import { eventually, TestPortal } from '../__testUtils__/TestPortal';
import { Receiver, verify } from '../webhooks/__testUtils__/Receiver';

jest.setTimeout(120_000);

const hasPython = spawnSync('python3', ['--version']).status === 0;
const PYTHON = join(__dirname, '../../../../examples/python-engine/engine.py');
const SECRET = `whsec_${Buffer.from('k'.repeat(32)).toString('base64')}`;

const service = (subject: string) => ({
  subject,
  accessRestrictions: [
    { plugin: 'workflow-runs', permission: [permissionNames.runIngest] },
  ],
});

describeOnDatabases('what is asked of engines elsewhere', createDatabase => {
  let portal: TestPortal;
  let knex: Knex;
  let receiver: Receiver;

  beforeAll(async () => {
    receiver = await Receiver.start();
    ({ knex } = await createDatabase());
    const source = (engine: string, commands?: object) => ({
      source: `/${engine}`,
      subjects: ['external:ci'],
      engine,
      commands,
    });
    portal = await TestPortal.start({
      workflows: [],
      knex,
      services: [service('external:ci'), service('external:other')],
      config: {
        webhooks: { allow: [`127.0.0.1:${receiver.port}`] },
        ingest: {
          sources: [
            source('polling', { actions: ['cancel', 'pause', 'retry'] }),
            source('posted', {
              actions: ['cancel'],
              webhook: { url: receiver.url('/engine'), secret: SECRET },
            }),
            source('silent', { actions: ['cancel'], expireSeconds: 5 }),
            source('python-engine', { actions: ['cancel', 'pause'] }),
            source('mute'),
            { ...source('others'), subjects: ['external:other'] },
          ],
        },
      },
    });
  });
  afterAll(async () => {
    await portal.stop();
    await receiver.stop();
  });

  let ids = 0;
  const tell = async (
    source: string,
    type: string,
    data: object,
    who = 'external:ci',
  ) => {
    ids += 1;
    const { body } = await portal.post(
      '/ingest/events',
      {
        specversion: '1.0',
        id: `event-${ids}`,
        source,
        type: `io.workflowruns.${type}.v1`,
        time: new Date(Date.now() - 60_000 + ids).toISOString(),
        data,
      },
      who,
    );
    return body.results[0];
  };
  /** A run that an engine is at; its id here. */
  const runningRun = async (engine: string, id: string): Promise<string> => {
    const told = await tell(`/${engine}`, 'run.started', {
      run: { id },
      workflow: { name: 'build' },
    });
    expect(told).toMatchObject({ outcome: 'accepted' });
    const row = await knex('runs')
      .where({ engine_instance: engine, native_id: id })
      .first('id');
    return row.id;
  };
  const commandsOf = async (source: string) => {
    const { status, body } = await portal.get(
      `/ingest/commands?source=${encodeURIComponent(source)}`,
      'external:ci',
    );
    expect(status).toBe(200);
    return body.items;
  };
  const answer = (id: string, said: object, who = 'external:ci') =>
    portal.post(`/ingest/commands/${id}/answer`, said, who);
  const requestOf = async (runId: string) => {
    const { body } = await portal.get(`/runs/${runId}/actions`);
    return body.items[0];
  };

  it('is what its configuration says, by the state of each run', async () => {
    const polled = await runningRun('polling', 'able');
    const mute = await runningRun('mute', 'mute');

    const { body } = await portal.get(`/runs/${polled}`);
    expect(body.allowedActions).toMatchObject({
      cancel: { allowed: true },
      pause: { allowed: true },
      resume: { allowed: false, reason: 'This engine cannot do that: resume' },
      rerun: { allowed: false },
    });
    const { status, body: refused } = await portal.post(
      `/runs/${mute}/cancel`,
      {},
    );
    expect([status, refused.error.message]).toEqual([
      409,
      'This engine cannot do that: cancel',
    ]);
    const viewer = await portal.post(`/runs/${polled}/cancel`, {}, 'viewer');
    expect(viewer.status).toBe(403);
    expect(await commandsOf('/polling')).toEqual([]);
  });

  it('is fetched as often as the engine asks, and answered once', async () => {
    const runId = await runningRun('polling', 'asked');
    const { status, body } = await portal
      .post(`/runs/${runId}/cancel`, { reason: 'it is wrong' }, 'operator')
      .set('Idempotency-Key', 'once');
    expect([status, body.status]).toEqual([202, 'accepted']);
    const again = await portal
      .post(`/runs/${runId}/cancel`, { reason: 'it is wrong' }, 'operator')
      .set('Idempotency-Key', 'once');
    expect(again.status).toBe(202);

    const [command, ...others] = await commandsOf('/polling');
    expect(others).toEqual([]);
    expect(command).toMatchObject({
      action: 'cancel',
      run: { id: 'asked', namespace: 'default' },
      step: null,
      reason: 'it is wrong',
      askedBy: 'user:default/operator',
    });
    expect(await commandsOf('/polling')).toEqual([command]);
    expect(await requestOf(runId)).toMatchObject({ status: 'requested' });

    const on = await answer(command.id, { outcome: 'accepted' });
    expect([on.status, on.body]).toEqual([200, { answered: true }]);
    expect(await requestOf(runId)).toMatchObject({ status: 'accepted' });
    const refused = { outcome: 'refused', message: 'it is too late' };
    const said = await Promise.all([
      answer(command.id, refused),
      answer(command.id, refused),
    ]);
    expect(said.map(each => each.body.answered).sort()).toEqual([false, true]);
    expect(await requestOf(runId)).toMatchObject({
      status: 'refused',
      message: 'it is too late',
    });
    expect(await commandsOf('/polling')).toEqual([]);
    const { body: events } = await portal.get(`/runs/${runId}/events`);
    expect(
      events.items.filter(({ type }: any) => type.startsWith('action.')),
    ).toHaveLength(2);
    const audited = await knex('audit_entries').where({ run_id: runId });
    expect(audited).toHaveLength(1);
  });

  it('is answered by an event of the engine, and by nobody else', async () => {
    const runId = await runningRun('polling', 'by-event');
    await portal.post(`/runs/${runId}/pause`, {});
    const [{ id }] = await commandsOf('/polling');

    const said = { command: id, outcome: 'completed' };
    expect(
      await tell('/others', 'command.answered', said, 'external:other'),
    ).toMatchObject({ field: '/data/command', rule: 'command_unknown' });
    expect(await tell('/posted', 'command.answered', said)).toMatchObject({
      rule: 'command_unknown',
    });
    const foreign = await answer(id, { outcome: 'failed' }, 'external:other');
    expect(foreign.status).toBe(404);
    expect((await answer(id, { outcome: 'completed' }, 'admin')).status).toBe(
      403,
    );
    expect(await requestOf(runId)).toMatchObject({ status: 'requested' });
    expect(await tell('/polling', 'command.answered', said)).toMatchObject({
      outcome: 'accepted',
    });
    expect(await requestOf(runId)).toMatchObject({ status: 'completed' });
    const spied = await portal.get(
      '/ingest/commands?source=/polling',
      'external:other',
    );
    expect(spied.status).toBe(404);
  });

  it('is answered by the run itself: it is as it was asked to be', async () => {
    const runId = await runningRun('polling', 'by-run');
    await portal.post(`/runs/${runId}/cancel`, {});
    await tell('/polling', 'run.finished', {
      run: { id: 'by-run' },
      outcome: 'canceled',
    });
    expect(await requestOf(runId)).toMatchObject({ status: 'completed' });
    expect(await commandsOf('/polling')).toEqual([]);

    // What has ended is tried again: the embedded engine has nothing to do with it.
    const { status } = await portal.post(`/runs/${runId}/retry`, {});
    expect(status).toBe(202);
    expect(await knex('engine_runs').where({ run_id: runId })).toEqual([]);
    await tell('/polling', 'run.started', {
      run: { id: 'by-run' },
      generation: 1,
    });
    expect(await requestOf(runId)).toMatchObject({
      action: 'retry',
      status: 'completed',
    });
  });

  it('is posted to the engine, signed, until it has it', async () => {
    let tries = 0;
    receiver.on('/engine', () => {
      tries += 1;
      return tries === 1 ? 503 : 202;
    });
    const runId = await runningRun('posted', 'posted');
    await portal.post(`/runs/${runId}/cancel`, {});
    await eventually(async () => expect(tries).toBeGreaterThanOrEqual(2));

    const [first, second] = receiver.at('/engine');
    expect(verify(first, SECRET)).toMatchObject({
      type: 'ingest.command',
      data: { action: 'cancel', run: { id: 'posted' } },
    });
    expect(() => verify(first, SECRET.replace('a2', 'a3'))).toThrow();
    expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
    expect(await requestOf(runId)).toMatchObject({ status: 'requested' });
    await answer(first.headers['webhook-id'], { outcome: 'completed' });
    expect(await requestOf(runId)).toMatchObject({ status: 'completed' });
  });

  it('comes to nothing where the engine does not answer in time', async () => {
    const runId = await runningRun('silent', 'silent');
    await portal.post(`/runs/${runId}/cancel`, {});

    const failed = await eventually(async () => {
      const request = await requestOf(runId);
      expect(request.status).toBe('failed');
      return request;
    });
    expect(failed.message).toBe(
      'The engine did not come for the request within 5 s',
    );
    expect(await commandsOf('/silent')).toEqual([]);
    expect(await knex('ingest_commands').where({ run_id: runId })).toEqual([]);
    // It may be asked again.
    const { status } = await portal.post(`/runs/${runId}/cancel`, {});
    expect(status).toBe(202);
  });

  if (hasPython) {
    it('is obeyed by a small engine in Python', async () => {
      const running = promisify(execFile)('python3', [PYTHON, 'endless'], {
        env: {
          ...process.env,
          PAGES: '100000',
          WORKFLOW_RUNS_URL: portal.url,
          WORKFLOW_RUNS_TOKEN: tokenOf('external:ci'),
        },
      });
      const { id } = await eventually(async () => {
        const { body } = await portal.get('/runs?engine=python-engine');
        expect(body.items[0]?.status).toBe('running');
        return body.items[0];
      });
      await portal.post(`/runs/${id}/cancel`, { reason: 'enough' });

      expect((await running).stderr).toBe('');
      const { body } = await portal.get(`/runs/${id}`);
      expect(body).toMatchObject({
        status: 'canceled',
        nativeStatus: 'STOPPED',
      });
      expect(await requestOf(id)).toMatchObject({ status: 'completed' });
    });
  } else {
    it.todo('is obeyed by a small engine in Python, where there is one');
  }
});
