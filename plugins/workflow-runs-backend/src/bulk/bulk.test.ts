import { BulkJob, Run } from 'backstage-plugin-workflow-runs-common';
import { describeOnDatabases } from '../__testUtils__/databases';
import {
  eventually,
  TestPortal,
  workflowEntity,
} from '../__testUtils__/TestPortal';
import { greet, wait } from '../__testUtils__/workflows';

jest.setTimeout(120_000);

const WHY = { name: 'Stop the waiting', reason: 'It is over' };

describeOnDatabases('bulk jobs', createDatabase => {
  let portal: TestPortal;

  beforeAll(async () => {
    const { knex } = await createDatabase();
    portal = await TestPortal.start({
      workflows: [greet, wait],
      entities: [
        workflowEntity({ workflow: 'greet', owner: 'user:default/owner' }),
        workflowEntity({ workflow: 'wait', owner: 'group:default/others' }),
      ],
      knex,
    });
    await portal.untilOwned('greet');
  });
  afterAll(() => portal.stop());

  const launch = (count: number, tag: string) =>
    Promise.all(
      Array.from({ length: count }, () =>
        portal.launch('wait', { tags: [tag] }),
      ),
    );
  const greeted = async () => {
    const runId = await portal.launch('greet', { input: { name: 'Ada' } });
    await portal.until(runId, 'completed');
    return runId;
  };
  /** What can be asked of a run whatever its state. */
  const tagging = async () => ({
    action: 'tag',
    params: { add: ['seen'] },
    runIds: [await greeted()],
  });
  const post = (path: string, body: object = {}, who = 'operator') =>
    portal.post(`/bulk-jobs${path}`, body, who);
  const get = (path: string, who = 'operator') =>
    portal.get(`/bulk-jobs${path}`, who);
  const start = async (body: object, who?: string): Promise<BulkJob> => {
    const answer = await post('', { ...WHY, ...body }, who);
    expect(answer.body).toMatchObject({ id: expect.stringMatching(/^blk_/) });
    return answer.body;
  };
  const until = (id: string, status: BulkJob['status']): Promise<BulkJob> =>
    eventually(async () => {
      const { body } = await get(`/${id}`, 'admin');
      if (body.status === status) return body;
      throw new Error(`The job is ${body.status}`);
    });

  it('tags and assigns what a saved view shows, and says at each run why', async () => {
    const ids = await launch(2, 'orphaned');
    await launch(1, 'kept');
    const view = await portal.post(
      '/views',
      { name: 'Orphaned', filter: { tag: 'orphaned' } },
      'operator',
    );
    const filter = { view: view.body.id };
    for (const asked of [
      { action: 'tag', params: { add: ['seen'], remove: [] }, filter },
      { action: 'assign', params: { owner: 'Group:Default/Team' }, filter },
    ]) {
      const job = await until((await start(asked)).id, 'completed');
      expect(job.counts).toMatchObject({ total: 2, done: 2 });
    }

    const { body } = await portal.get('/runs?tag=seen');
    expect(body.items.map((run: Run) => run.id).sort()).toEqual(ids.sort());
    for (const run of body.items) expect(run.owner).toBe('group:default/team');
    const actions = await portal.get(`/runs/${ids[0]}/actions`);
    const because = `Bulk job '${WHY.name}': ${WHY.reason}`;
    expect(actions.body.items).toMatchObject([
      { action: 'assign', reason: because, actor: 'user:default/operator' },
      { action: 'tag', reason: because, actor: 'user:default/operator' },
    ]);
  });

  it.each([
    ['a view that has every run', {}, 400, '/filter/view'],
    ['a view of somebody else', null, 404, undefined],
  ])('with %s is refused', async (_, viewFilter, status, pointer) => {
    const view = await portal.post(
      '/views',
      { name: `For ${status}`, filter: viewFilter ?? { tag: 'x' } },
      viewFilter ? 'operator' : 'admin',
    );
    const asked = { action: 'cancel', filter: { view: view.body.id } };
    const answer = await post('/preview', asked);

    expect(answer.status).toBe(status);
    expect(answer.body.error.violations?.[0].pointer).toBe(pointer);
  });

  it('to somebody who can own nothing is refused', async () => {
    const params = { owner: 'component:default/shop' };
    const filter = { tag: 'x' };
    const answer = await post('', { ...WHY, action: 'assign', params, filter });

    expect(answer.body.error.violations).toMatchObject([
      { pointer: '/params/owner', rule: 'entity_ref' },
    ]);
  });

  it('cancel thirty runs, from the preview to the end', async () => {
    const ids = await launch(30, 'thirty');
    const foreign = await launch(1, 'other');
    const asked = { action: 'cancel', filter: { tag: 'thirty' } };
    const preview = await post('/preview', asked);
    expect(preview.status).toBe(200);
    expect(preview.body).toMatchObject({ total: 30, allowed: 30, refused: [] });
    expect(preview.body.sample).toHaveLength(10);
    expect(
      (await portal.get('/runs?tag=thirty&status=canceled')).body.items,
    ).toEqual([]);

    const job = await start(asked);
    const seen: number[] = [];
    const ended = await eventually(async () => {
      const { body } = await get(`/${job.id}`);
      const { total, pending, ...settled } = body.counts as Record<
        string,
        number
      >;
      const sum = Object.values(settled).reduce((a, b) => a + b, 0);
      expect([total, pending + sum]).toEqual([30, 30]);
      seen.push(sum);
      if (body.status !== 'completed') throw new Error('not yet');
      return body as BulkJob;
    });
    expect(ended).toMatchObject({
      ...WHY,
      action: 'cancel',
      startedBy: 'user:default/operator',
      counts: { done: 30, refused: 0, failed: 0, canceled: 0, pending: 0 },
      allowedActions: { abort: { allowed: false }, resume: { allowed: false } },
    });
    // How far it was went up, and was seen on the way.
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(new Set(seen).size).toBeGreaterThan(2);

    for (const runId of ids) {
      await portal.until(runId, 'canceled');
      const { body } = await portal.get(`/runs/${runId}/actions`);
      expect(body.items).toMatchObject([
        {
          action: 'cancel',
          actor: 'user:default/operator',
          reason: "Bulk job 'Stop the waiting': It is over",
          status: 'completed',
        },
      ]);
    }
    const { body: items } = await get(`/${job.id}/items?outcome=done&limit=20`);
    expect(items.items).toHaveLength(20);
    expect(items).toMatchObject({ hidden: 0, nextAfter: 19 });
    await portal.until(foreign[0], 'running', 'queued');
    expect(portal.audited).toContainEqual({
      eventId: 'run-mutate',
      meta: {
        actionType: 'start_bulk_job',
        jobId: job.id,
        action: 'cancel',
        count: '30',
        reason: WHY.reason,
      },
      outcome: 'success',
    });
  });

  it('launch runs again, and say which', async () => {
    const runId = await greeted();
    const { id } = await start({ action: 'rerun', runIds: [runId] }, 'owner');
    await until(id, 'completed');
    const { body } = await get(`/${id}/items`, 'owner');
    const run = await portal.until(body.items[0].resultRunId, 'completed');

    expect(body.items).toMatchObject([
      { runId, outcome: 'done', reason: null },
    ]);
    expect(run).toMatchObject({
      originRunId: runId,
      startedBy: 'user:default/owner',
    });
  });

  it('show in the preview what cannot be done, and why', async () => {
    const ended = await greeted();
    const [foreign] = await launch(1, 'foreign');
    const asked = {
      action: 'cancel',
      runIds: [ended, foreign, 'run_none', 'run_a\0b'],
    };
    const { body: byOwner } = await post('/preview', asked, 'owner');
    const { body: byViewer } = await post('/preview', asked, 'viewer');

    const none = 'There is no such run, or you may not see it';
    expect(byOwner).toEqual({
      total: 4,
      allowed: 0,
      refused: [
        { reason: none, count: 3, sampleRunIds: [] },
        {
          reason: 'The run has ended: it is completed',
          count: 1,
          sampleRunIds: [ended],
        },
      ],
      sample: [],
    });
    expect(JSON.stringify(byOwner)).not.toContain(foreign);
    expect(byViewer.refused).toContainEqual({
      reason: 'You need the permission workflow-runs.run.cancel',
      count: 1,
      sampleRunIds: [foreign],
    });
  });

  it('are not started where nothing can be done, and say why', async () => {
    const ended = await greeted();
    const { items: before } = (await get('?limit=200', 'admin')).body;
    const asked = { ...WHY, action: 'tag', params: { add: ['seen'] } };
    const byViewer = await post('', { ...asked, runIds: [ended] }, 'viewer');
    const late = await post('', { ...WHY, action: 'cancel', runIds: [ended] });
    const empty = await post('', { ...asked, filter: { tag: 'nobody has' } });

    expect([byViewer.status, late.status, empty.status]).toEqual([
      409, 409, 409,
    ]);
    expect(byViewer.body.error).toMatchObject({
      name: 'ConflictError',
      message:
        'It can be done to none of the runs: You need the permission workflow-runs.run.tag (1)',
    });
    expect(late.body.error.message).toContain(
      'The run has ended: it is completed (1)',
    );
    expect(empty.body.error.message).toBe(
      'No run is meant: none fits the filter',
    );
    expect((await get('?limit=200', 'admin')).body.items).toEqual(before);
  });

  it('count runs that the reader may not see, and do not name them', async () => {
    const ended = await greeted();
    const [foreign] = await launch(1, 'hidden');
    const { id } = await start(
      {
        action: 'tag',
        params: { add: ['seen'] },
        runIds: [foreign, ended, 'run_none'],
      },
      'owner',
    );
    const answers = [
      await get(`/${id}`, 'owner'),
      await get(`/${id}/items`, 'owner'),
      await get(`/${id}/items?outcome=refused&limit=1`, 'owner'),
    ];

    expect(answers[0].body.counts).toMatchObject({ total: 3, refused: 2 });
    expect(answers[1].body).toMatchObject({
      items: [{ runId: ended, number: 1 }],
      hidden: 2,
      nextAfter: null,
    });
    expect(answers[2].body).toEqual({ items: [], hidden: 1, nextAfter: 0 });
    for (const { body } of answers)
      expect(JSON.stringify(body)).not.toContain(foreign);
    await portal.until(foreign, 'running', 'queued');
  });

  it('are there for who has started them, and for who manages them', async () => {
    const { id } = await start(await tagging());
    const idsOf = async (who: string, of = '') => {
      const startedBy = of && `&startedBy=user:default/${of}`;
      const { body } = await get(`?limit=200${startedBy}`, who);
      return body.items.map((job: BulkJob) => job.id);
    };

    expect(await idsOf('operator')).toContain(id);
    expect(await idsOf('operator', 'operator')).toContain(id);
    expect(await idsOf('admin')).toContain(id);
    expect(await idsOf('admin', 'operator')).toContain(id);
    expect(await idsOf('admin', 'admin')).not.toContain(id);
    expect(await idsOf('viewer')).toEqual([]);
    expect(await idsOf('viewer', 'operator')).toEqual([]);
    for (const path of ['', '/items', '/abort', '/resume']) {
      const ask = /abort|resume/.test(path)
        ? (job: string) => post(`/${job}${path}`, {}, 'viewer')
        : (job: string) => get(`/${job}${path}`, 'viewer');
      const foreign = await ask(id);
      const none = await ask('blk_none');

      expect([foreign.status, none.status]).toEqual([404, 404]);
      expect(foreign.body.error.message.replace(id, 'blk_none')).toBe(
        none.body.error.message,
      );
    }
  });

  it('are aborted by who manages them, and resumed by who has started them', async () => {
    const ids = await launch(40, 'many');
    const { id } = await start({ action: 'cancel', runIds: ids });
    const { status, body } = await post(
      `/${id}/abort`,
      { reason: ' no ' },
      'admin',
    );
    expect([status, body.status]).toEqual([200, 'aborting']);
    const { counts, abortedBy, abortReason } = await until(id, 'aborted');
    expect([abortedBy, abortReason]).toEqual(['user:default/admin', 'no']);
    expect(counts.canceled).toBeGreaterThan(0);
    expect(counts.done + counts.canceled).toBe(40);

    const again = await post(`/${id}/abort`, {}, 'admin');
    expect([again.status, again.body.abortReason]).toEqual([200, 'no']);
    expect((await post(`/${id}/resume`, {}, 'admin')).status).toBe(403);
    expect((await post(`/${id}/resume`)).status).toBe(200);
    expect((await until(id, 'completed')).counts.done).toBe(40);
    expect((await post(`/${id}/abort`)).status).toBe(409);
    expect((await post(`/${id}/resume`)).status).toBe(409);
    for (const [actionType, count] of [
      ['abort_bulk_job', '40'],
      ['resume_bulk_job', '40'],
    ]) {
      expect(portal.audited).toContainEqual(
        expect.objectContaining({
          meta: expect.objectContaining({ actionType, count, jobId: id }),
          outcome: 'success',
        }),
      );
    }
    const canceled: Run[] = await Promise.all(
      ids.map(runId => portal.until(runId, 'canceled')),
    );
    expect(canceled).toHaveLength(40);
  });

  it('start once for each key', async () => {
    const body = { ...WHY, ...(await tagging()) };
    const ask = (asked: object, who?: string) =>
      post('', asked, who).set('Idempotency-Key', 'once');
    const first = await ask(body);
    const second = await ask(body);

    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.id).toBe(first.body.id);
    expect((await ask({ ...body, name: 'Another' })).status).toBe(409);
    expect((await ask(body, 'admin')).status).toBe(201);
  });

  it('keep no secret of what people write', async () => {
    const { id } = await start({
      name: 'password=hunter2',
      reason: 'a\0b token: abc123',
      action: 'resolve',
      params: { note: 'secret=hunter2' },
      runIds: [await greeted()],
    });
    const { body } = await get(`/${id}`);

    expect(body).toMatchObject({
      name: 'password=[redacted:password]',
      reason: 'ab token: [redacted:token]',
      params: { note: 'secret=[redacted:secret]' },
    });
  });

  it.each([
    [{ runIds: undefined }, '/runIds', 'required'],
    [{ filter: { status: 'failed' } }, '/filter', 'either_or'],
    [{ runIds: undefined, filter: {} }, '/filter', 'empty'],
    [
      { runIds: undefined, filter: { staus: 'failed' } },
      '/filter/staus',
      'unknown',
    ],
    [
      { runIds: undefined, filter: { tagPattern: '(' } },
      '/filter/tagPattern',
      'pattern',
    ],
    [{ runIds: ['a', 'a'] }, '/runIds/1', 'duplicate'],
    [
      { runIds: Array.from({ length: 1_001 }, (_, i) => `run_${i}`) },
      '/runIds',
      'too_big',
    ],
    [{ action: 'force' }, '/action', 'invalid_value'],
    [{ action: 'resolve' }, '/params/note', 'required'],
    [{ params: { note: 'x' } }, '/params/note', 'unknown'],
    [{ reason: ' ' }, '/reason', 'too_small'],
    [{ reason: '\0' }, '/reason', 'too_small'],
    [{ name: 'x'.repeat(101) }, '/name', 'too_big'],
  ])('%# is refused where it does not fit', async (wrong, pointer, rule) => {
    const body = { ...WHY, action: 'cancel', runIds: ['run_1'], ...wrong };
    const answer = await post('', body);

    expect(answer.status).toBe(400);
    expect(answer.body.error.violations).toMatchObject([{ pointer, rule }]);
  });
});
