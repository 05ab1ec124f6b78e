import { z } from 'zod';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  FailureGroup,
  FailureGroupDetail,
  permissionNames,
} from 'backstage-plugin-workflow-runs-common';
import {
  createRunConditionalDecision,
  defineWorkflow,
  runConditions,
} from 'backstage-plugin-workflow-runs-node';
import { decideByRole } from '../__testUtils__/decideByRole';
import { describeOnDatabases } from '../__testUtils__/databases';
import {
  adding,
  eventually,
  TestPortal,
  workflowEntity,
} from '../__testUtils__/TestPortal';

jest.setTimeout(120_000);

const { runResolve } = permissionNames;
/** Whether the bank is away. */
let isAway = true;

const charge = adding(
  defineWorkflow({
    name: 'charge',
    version: '1',
    input: z.object({ order: z.number() }),
    steps: { pay: {} },
  }),
  {
    pay: ({ input }) => {
      if (isAway) throw new Error(`Order ${input.order} was declined`);
    },
  },
);

const conditional = (permission: unknown, environment: string) =>
  createRunConditionalDecision(
    permission as never,
    runConditions.isEnvironment({ environments: [environment] }),
  );

/** `stage` sees runs in `stage` alone, `half` sees all and resolves what is in `stage`. */
const decide: typeof decideByRole = (permission, principal) => {
  const { name } = permission;
  switch (principal.userEntityRef) {
    case 'user:default/stage':
      return name.includes('.run.') && name !== permissionNames.runLaunch
        ? conditional(permission, 'stage')
        : { result: AuthorizeResult.ALLOW };
    case 'user:default/half':
      return name === runResolve
        ? conditional(permission, 'stage')
        : { result: AuthorizeResult.ALLOW };
    default:
      return decideByRole(permission, principal);
  }
};

