import {
  slosSchema,
  workflowSlosDetailSchema,
} from 'backstage-plugin-workflow-runs-common';
import {
  eventually,
  TestPortal,
  workflowEntity,
} from '../__testUtils__/TestPortal';
import { fail, greet, wait } from '../__testUtils__/workflows';

jest.setTimeout(60_000);

describe('objectives of workflows', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await TestPortal.start({
      workflows: [greet, fail, wait],
      entities: [
        workflowEntity({
          workflow: 'greet',
          owner: 'user:default/owner',
          annotations: { 'workflow-runs.io/slo': 'success-rate=99%' },
        }),
        workflowEntity({
          workflow: 'fail',
          owner: 'group:default/others',
          annotations: {
            'workflow-runs.io/slo': 'success=99%',
            'workflow-runs.io/sla': 'soon',
          },
        }),
        workflowEntity({ workflow: 'wait', owner: 'group:default/others' }),
      ],
      config: {
        slos: [
          { workflow: 'embedded/greet', p95Duration: '10m', window: '7d' },
        ],
      },
    });
    await portal.untilOwned('greet');
    await portal.untilOwned('fail');
  });
  afterAll(() => portal.stop());

  const list = (query = '', caller = 'viewer') =>
    portal.get(`/slos${query}`, caller as never);
  const detail = (name: string, query = '', caller = 'viewer') =>
    portal.get(`/workflows/embedded/${name}/slos${query}`, caller as never);

  it('are there before anything has ended, and say that nothing has', async () => {
    const { status, body } = await detail('greet');

    expect(status).toBe(200);
    expect(workflowSlosDetailSchema.parse(body)).toEqual(body);
    expect(body.slos).toMatchObject([
      {
        objective: 'success_rate',
        source: 'annotation',
        target: 0.99,
        windowDays: 28,
        runs: 0,
        share: null,
        budget: { total: 0, used: 0, left: 0, leftShare: null },
        severity: null,
      },
      { objective: 'p95_duration', source: 'configuration', windowDays: 7 },
    ]);
  });

  it('count what has ended, and not what goes on', async () => {
    const going = await portal.launch('wait', { input: {} });
    const runId = await portal.launch('greet', { input: { name: 'Ada' } });
    await portal.until(runId, 'completed');

    await eventually(async () => {
      const { body } = await detail('greet');
      expect(body.slos).toMatchObject([
        { runs: 1, good: 1, share: 1, severity: null },
        { runs: 1, good: 1, share: 1, severity: null },
      ]);
    });
    const { body } = await detail('wait');
    expect(body).toMatchObject({ slos: [], problems: [] });
    expect(going).toBeDefined();
  });

  it('are told of all workflows at once, with what is wrong with an annotation', async () => {
    const { body } = await list();

    expect(slosSchema.parse(body)).toEqual(body);
    expect(body.items).toMatchObject([
      { workflow: { ref: 'embedded/greet' }, problems: [] },
      {
        workflow: { ref: 'embedded/fail' },
        slos: [],
        problems: [
          { source: 'annotation', field: 'success', rule: 'unknown' },
          { source: 'annotation', field: 'sla', rule: 'value' },
        ],
      },
    ]);
    expect(body.totals).toEqual({ withTarget: 1, withoutTarget: 2 });
  });

  it.each([
    ['?workflow=embedded/greet', 1],
    ['?workflow=embedded/wait', 0],
    ['?entity=component:default/greet', 1],
    ['?owner=user:default/owner', 1],
    ['?owner=group:default/others', 1],
    ['?engine=other', 0],
    ['?environment=prod', 2],
  ])('%s has %i', async (query, items) => {
    const { body } = await list(query);
    expect(body.items).toHaveLength(items);
  });

  it('are told owners of their own, and others of none', async () => {
    const own = await list('', 'owner');
    const none = await list('', 'outsider');

    expect(own.body.items).toHaveLength(1);
    expect(none.body).toMatchObject({
      items: [],
      totals: { withTarget: 0, withoutTarget: 0 },
    });
    expect((await detail('fail', '', 'owner')).status).toBe(404);
  });

  it.each([
    ['/slos?status=failed', '/status'],
    ['/slos?from=2026-01-01T00:00:00Z', '/from'],
    ['/workflows/embedded/greet/slos?timeZone=Mars', '/timeZone'],
  ])('%s is refused', async (path, pointer) => {
    const { status, body } = await portal.get(path, 'viewer');

    expect(status).toBe(400);
    expect(body.error.violations).toMatchObject([{ pointer }]);
  });
});
