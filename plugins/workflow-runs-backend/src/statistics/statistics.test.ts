import { statisticsSchema } from 'backstage-plugin-workflow-runs-common';
import {
  eventually,
  TestPortal,
  workflowEntity,
} from '../__testUtils__/TestPortal';
import { greet, wait } from '../__testUtils__/workflows';

jest.setTimeout(60_000);

describe('GET /statistics', () => {
  let portal: TestPortal;
  let runId: string;

  beforeAll(async () => {
    portal = await TestPortal.start({
      workflows: [greet, wait],
      entities: [
        workflowEntity({ workflow: 'greet', owner: 'user:default/owner' }),
        workflowEntity({ workflow: 'wait', owner: 'group:default/others' }),
      ],
    });
    await portal.untilOwned('greet');
    runId = await portal.launch('greet', { input: { name: 'Ada' } });
    await portal.until(runId, 'completed');
  });
  afterAll(() => portal.stop());

  const ask = (query = '', caller = 'viewer') =>
    portal.get(`/statistics${query}`, caller as never);
  const counted = () =>
    eventually(async () => {
      const { body } = await ask();
      expect(body.total.runs).toBe(1);
      return body;
    });

  it('tells of a run soon after it has ended', async () => {
    await counted();
    const { body } = await ask();

    expect(statisticsSchema.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      interval: 'day',
      timeZone: 'UTC',
      total: { runs: 1, completed: 1, successRate: 1 },
      workflows: [{ workflow: { ref: 'embedded/greet' } }],
      longest: [{ runId }],
      totals: { workflows: 1, runs: 1 },
      coverage: { exact: true, scannedRuns: 0, skipped: null },
    });
    expect(body.steps).toEqual(
      ['look_up', 'say'].map(stepKey =>
        expect.objectContaining({ stepKey, occurrences: 1, failures: 0 }),
      ),
    );
    expect(body.total.duration.p95Ms).toBe(body.total.duration.meanMs);
  });

  it('tells owners of their own runs, and others of none', async () => {
    await counted();
    const own = await ask('', 'owner');
    const none = await ask('', 'outsider');

    expect(own.body.total.runs).toBe(1);
    expect(none.status).toBe(200);
    expect(none.body.total.runs).toBe(0);
    expect(none.body.workflows).toEqual([]);
  });

  it.each([
    ['?workflow=embedded/greet', 1],
    ['?workflow=embedded/wait', 0],
    ['?engine=embedded', 1],
    ['?owner=user:default/owner', 1],
    ['?owner=group:default/others', 0],
    ['?environment=nowhere', 0],
    ['?backfill=true', 0],
    ['?interval=hour&timeZone=Asia/Kolkata', 1],
  ])('%s has %i runs', async (query, runs) => {
    await counted();
    const { body } = await ask(query);

    expect(body.total.runs).toBe(runs);
  });

  it.each([
    ['?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', '/to', 'order'],
    ['?from=2999-01-01T00:00:00Z&to=2999-01-02T00:00:00Z', '/from', 'future'],
    ['?from=2016-01-01T00:00:00Z&to=2026-01-01T00:00:00Z', '/from', 'too_long'],
    [
      '?from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z&interval=quarter',
      '/interval',
      'too_many_points',
    ],
    ['?timeZone=Mars/Phobos', '/timeZone', 'time_zone'],
    ['?timeZone=%2B05:30', '/timeZone', 'time_zone'],
    ['?interval=week', '/interval', 'invalid_value'],
    ['?from=yesterday', '/from', 'invalid_format'],
    ['?status=failed', '/status', 'unknown'],
  ])('refuses %s', async (query, pointer, rule) => {
    const { status, body } = await ask(query);

    expect(status).toBe(400);
    expect(body.error.violations).toMatchObject([{ pointer, rule }]);
  });
});