describeOnDatabases('groups of failures', createDatabase => {
  let portal: TestPortal;
  let runIds: string[];
  let order = 0;

  const launch = async (environment = 'prod') => {
    order += 1;
    const runId = await portal.launch('charge', {
      input: { order },
      environment,
    });
    await portal.until(runId, 'failed', 'completed');
    return runId;
  };
  const list = async (query = '', who = 'admin'): Promise<FailureGroup[]> => {
    const { status, body } = await portal.get(`/failure-groups${query}`, who);
    if (status !== 200) throw new Error(`It answers ${status}`);
    return body.items;
  };
  const theGroup = async (who = 'admin') => (await list('', who))[0];
  const detail = async (who = 'admin'): Promise<FailureGroupDetail> => {
    const { id } = await theGroup();
    return (await portal.get(`/failure-groups/${id}`, who)).body;
  };
  const post = async (action: string, body: object = {}, who = 'operator') => {
    const { id } = await theGroup();
    return portal.post(`/failure-groups/${id}/${action}`, body, who);
  };
  const untilSeen = (runs: number) =>
    eventually(async () => {
      const group = await theGroup();
      if (group?.seen.count !== runs) throw new Error('Not seen yet');
      return group;
    });

  beforeAll(async () => {
    isAway = true;
    const { knex } = await createDatabase();
    portal = await TestPortal.start({
      workflows: [charge],
      entities: [
        workflowEntity({
          workflow: 'charge',
          owner: 'group:default/payments',
          annotations: {
            'workflow-runs.io/runbook': 'https://acme.test/charge',
          },
        }),
      ],
      knex,
      decide,
    });
    await portal.untilOwned('charge');
    runIds = [await launch(), await launch(), await launch('stage')];
    await untilSeen(3);
  });
  afterAll(() => portal.stop());

  it('tell what failed alike, where, since when and how often', async () => {
    const group = await detail();

    expect(group).toMatchObject({
      workflow: { ref: 'embedded/charge' },
      ownerRefs: ['group:default/payments'],
      stepKey: 'pay',
      errorCategory: expect.any(String),
      message: expect.stringMatching(/^Order \d was declined$/),
      environments: ['prod', 'stage'],
      state: 'open',
      snooze: null,
      resolution: null,
      runbook: { url: 'https://acme.test/charge', of: 'workflow' },
      episodes: { count: 2, isMore: false },
      seen: { count: 3, isMore: false },
      failed: { count: 3, isMore: false },
      allowedActions: {
        snooze: { allowed: true },
        resolve: { allowed: true },
        reopen: { allowed: false, reason: 'It is open' },
        runbook: { allowed: true },
      },
    });
    expect(group.days).toHaveLength(30);
    expect(group.days.reduce((sum, { runs }) => sum + runs, 0)).toBe(3);
    expect(group.samples.map(({ runId }) => runId).sort()).toEqual(
      [...runIds].sort(),
    );
    expect(group.latestEpisodes).toMatchObject([
      { environment: 'stage', failures: 1, endedAt: null },
      { environment: 'prod', failures: 2, endedAt: null },
    ]);
  });

  it('tell readers of some runs of these alone', async () => {
    expect(await detail('stage')).toMatchObject({
      environments: ['stage'],
      message: 'Order 3 was declined',
      seen: { count: 1, isMore: false },
      episodes: { count: 1 },
      samples: [{ runId: runIds[2] }],
      latestEpisodes: [{ environment: 'stage' }],
    });
  });

  it.each([
    ['', 1],
    ['?workflow=embedded/charge', 1],
    ['?workflow=embedded/other', 0],
    ['?engine=embedded&tenant=default', 1],
    ['?entity=component:default/charge', 1],
    ['?entity=component:default/other', 0],
    ['?owner=group:default/payments', 1],
    ['?owner=group:default/others', 0],
    ['?environment=stage,dev', 1],
    ['?environment=dev', 0],
    ['?state=open', 1],
    ['?state=snoozed,resolved', 0],
    ['?from=2020-01-01T00:00:00Z', 1],
    ['?from=2999-01-01T00:00:00Z', 0],
    ['?to=2020-01-01T00:00:00Z', 0],
  ])('are found by %j: %d', async (query, found) => {
    expect(await list(query)).toHaveLength(found);
  });

  it('tell of an environment alone, where it is asked for', async () => {
    expect(await list('?environment=stage')).toMatchObject([
      { seen: { count: 1 }, environments: ['stage'] },
    ]);
  });

  it('are told of by each of their runs', async () => {
    const group = await theGroup();
    const { body } = await portal.get(`/runs/${runIds[0]}`);

    expect(body.failureGroup).toEqual({
      id: group.id,
      state: 'open',
      seen: { count: 3, isMore: false },
      firstSeen: group.firstSeen,
    });
  });

  it('are a filter of runs: in lists, counts, facets, exports and bulk jobs', async () => {
    const { id } = await theGroup();
    const filter = `failureGroup=${id}&environment=prod`;
    const { body: page } = await portal.get(`/runs?${filter}`);
    const { body: counts } = await portal.get(`/runs/counts?${filter}`);
    const { body: facets } = await portal.get(
      `/runs/facets?failureGroup=${id}&facets=environment`,
    );
    const { text } = await portal.get(`/runs/export?format=jsonl&${filter}`);
    const { body: preview } = await portal.post('/bulk-jobs/preview', {
      action: 'retry',
      filter: { failureGroup: id },
    });

    expect(page.items.map((run: { id: string }) => run.id).sort()).toEqual(
      runIds.slice(0, 2).sort(),
    );
    expect(counts.statuses).toContainEqual({
      status: 'failed',
      count: 2,
      isMore: false,
    });
    expect(facets.facets[0].values).toEqual([
      { value: 'prod', count: 2 },
      { value: 'stage', count: 1 },
    ]);
    expect(text.trim().split('\n')).toHaveLength(2);
    expect(preview).toMatchObject({ total: 3, allowed: 3 });
    const { body: none } = await portal.get('/runs?failureGroup=fgr_none');
    expect(none.items).toEqual([]);
  });

  it('can be snoozed, and wake when that is over', async () => {
    const until = new Date(Date.now() + 1_500).toISOString();
    const { status, body } = await post('snooze', {
      until,
      reason: 'The bank knows: password=hunter2',
    });

    expect(status).toBe(200);
    expect(body).toMatchObject({
      state: 'snoozed',
      snooze: {
        until,
        actor: 'user:default/operator',
        reason: 'The bank knows: password=[redacted:password]',
      },
      allowedActions: { reopen: { allowed: true } },
    });
    expect(await list('?state=snoozed')).toHaveLength(1);
    expect(await list('?state=open')).toHaveLength(0);
    await eventually(async () => {
      if ((await theGroup()).state !== 'open') throw new Error('It rests');
    });
    expect((await theGroup()).snooze).toBeNull();
    expect(await list('?state=open')).toHaveLength(1);
  });

  it('can be resolved, taken up again, and come back as something new', async () => {
    const { body: resolved } = await post('resolve', {
      reason: 'Paid by hand',
    });
    expect(resolved).toMatchObject({
      state: 'resolved',
      resolution: { actor: 'user:default/operator', reason: 'Paid by hand' },
    });
    expect((await post('resolve')).body.resolution.reason).toBe('Paid by hand');
    expect(
      (await post('snooze', { until: '2999-01-01T00:00:00Z' })).status,
    ).toBe(400);
    const soon = new Date(Date.now() + 60_000).toISOString();
    const { status, body } = await post('snooze', { until: soon });
    expect([status, body.error.message]).toEqual([
      409,
      'It is resolved: take it up again first',
    ]);

    expect((await post('reopen')).body).toMatchObject({
      state: 'open',
      resolution: null,
    });
    await post('resolve');
    runIds.push(await launch());
    // It is read piece by piece: what is seen may be newer than its state.
    await untilSeen(4);
    expect(await theGroup()).toMatchObject({
      state: 'open',
      resolution: null,
      episodes: { count: 3 },
    });
  });

  it('have a runbook of their own, before that of their workflow', async () => {
    const url = 'https://acme.test/declined';

    expect((await post('runbook', { url })).body.runbook).toEqual({
      url,
      of: 'group',
    });
    expect((await post('runbook', { url: null })).body.runbook).toEqual({
      url: 'https://acme.test/charge',
      of: 'workflow',
    });
  });

  it.each([
    ['runbook', { url: 'http://acme.test' }, '/url'],
    ['runbook', { url: 'ftp://acme.test/runbook' }, '/url'],
    ['runbook', { url: 'https://me:secret@acme.test' }, '/url'],
    ['runbook', {}, '/url'],
    ['snooze', {}, '/until'],
    ['snooze', { until: '2020-01-01T00:00:00Z' }, '/until'],
    ['snooze', { until: 'tomorrow' }, '/until'],
    ['resolve', { reason: ' ' }, '/reason'],
    ['resolve', { reason: 'x'.repeat(1_001) }, '/reason'],
  ])('%s refuses %j', async (action, body, pointer) => {
    const answer = await post(action, body);

    expect(answer.status).toBe(400);
    expect(answer.body.error.violations[0].pointer).toBe(pointer);
  });

  it('leave what was done to them in the audit log, also where it was refused', async () => {
    portal.audited.length = 0;
    await post('resolve', { reason: 'Seen to' });
    await post('reopen', {}, 'viewer');
    const { id } = await theGroup();

    expect(portal.audited).toMatchObject([
      {
        eventId: 'failure-group-mutate',
        meta: { actionType: 'resolve', groupId: id, reason: 'Seen to' },
        outcome: 'success',
      },
      { meta: { actionType: 'reopen', groupId: id }, outcome: 'failure' },
    ]);
    await post('reopen');
  });

  it('are acted on by whoever may resolve all of their runs', async () => {
    const missing = `You need the permission ${runResolve}`;
    for (const who of ['viewer', 'half']) {
      const { status, body } = await post('resolve', {}, who);

      expect([status, body.error.message]).toEqual([403, missing]);
      expect((await theGroup(who)).allowedActions.resolve).toEqual({
        allowed: false,
        reason: missing,
      });
    }
  });

  it('have no failed runs once these were retried well, and were seen', async () => {
    const { id } = await theGroup();
    isAway = false;
    const { body: job } = await portal.post('/bulk-jobs', {
      name: 'The bank is back',
      reason: 'The bank is back',
      action: 'retry',
      filter: { failureGroup: id },
    });
    expect(job.counts.total).toBe(4);
    await eventually(async () => {
      const group = await theGroup();
      if (group.failed.count > 0) throw new Error('Not yet');
    });

    expect(await detail()).toMatchObject({
      seen: { count: 4 },
      failed: { count: 0 },
    });
    for (const runId of runIds) await portal.until(runId, 'completed');
    const { body } = await portal.get(`/runs/${runIds[0]}`);
    expect(body.failureGroup).toBeNull();
    await eventually(async () => {
      const { latestEpisodes } = await detail();
      if (latestEpisodes.some(({ endedAt }) => endedAt === null))
        throw new Error('It goes on');
    });
  });
});
