import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import createKnex, { Knex } from 'knex';
import { Webhook } from 'backstage-plugin-workflow-runs-common';
import {
  eventually,
  TestPortal,
  workflowEntity,
} from '../__testUtils__/TestPortal';
import { greet } from '../__testUtils__/workflows';
import { migrate } from '../database/open';
import { Deliveries } from './Deliveries';
import { Receiver, verify } from './__testUtils__/Receiver';

jest.setTimeout(120_000);

describe('the API of webhooks', () => {
  const directory = mkdtempSync(join(tmpdir(), 'workflow-runs-webhooks-'));
  const file = join(directory, 'runs.sqlite');
  let knex: Knex;
  let receiver: Receiver;
  let portal: TestPortal;
  let url: string;

  beforeAll(async () => {
    receiver = await Receiver.start();
    url = receiver.url('/hook');
    knex = createKnex({
      client: 'better-sqlite3',
      connection: { filename: file },
      useNullAsDefault: true,
      pool: { min: 1, max: 1 },
    });
    await migrate(knex);
    portal = await TestPortal.start({
      workflows: [greet],
      entities: [
        workflowEntity({ workflow: 'greet', owner: 'user:default/owner' }),
      ],
      knex,
      config: { webhooks: { allow: [`127.0.0.1:${receiver.port}`] } },
    });
    await portal.untilOwned('greet');
  });
  afterAll(async () => {
    await portal.stop();
    await knex.destroy();
    await receiver.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const draft = (more: object = {}) => ({ name: 'Board', url, ...more });
  const create = async (more: object = {}) => {
    const { status, body } = await portal.post('/webhooks', draft(more));
    expect({ status, body }).toMatchObject({ status: 201 });
    return body as { webhook: Webhook; secret: string };
  };
  const launched = async () => {
    const runId = await portal.launch('greet', { input: { name: 'Ada' } });
    await portal.until(runId, 'completed');
    return runId;
  };
  const deliveriesOf = async (id: string, query = '') => {
    const { body } = await portal.get(`/webhooks/${id}/deliveries${query}`);
    return body;
  };

  it('makes one with what is usual, of which the caller is the owner', async () => {
    const { webhook, secret } = await create();

    expect(secret).toMatch(/^whsec_/);
    expect(webhook).toMatchObject({
      name: 'Board',
      eventTypes: [
        'run.started',
        'run.completed',
        'run.failed',
        'run.waiting_human',
        'run.canceled',
        'step.completed',
        'step.failed',
      ],
      view: null,
      headers: [],
      state: 'active',
      owner: 'user:default/admin',
      version: 1,
      lastDelivery: null,
      pending: 0,
    });
    await portal.ask('delete', `/webhooks/${webhook.id}`, {});
    const { status } = await portal.get(`/webhooks/${webhook.id}`);
    expect(status).toBe(404);
  });

  it('tells what the engine does, so that the receiver can check it', async () => {
    const { webhook, secret } = await create();
    const runId = await launched();
    await eventually(async () => {
      const { items } = await deliveriesOf(webhook.id, `?run=${runId}`);
      expect(items.length).toBeGreaterThanOrEqual(3);
      expect(items.every((each: any) => each.state === 'delivered')).toBe(true);
    });
    const ofRun = receiver
      .at('/hook')
      .filter(({ message }) => message.data.run?.id === runId);

    expect(ofRun.map(({ message }) => message.type)).toEqual([
      'run.started',
      expect.stringMatching(/^step\./),
      ...Array(ofRun.length - 3).fill(expect.any(String)),
      'run.completed',
    ]);
    for (const received of ofRun) verify(received, secret);
    await portal.ask('delete', `/webhooks/${webhook.id}`, {});
  });

  it.each([
    [{ name: '' }, '/name', 'too_small'],
    [{ url: 'http://169.254.169.254/latest/meta-data' }, '/url', 'target'],
    [{ url: 'http://[::1]:80/' }, '/url', 'target'],
    [{ url: 'http://2130706433/' }, '/url', 'target'],
    [{ url: 'https://10.0.0.1/' }, '/url', 'target'],
    [{ url: 'http://hooks.example.com/' }, '/url', 'target'],
    [{ url: 'https://a:b@hooks.example.com/' }, '/url', 'target'],
    [{ url: 'https://hooks.example.com:22/' }, '/url', 'target'],
    [{ url: 'file:///etc/passwd' }, '/url', 'target'],
    [{ url: 'hooks' }, '/url', 'target'],
    [{ eventTypes: [] }, '/eventTypes', 'too_small'],
    [{ eventTypes: ['run.progress'] }, '/eventTypes/0', 'invalid_value'],
    [{ viewId: 'view_none' }, '/viewId', 'not_found'],
    [{ owner: 'ada' }, '/owner', 'invalid_format'],
    [
      { headers: [{ name: 'A b', value: '' }] },
      '/headers/0/name',
      'invalid_format',
    ],
    [
      { headers: [{ name: 'Host', value: 'x' }] },
      '/headers/0/name',
      'reserved',
    ],
    [
      { headers: [{ name: 'webhook-signature', value: 'x' }] },
      '/headers/0/name',
      'reserved',
    ],
    [
      { headers: [{ name: 'a', value: 'x\r\nb: c' }] },
      '/headers/0/value',
      'invalid_format',
    ],
    [{ headers: [{ name: 'a' }] }, '/headers/0/value', 'required'],
    [
      {
        headers: [
          { name: 'a', value: '1' },
          { name: 'A', value: '2' },
        ],
      },
      '/headers',
      'unique',
    ],
    [{ secret: 'whsec_mine' }, '/secret', 'unknown'],
  ])(
    'says of %j which field breaks which rule',
    async (wrong, pointer, rule) => {
      const { status, body } = await portal.post('/webhooks', draft(wrong));

      expect(status).toBe(400);
      expect(body.error.violations).toEqual([
        expect.objectContaining({ pointer, rule }),
      ]);
    },
  );

  it('takes a view, and none that searches for what is not known yet', async () => {
    const view = async (name: string, filter: object) =>
      (await portal.post('/views', { name, filter })).body.id;
    const { webhook } = await create({
      viewId: await view('Staging', { environment: 'staging' }),
    });
    const late = await portal.post('/webhooks', {
      ...draft(),
      viewId: await view('Words', { q: 'refund' }),
    });

    expect(webhook.view).toMatchObject({ name: 'Staging' });
    expect(late.body.error.violations).toMatchObject([
      { pointer: '/viewId', rule: 'late_filter' },
    ]);
    const runId = await launched();
    const other = await create({ eventTypes: ['run.completed'] });
    // What comes behind has arrived, so what was before was looked at.
    const behind = await launched();
    await eventually(async () => {
      const { items } = await deliveriesOf(other.webhook.id, `?run=${behind}`);
      expect(items).toHaveLength(1);
    });
    const ofView = await deliveriesOf(webhook.id, `?run=${runId}`);
    expect(ofView.items).toEqual([]);
    for (const { id } of [webhook, other.webhook])
      await portal.ask('delete', `/webhooks/${id}`, {});
  });

  it('makes one once, however often that is asked for with one key', async () => {
    const ask = (body: object) =>
      portal.post('/webhooks', body).set('Idempotency-Key', 'make-it-once');
    const first = await ask(draft());
    const again = await ask(draft());
    const other = await ask(draft({ name: 'Another' }));

    expect([first.status, again.status, other.status]).toEqual([201, 200, 409]);
    expect(again.body).toMatchObject({
      webhook: { id: first.body.webhook.id },
      secret: null,
    });
    await portal.ask('delete', `/webhooks/${first.body.webhook.id}`, {});
  });

  it('changes what nobody has changed meanwhile, and keeps the headers that are not said', async () => {
    const { webhook } = await create({
      headers: [
        { name: 'Authorization', value: 'Bearer of-the-board' },
        { name: 'X-Old', value: 'old' },
      ],
    });
    const path = `/webhooks/${webhook.id}`;
    const changed = await portal.ask('put', path, {
      ...draft({ name: 'Releases', enabled: false }),
      headers: [{ name: 'authorization' }, { name: 'X-New', value: 'new' }],
      version: 1,
    });
    const late = await portal.ask('put', path, { ...draft(), version: 1 });

    expect(changed.body).toMatchObject({
      name: 'Releases',
      state: 'off',
      headers: ['authorization', 'X-New'],
      version: 2,
    });
    expect(late.status).toBe(409);
    const refused = await portal.post(`${path}/redeliver`, {
      from: '2026-01-01T00:00:00Z',
      to: '2030-01-01T00:00:00Z',
    });
    expect(refused.status).toBe(409);
    const before = receiver.at('/hook').length;
    const { body: ping } = await portal.post(`${path}/ping`);
    expect(ping.state).toBe('delivered');
    expect(receiver.at('/hook')[before].headers).toMatchObject({
      authorization: 'Bearer of-the-board',
      'x-new': 'new',
    });
    await portal.ask('delete', path, {});
  });

  it('shows nobody what a webhook has told of runs that they may not see', async () => {
    const { webhook } = await create({ eventTypes: ['run.completed'] });
    const runId = await launched();
    const seen = await eventually(async () => {
      const { items } = await deliveriesOf(webhook.id, `?run=${runId}`);
      expect(items).toHaveLength(1);
      return items[0];
    });
    const of = { webhook: webhook.id, message: seen.messageId };
    const asBlind = new Deliveries({
      knex,
      deliverer: undefined as never,
      now: Date.now,
    });
    const readable = {
      field: 'environment' as const,
      values: ['elsewhere'],
    } as any;

    expect(await asBlind.list(of.webhook, { limit: 9 }, readable)).toEqual({
      items: [],
      nextAfter: null,
    });
    await expect(
      asBlind.get(of.webhook, of.message, readable),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
    await portal.ask('delete', `/webhooks/${webhook.id}`, {});
  });

  it('goes through deliveries page by page', async () => {
    const { webhook } = await create({ eventTypes: ['run.paused'] });
    for (let n = 0; n < 5; n++)
      await portal.post(`/webhooks/${webhook.id}/ping`);
    const found: string[] = [];
    let after: string | null = '';
    do {
      const page: any = await deliveriesOf(
        webhook.id,
        `?limit=2${after && `&after=${after}`}`,
      );
      found.push(...page.items.map(({ messageId }: any) => messageId));
      after = page.nextAfter;
    } while (after);
    const wrong = await portal.get(
      `/webhooks/${webhook.id}/deliveries?after=nonsense`,
    );

    expect(new Set(found).size).toBe(5);
    expect(wrong.status).toBe(400);
    await portal.ask('delete', `/webhooks/${webhook.id}`, {});
  });

  it('secrets are nowhere but in the answer that shows them', async () => {
    const value = 'Bearer kept-by-the-receiver-alone';
    const { webhook, secret } = await create({
      headers: [{ name: 'Authorization', value }],
    });
    const path = `/webhooks/${webhook.id}`;
    const rotated = await portal.post(`${path}/secret`, {
      replaces: webhook.secrets[0].id,
    });
    await portal.post(`${path}/ping`);
    await launched();
    const told = await Promise.all(
      [path, '/webhooks', `${path}/deliveries`, '/audit'].map(
        async asked => (await portal.get(asked)).text,
      ),
    );
    await knex.raw('pragma wal_checkpoint(truncate)');
    const stored = readFileSync(file, 'latin1');

    expect(rotated.body.webhook.secrets).toHaveLength(2);
    for (const hidden of [secret, rotated.body.secret, value]) {
      const bare = hidden.replace(/^whsec_/, '');
      for (const text of [...told, JSON.stringify(portal.audited), stored])
        expect(text.includes(bare)).toBe(false);
    }
    // It looks at the right file.
    expect(stored.includes(webhook.id)).toBe(true);
    await portal.ask('delete', path, {});
  });

  it('says in the audit trail who has done what', async () => {
    const { webhook } = await create({ url: receiver.url('/hook?token=abc') });
    const path = `/webhooks/${webhook.id}`;
    await portal.post(`${path}/ping`);
    await portal.post(`${path}/secret/end`);
    await portal.ask('delete', path, {});
    const own = portal.audited.filter(
      ({ eventId }) => eventId === 'webhook-mutate',
    );

    expect(
      own.slice(-4).map(({ meta }: any) => [meta.actionType, meta.name]),
    ).toEqual([
      ['create', 'Board'],
      ['ping', 'Board'],
      ['end_old_secrets', 'Board'],
      ['delete', 'Board'],
    ]);
    expect(own.at(-4)!.meta).toMatchObject({
      name: 'Board',
      host: `127.0.0.1:${receiver.port}`,
    });
    expect(JSON.stringify(own)).not.toContain('token=abc');
  });
});
