import { z } from 'zod';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import {
  adding,
  TestPortal,
  workflowEntity,
} from '../__testUtils__/TestPortal';

jest.setTimeout(120_000);

const orders = adding(
  defineWorkflow({
    name: 'orders',
    version: '1',
    input: z.object({}),
    steps: { only: {} },
  }),
  { only: () => {} },
);
const RULE = {
  name: 'Orders fail',
  kind: 'failure_rate',
  scope: { workflows: ['embedded/orders'] },
  threshold: 20,
  windowMs: 3_600_000,
};

describe('the API of alert rules', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await TestPortal.start({
      workflows: [orders],
      entities: [
        workflowEntity({ workflow: 'orders', owner: 'group:default/team' }),
        {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Group',
          metadata: { name: 'team', namespace: 'default' },
        },
      ],
    });
    await portal.untilOwned('orders');
  });
  afterAll(() => portal.stop());

  const create = (change: object = {}) =>
    portal.post('/alert-rules', { ...RULE, ...change });
  const viewOf = async (filter: object, who = 'admin') => {
    const { body } = await portal.post(
      '/views',
      { name: `${who} ${JSON.stringify(filter)}`, filter },
      who,
    );
    return body.id;
  };

  it('makes a rule, changes it, and deletes it', async () => {
    const { status, body } = await create({ recipients: ['group:team'] });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...RULE,
      recipients: ['group:default/team'],
      minRuns: 10,
      revision: 1,
      enabled: true,
      createdBy: 'user:default/admin',
      state: { status: 'no_data', value: null, evaluatedAt: null },
    });
    const kept = Date.parse(body.expiresAt) - Date.parse(body.createdAt);
    expect(kept).toBe(90 * 86_400_000);

    const path = `/alert-rules/${body.id}`;
    const changed = { ...RULE, name: 'Orders fail often', revision: 1 };
    const put = () => portal.ask('put', path, changed);
    expect((await put()).body).toMatchObject({ revision: 2, recipients: [] });
    expect((await put()).body.error.message).toBe(
      'revision: the rule has revision 2, and this is a change of revision 1: load it anew',
    );
    expect((await portal.get('/alert-rules')).body.items).toHaveLength(1);
    const off = { ...changed, enabled: false, revision: 2 };
    expect((await portal.ask('put', path, off)).status).toBe(200);
    expect((await portal.ask('delete', path, {})).status).toBe(200);
    expect((await portal.get(path)).status).toBe(404);
    const said = portal.audited
      .filter(({ eventId }) => eventId === 'alert-rule-mutate')
      .map(({ meta }: any) => [meta.actionType, meta.name]);
    expect(said).toEqual([
      ['create', RULE.name],
      ['change', 'Orders fail often'],
      ['change', 'Orders fail often'],
      ['disable', 'Orders fail often'],
      ['delete', 'Orders fail often'],
    ]);
  });

  it('makes one rule of a request that comes twice', async () => {
    const ask = (body: object) =>
      fetch(`${portal.url}/v1/alert-rules`, {
        method: 'POST',
        headers: {
          ...portal.headersOf('admin'),
          'content-type': 'application/json',
          'idempotency-key': 'once',
        },
        body: JSON.stringify(body),
      });
    const [first, second] = [await ask(RULE), await ask(RULE)];

    expect([first.status, second.status]).toEqual([201, 200]);
    expect(((await first.json()) as any).id).toBe(
      ((await second.json()) as any).id,
    );
    expect((await ask({ ...RULE, threshold: 5 })).status).toBe(409);
  });

  it.each([
    [{ threshold: 0 }, '/threshold', 'range'],
    [{ windowMs: undefined }, '/windowMs', 'required'],
    [{ forMs: 7_200_000 }, '/forMs', 'longer_than_window'],
    [
      { scope: { workflows: ['embedded/orders', 'embedded/nothing'] } },
      '/scope/workflows/1',
      'unknown',
    ],
    [{ scope: { viewId: 'view_none' } }, '/scope/viewId', 'unknown'],
    [{ recipients: ['group:team', 'nobody'] }, '/recipients/1', 'entity_ref'],
    [{ recipients: ['group:team', 'user:nobody'] }, '/recipients/1', 'unknown'],
    [{ recipients: ['component:orders'] }, '/recipients/0', 'entity_ref'],
    [{ webhookId: 'whk_none' }, '/webhookId', 'unknown'],
  ])('refuses %j: %s, %s', async (change, pointer, rule) => {
    const { status, body } = await create(change);

    expect(status).toBe(400);
    expect(body.error.violations).toEqual([
      { pointer, rule, message: expect.any(String) },
    ]);
  });

  it('watches no view of somebody else, and none that filters by what it cannot watch', async () => {
    const others = await viewOf({ environment: 'prod' }, 'operator');
    const failed = await viewOf({ status: 'failed', tag: 'vip' });
    const tagged = await viewOf({ tag: 'vip', workflow: 'embedded/orders' });
    const saved = (viewId: string) => create({ scope: { viewId } });

    expect((await saved(others)).body.error.violations).toEqual([
      {
        pointer: '/scope/viewId',
        rule: 'unknown',
        message: 'there is no such view, or you may not see it',
      },
    ]);
    expect((await saved(failed)).body.error.violations[0].message).toMatch(
      /^the view filters by status, which rules cannot watch/,
    );
    const { status, body } = await saved(tagged);
    expect(status).toBe(201);
    expect(body.viewName).toMatch(/^admin/);
  });

  it('says what a rule would have done, and makes none', async () => {
    const before = (await portal.get('/alert-rules')).body.items.length;
    const { status, body } = await portal.post('/alert-rules/preview', {
      ...RULE,
      kind: 'nothing_ended',
      threshold: 3_600_000,
      windowMs: undefined,
    });

    expect(status).toBe(200);
    expect(body.points).toHaveLength(7 * 96);
    // Nothing has run for as long as anybody knows.
    expect(body.episodes).toEqual([
      expect.objectContaining({ resolvedAt: null }),
    ]);
    const after = (await portal.get('/alert-rules')).body.items.length;
    expect(after).toBe(before);
  });

  it('snoozes a rule for 30 days at most, and wakes it', async () => {
    const { id } = (await create()).body;
    const snooze = (until: string | null) =>
      portal.post(`/alert-rules/${id}/snooze`, { until });
    const inDays = (days: number) =>
      new Date(Date.now() + days * 86_400_000).toISOString();

    expect((await snooze(inDays(1))).body.state).toMatchObject({
      snoozedUntil: expect.any(String),
      snoozedBy: 'user:default/admin',
    });
    expect((await snooze(null)).body.state.snoozedUntil).toBeNull();
    for (const [days, rule] of [
      [-1, 'past'],
      [31, 'too_far'],
    ] as const) {
      expect((await snooze(inDays(days))).body.error.violations[0]).toEqual({
        pointer: '/until',
        rule,
        message: expect.any(String),
      });
    }
  });

  it('leaves a rule that does not fire as it is when it is resolved', async () => {
    const { id } = (await create()).body;
    const { status, body } = await portal.post(`/alert-rules/${id}/resolve`, {
      note: 'seen to',
    });

    expect(status).toBe(200);
    expect(body.state.status).toBe('no_data');
    expect((await portal.get(`/alert-rules/${id}/episodes`)).body).toEqual({
      items: [],
      nextAfter: null,
    });
  });
});
