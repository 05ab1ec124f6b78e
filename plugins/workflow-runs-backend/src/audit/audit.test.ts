import { AuditEntry } from 'backstage-plugin-workflow-runs-common';
import { Knex } from 'knex';
import { describeOnDatabases } from '../__testUtils__/databases';
import {
  eventually,
  TestPortal,
  workflowEntity,
} from '../__testUtils__/TestPortal';
import { fail, greet, wait } from '../__testUtils__/workflows';

jest.setTimeout(60_000);

describeOnDatabases('the audit trail', createDatabase => {
  let knex: Knex;
  let portal: TestPortal;

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    portal = await TestPortal.start({
      workflows: [greet, wait, fail],
      knex,
      entities: [
        workflowEntity({ workflow: 'greet', owner: 'group:default/greeters' }),
      ],
    });
    await portal.untilOwned('greet');
  });
  afterAll(() => portal.stop());

  const trailOf = async (runId: string): Promise<AuditEntry[]> => {
    const { body } = await portal.get(`/runs/${runId}/audit`);
    return body.items;
  };

  it('says who has canceled a run, why, from where, and how it was before and after', async () => {
    const runId = await portal.launch('wait');
    await portal.until(runId, 'waiting_human', 'running');
    await portal
      .post(`/runs/${runId}/cancel`, { reason: 'password=hunter2' }, 'operator')
      .set('User-Agent', 'curl/8 token=abc')
      .set('X-Request-Id', 'req-1');
    await portal.until(runId, 'canceled');
    const [canceled, launched] = await trailOf(runId);

    expect(canceled).toMatchObject({
      actor: 'user:default/operator',
      event: 'run-mutate',
      action: 'cancel',
      outcome: 'succeeded',
      reason: 'password=[redacted:password]',
      runId,
      isRunKept: true,
      workflow: 'embedded/wait',
      refusal: null,
      before: { status: expect.stringMatching(/running|waiting_human/) },
      after: { status: expect.stringMatching(/cancel/) },
      origin: {
        remoteAddress: expect.stringContaining('127.0.0.1'),
        userAgent: 'curl/8 token=[redacted:token]',
        requestId: 'req-1',
      },
    });
    expect(launched).toMatchObject({
      actor: 'user:default/admin',
      action: 'launch',
      outcome: 'succeeded',
      runId,
      details: { version: '1', environment: 'prod' },
    });
    const [action] = (await portal.get(`/runs/${runId}/actions`)).body.items;
    expect(canceled.actionId).toBe(action.id);
    // The words of an action stand in the action alone.
    const row = await knex('audit_entries').where({ id: canceled.id }).first();
    expect(row).toMatchObject({ reason: null, outcome: 'pending' });
  });

  it('tells who was refused, and by which permission or state', async () => {
    const runId = await portal.launch('greet', { input: { name: 'Ada' } });
    await portal.until(runId, 'completed');
    await portal.post(`/runs/${runId}/cancel`, { reason: 'no' }, 'viewer');
    await portal.post(`/runs/${runId}/cancel`, {}, 'operator');
    await portal.get(`/runs/${runId}/export`, 'viewer');
    await portal.get(`/runs/${runId}/export?format=markdown`, 'operator');
    // How an export has ended is written once its answer has gone.
    const entries = await eventually(async () => {
      const found = await trailOf(runId);
      expect(found.map(({ outcome }) => outcome)).not.toContain('pending');
      return found;
    });

    expect(entries).toMatchObject([
      {
        event: 'run-fetch',
        action: 'export',
        outcome: 'succeeded',
        details: { format: 'markdown', isWhole: true },
      },
      {
        action: 'export',
        outcome: 'refused',
        refusal: { permission: 'workflow-runs.run.export', runStatus: null },
      },
      {
        action: 'cancel',
        actor: 'user:default/operator',
        outcome: 'refused',
        message: 'The run has ended: it is completed',
        refusal: { permission: null, runStatus: 'completed' },
      },
      {
        action: 'cancel',
        actor: 'user:default/viewer',
        outcome: 'refused',
        reason: 'no',
        message: 'You need the permission workflow-runs.run.cancel',
        refusal: { permission: 'workflow-runs.run.cancel', runStatus: null },
      },
      { action: 'launch' },
    ]);
  });

  it('shows tags and owners before and after', async () => {
    const runId = await portal.launch('greet', {
      input: { name: 'Ada' },
      tags: ['a', 'b'],
    });
    await portal.post(`/runs/${runId}/tags`, {
      add: ['c'],
      remove: ['a'],
      reason: 'token=hunter2',
    });
    expect(JSON.stringify(portal.audited.at(-1)?.meta)).toContain(
      'token=[redacted:token]',
    );
    await portal.post(`/runs/${runId}/owner`, { owner: 'user:default/ada' });
    const [assigned, tagged] = await trailOf(runId);

    expect(tagged).toMatchObject({
      action: 'tag',
      outcome: 'succeeded',
      before: { tags: ['a', 'b'] },
      after: { tags: ['b', 'c'] },
    });
    expect(assigned).toMatchObject({
      before: { owner: 'group:default/greeters' },
      after: { owner: 'user:default/ada' },
    });
  });

  it('has one entry of a run that was repeated, which both runs show', async () => {
    const origin = await portal.launch('greet', { input: { name: 'Ada' } });
    await portal.until(origin, 'completed');
    const { body } = await portal.post(`/runs/${origin}/rerun`, {
      reason: 'the printer was off',
    });
    const [ofOrigin] = await trailOf(origin);
    const [ofResult] = await trailOf(body.runId);

    expect(ofResult).toEqual(ofOrigin);
    expect(ofOrigin).toMatchObject({
      action: 'rerun',
      runId: origin,
      resultRunId: body.runId,
      reason: 'the printer was off',
    });
  });

  it('tells readers of a run not from where others have called', async () => {
    const runId = await portal.launch('greet', { input: { name: 'Ada' } });
    const { body } = await portal.get(`/runs/${runId}/audit`, 'viewer');

    expect(body.items).toMatchObject([{ action: 'launch', origin: null }]);
  });

  it('keeps the words of actions, and all entries, when the run is deleted', async () => {
    const runId = await portal.launch('wait');
    await portal.until(runId, 'waiting_human', 'running');
    await portal.post(`/runs/${runId}/cancel`, { reason: 'superseded' });
    await portal.until(runId, 'canceled');
    const [before] = await trailOf(runId);
    await knex('actions').where({ run_id: runId }).delete();
    await knex('runs').where({ id: runId }).delete();
    const { body } = await portal.get(`/audit?run=${runId}`);

    expect(body.items[0]).toEqual({ ...before, isRunKept: false });
    expect(before.reason).toBe('superseded');
    expect((await portal.get(`/runs/${runId}/audit`)).status).toBe(404);
  });

  it('is found by who, action, workflow, outcome and time, page by page', async () => {
    const ask = async (query: string) => {
      const { body, status } = await portal.get(`/audit?${query}`);
      expect(status).toBe(200);
      return body as { items: AuditEntry[]; nextToken: string | null };
    };
    const all = await ask('limit=200');
    expect(all.items.length).toBeGreaterThan(10);
    const fits = async (
      query: string,
      isMeant: (entry: AuditEntry) => boolean,
    ) => {
      const wanted = all.items.filter(isMeant);
      expect(wanted.length).toBeGreaterThan(0);
      expect((await ask(`limit=200&${query}`)).items).toEqual(wanted);
    };
    await fits('actor=user:default/viewer', e => e.actor.endsWith('/viewer'));
    await fits('action=cancel', e => e.action === 'cancel');
    await fits('event=run-mutate', e => e.event === 'run-mutate');
    await fits('outcome=refused', e => e.outcome === 'refused');
    await fits('outcome=succeeded', e => e.outcome === 'succeeded');
    await fits('workflow=embedded/wait', e => e.workflow === 'embedded/wait');
    const { at } = all.items[4];
    await fits(`from=${at}`, e => e.at >= at);
    await fits(`to=${at}`, e => e.at < at);

    const paged: AuditEntry[] = [];
    let token = '';
    do {
      const page = await ask(`limit=3${token && `&token=${token}`}`);
      paged.push(...page.items);
      token = page.nextToken ?? '';
    } while (token);
    expect(paged).toEqual(all.items);
    const { nextToken } = await ask('limit=3');
    const other = await portal.get(`/audit?action=cancel&token=${nextToken}`);
    expect(other.status).toBe(400);
  });

  it('is exported whole, and the export is in the trail', async () => {
    const { body } = await portal.get('/audit?action=cancel&limit=200');
    const { text } = await portal.get(
      '/audit/export?action=cancel&format=jsonl',
    );
    const lines = text.trim().split('\n');

    expect(lines.map(line => JSON.parse(line))).toEqual(body.items);
    const csv = await portal.get('/audit/export?action=cancel');
    expect(csv.headers['content-disposition']).toMatch(
      /workflow-runs-audit-\w+\.csv/,
    );
    expect(csv.text.split('\r\n')).toHaveLength(lines.length + 2);
    const [entry] = (await portal.get('/audit')).body.items;
    expect(entry).toMatchObject({
      event: 'audit-fetch',
      action: 'export',
      outcome: 'succeeded',
      details: { format: 'csv', rows: lines.length },
    });
  });
});
