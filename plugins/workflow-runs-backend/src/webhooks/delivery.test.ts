import { setTimeout as sleep } from 'node:timers/promises';
import { describeOnDatabases, TestDatabase } from '../__testUtils__/databases';
import { Receiver, verify } from './__testUtils__/Receiver';
import { WebhookWorld } from './__testUtils__/WebhookWorld';

jest.setTimeout(120_000);

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describeOnDatabases('delivering to webhooks', createDatabase => {
  let database: TestDatabase;
  let receiver: Receiver;
  let world: WebhookWorld;

  beforeAll(async () => {
    database = await createDatabase();
  });
  const start = async (
    options: Parameters<typeof WebhookWorld.start>[1] = {},
  ) => {
    await world?.stop();
    world = await WebhookWorld.start(database, {
      ...options,
      config: {
        allow: [`127.0.0.1:${receiver.port}`],
        timeoutSeconds: 0.3,
        ...options.config,
      },
    });
  };
  beforeEach(async () => {
    receiver = await Receiver.start();
    await start();
  });
  afterEach(async () => {
    await world.stop();
    await receiver.stop();
  });
  const numbers = (path = '/') =>
    receiver.at(path).map(({ message }) => message.data.number);

  it('tells what has happened, signed, with the run that it is about', async () => {
    const { secret } = await world.hook({ url: receiver.url('/a?b=c') });
    const runId = await world.launch();
    await world.record(runId);
    await world.deliver();

    const [received, ...others] = receiver.received;
    expect(others).toEqual([]);
    expect(verify(received, secret)).toEqual(received.message);
    expect(received.path).toBe('/a?b=c');
    expect(received.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'backstage-workflow-runs',
      'webhook-id': expect.stringMatching(/^msg_/),
    });
    expect(received.message).toEqual({
      type: 'run.started',
      timestamp: new Date(world.now).toISOString(),
      data: {
        run: {
          id: runId,
          workflow: 'embedded/orders',
          title: 'Orders',
          tenantId: 'default',
          environment: 'production',
        },
        number: 2,
        position: expect.any(Number),
        generation: 0,
        step: null,
        item: null,
        attempt: null,
        recordedAt: expect.any(String),
        details: { from: 'queued', fromMs: 0 },
      },
    });
  });

  it('tells of what it is subscribed to, and of no import', async () => {
    await world.hook({ url: receiver.url('/usual') });
    await world.hook({ url: receiver.url('/all'), eventTypes: ['*'] });
    await world.hook({
      url: receiver.url('/tags'),
      eventTypes: ['run.changed'],
    });
    const runId = await world.launch();
    await world.record(runId);
    await world.launch({}, 'import');
    await world.deliver();

    expect(receiver.at('/usual').map(each => each.message.type)).toEqual([
      'run.started',
    ]);
    expect(receiver.at('/all').map(each => each.message.type)).toEqual([
      'run.queued',
      'run.started',
    ]);
    expect(receiver.at('/tags')).toEqual([]);
  });

  it('tells of the runs of its view, as it was when it was saved, that its editor could read', async () => {
    world.views = [
      { id: 'view_1', name: 'Staging', filter: { environment: 'staging' } },
    ];
    const events = { eventTypes: ['run.queued' as const] };
    await world.hook({
      url: receiver.url('/view'),
      viewId: 'view_1',
      ...events,
    });
    await world.hook({ url: receiver.url('/readable'), ...events }, {
      field: 'environment',
      values: ['prod'],
    } as any);
    await world.hook({ url: receiver.url('/none'), ...events }, 'none');
    world.views = [{ id: 'view_1', name: 'All', filter: {} }];
    const staged = await world.launch({ environment: 'staging' });
    const live = await world.launch({ environment: 'prod' });
    await world.deliver();
    const runsAt = (path: string) =>
      receiver.at(path).map(({ message }) => message.data.run.id);

    expect(runsAt('/view')).toEqual([staged]);
    expect(runsAt('/readable')).toEqual([live]);
    expect(runsAt('/none')).toEqual([]);
  });

  it('waits with what follows until what goes before has arrived', async () => {
    const { id } = await world.hook({ url: receiver.url(), eventTypes: ['*'] });
    const first = await world.launch();
    for (let n = 2; n <= 4; n++) await world.note(first, n);
    const broken = new Set([first]);
    receiver.on('/', ({ message }) =>
      broken.has(message.data.run.id) && message.data.number === 2 ? 500 : 204,
    );
    await world.deliver();
    expect(numbers()).toEqual([1, 2]);

    // What comes meanwhile does not overtake it; another run is not held up.
    await world.note(first, 5);
    const second = await world.launch();
    await world.deliver();
    expect(receiver.received.slice(2).map(each => each.message.data)).toEqual([
      expect.objectContaining({ run: expect.objectContaining({ id: second }) }),
    ]);

    broken.clear();
    await world.later(6 * SECOND_MS);
    expect(numbers().slice(3)).toEqual([2, 3, 4, 5]);
    const ids = receiver.received
      .filter(each => each.message.data.number === 2)
      .map(({ headers }) => headers['webhook-id']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect((await world.deliveries(id)).map(({ state }) => state)).toEqual(
      Array(6).fill('delivered'),
    );
  });

  it('goes on with what follows once it has given up after a day', async () => {
    const { id } = await world.hook({ url: receiver.url(), eventTypes: ['*'] });
    const runId = await world.launch();
    receiver.on('/', ({ message }) => (message.data.number === 1 ? 500 : 204));
    await world.deliver();
    await world.note(runId, 2);
    for (let hour = 0; hour < 26; hour++) await world.later(HOUR_MS);

    expect(numbers().filter(number => number === 1).length).toBeGreaterThan(5);
    expect(numbers().filter(number => number === 2)).toHaveLength(1);
    const states = (await world.deliveries(id)).map(each => each.state);
    expect(states.sort()).toEqual(['delivered', 'failed']);
  });

  it('ends what could not be delivered within a day', async () => {
    const { id } = await world.hook({ url: receiver.url(), eventTypes: ['*'] });
    await world.launch();
    receiver.on('/', () => 500);
    for (let hour = 0; hour < 26; hour++) await world.later(HOUR_MS);

    expect(await world.deliveries(id)).toEqual([
      expect.objectContaining({
        state: 'failed',
        dueAt: null,
        status: 500,
        problem: 'It answered 500',
      }),
    ]);
  });

  it('leaves a receiver alone for as long as it asks to', async () => {
    await world.hook({ url: receiver.url(), eventTypes: ['*'] });
    await world.launch();
    receiver.on('/', (_, response) => {
      response.writeHead(503, { 'retry-after': '600' }).end();
    });
    await world.deliver();
    receiver.mend('/');
    // Other runs do not get there either.
    await world.launch();
    await world.later(9 * MINUTE_MS);
    expect(receiver.received).toHaveLength(1);
    await world.later(2 * MINUTE_MS);
    expect(receiver.received).toHaveLength(3);
  });

  it('asks a receiver that is away with one message at a time', async () => {
    await world.hook({ url: receiver.url(), eventTypes: ['*'] });
    for (let n = 0; n < 20; n++) await world.launch();
    receiver.on('/', () => 500);
    await world.deliver();
    const first = receiver.received.length;
    // Those that were under way at the same time may have failed with the third.
    expect(first).toBeLessThanOrEqual(6);
    for (let n = 0; n < 5; n++) await world.later(10 * MINUTE_MS);
    expect(receiver.received).toHaveLength(first + 5);

    receiver.mend('/');
    await world.later(10 * MINUTE_MS);
    await world.deliver();
    expect(
      new Set(
        receiver.received
          .slice(first + 5)
          .map(each => each.message.data.run.id),
      ).size,
    ).toBe(20);
  });

  it('turns a webhook off whose receiver is gone, and tells its owner once', async () => {
    const { id } = await world.hook({
      url: receiver.url(),
      eventTypes: ['*'],
      owner: 'group:default/team',
      name: 'Deploys <b>',
    });
    await world.launch();
    receiver.on('/', () => 410);
    await world.deliver();
    await world.launch();
    await world.deliver();
    const { notices } = world.main;
    await notices.send();
    await notices.send();

    expect(await world.main.webhooks.get(id, 'all')).toMatchObject({
      enabled: false,
      state: 'gone',
      pending: 0,
    });
    expect(receiver.received).toHaveLength(1);
    expect(world.told).toEqual([
      {
        recipients: { type: 'entity', entityRef: 'group:default/team' },
        payload: {
          title: 'The webhook Deploys ‹b› is off',
          description: 'Its receiver has answered that it is gone for good',
          severity: 'high',
          link: `/workflow-runs/settings/webhooks?webhook=${id}`,
          topic: 'webhook-off',
          scope: `webhook:${id}:off`,
        },
      },
    ]);
  });

  it('gives a receiver up that has taken nothing for days', async () => {
    const { id } = await world.hook({ url: receiver.url(), eventTypes: ['*'] });
    receiver.on('/', () => 500);
    const state = async () => (await world.main.webhooks.get(id, 'all')).state;
    for (let hour = 0; hour < 70; hour += 2) {
      await world.launch();
      await world.later(2 * HOUR_MS);
    }
    expect(await state()).toBe('failing');
    await world.launch();
    await world.later(6 * HOUR_MS);
    expect(await state()).toBe('given_up');
  });

  it('expires 90 days after somebody has said what it may tell of, and its owner hears of it before', async () => {
    const { id } = await world.hook({ url: receiver.url(), eventTypes: ['*'] });
    const { upkeep, notices } = world.main;
    const tidy = async (days: number) => {
      world.now += days * DAY_MS;
      await upkeep.run();
      await notices.send();
    };
    await tidy(82);
    expect(world.told).toEqual([]);
    await tidy(2);
    await tidy(1);
    expect(world.told.map(({ payload }) => payload.title)).toEqual([
      'The webhook Hook will be off in a week',
    ]);
    await tidy(6);
    await world.launch();
    await world.deliver();
    expect(receiver.received).toEqual([]);
    expect((await world.main.webhooks.get(id, 'all')).state).toBe('expired');
    expect(world.told).toHaveLength(2);
  });

  it('does not wait for one that hangs: others get theirs meanwhile', async () => {
    await start({ config: { timeoutSeconds: 5 } });
    await world.hook({ url: receiver.url('/hangs'), eventTypes: ['*'] });
    await world.hook({ url: receiver.url('/well'), eventTypes: ['*'] });
    receiver.on('/hangs', () => {});
    for (let n = 0; n < 10; n++) await world.launch();
    await world.read();
    const begun = Date.now();
    await world.main.sender.round();
    while (receiver.at('/well').length < 10) await sleep(10);

    expect(Date.now() - begun).toBeLessThan(2_000);
  });

  it('says that there was no answer in time', async () => {
    const { id } = await world.hook({ url: receiver.url(), eventTypes: ['*'] });
    receiver.on('/', () => {});
    await world.launch();
    await world.deliver();

    expect(await world.deliveries(id)).toEqual([
      expect.objectContaining({
        state: 'pending',
        status: null,
        attempts: 1,
        problem: 'No answer within 0.3 s',
      }),
    ]);
  });

  it('keeps the beginning of an answer, and no secret that it repeats', async () => {
    const { id, secret } = await world.hook({
      url: receiver.url(),
      eventTypes: ['*'],
      headers: [{ name: 'Authorization', value: 'Bearer of-the-receiver' }],
    });
    receiver.on('/', ({ headers }, response) => {
      response
        .writeHead(500, { 'x-request-id': 'abc', 'set-cookie': 'a=b' })
        .end(
          `${
            headers.authorization
          } ${secret} password=hunter2hunter2 \0${'x'.repeat(5_000)}`,
        );
    });
    await world.launch();
    await world.deliver();
    const [{ messageId }] = await world.deliveries(id);
    const detail = await world.main.deliveries.get(id, messageId, 'all');
    const [attempt] = detail.history;

    expect(receiver.received[0].headers.authorization).toBe(
      'Bearer of-the-receiver',
    );
    expect(attempt.isCut).toBe(true);
    expect(attempt.responseBody).toMatch(/^\[redacted\] \[redacted\] /);
    expect(attempt.responseBody).not.toContain('hunter2');
    expect(attempt.responseBody.length).toBeLessThanOrEqual(1_024);
    expect(attempt.responseHeaders).toMatchObject({ 'x-request-id': 'abc' });
    expect(attempt.responseHeaders).not.toHaveProperty('set-cookie');
    expect(detail.payload).toBe(receiver.received[0].body);
  });

  it('follows no redirect, and calls nobody who was private all along', async () => {
    const inner = await Receiver.start('127.0.0.2');
    const { id } = await world.hook({ url: receiver.url(), eventTypes: ['*'] });
    receiver.on('/', (_, response) => {
      response.writeHead(307, { location: inner.url('/', '127.0.0.2') }).end();
    });
    await world.launch();
    await world.deliver();

    expect(inner.received).toEqual([]);
    expect((await world.deliveries(id))[0]).toMatchObject({
      status: 307,
      problem: expect.stringContaining('redirects are not followed'),
    });
    await inner.stop();
  });

  it('looks at the address each time: a name that was good may lead inside by now', async () => {
    let address = '203.0.114.7';
    await start({
      resolve: async () => [{ address, family: 4 }],
    });
    const { id } = await world.hook({
      url: 'https://hooks.example.com/',
      eventTypes: ['*'],
    });
    address = '10.0.0.7';
    await world.launch();
    await world.deliver();

    expect((await world.deliveries(id))[0]).toMatchObject({
      status: null,
      problem: expect.stringContaining('It must not be called'),
    });
  });

  it('signs with the old secret as well until it expires, or is ended', async () => {
    const { id, secret: old } = await world.hook({
      url: receiver.url(),
      eventTypes: ['*'],
    });
    const [{ id: replaces }] = (await world.main.webhooks.get(id, 'all'))
      .secrets;
    const rotated = await world.main.webhooks.rotate(
      id,
      { replaces, overlapHours: 24 },
      'all',
    );
    const tell = async () => {
      await world.launch();
      await world.deliver();
      const last = receiver.received[receiver.received.length - 1];
      const isGood = (secret: string) => {
        try {
          verify(last, secret);
          return true;
        } catch {
          return false;
        }
      };
      return [isGood(old), isGood(rotated.secret!)];
    };
    expect(await tell()).toEqual([true, true]);
    expect(rotated.webhook.secrets).toHaveLength(2);
    await expect(
      world.main.webhooks.rotate(id, { replaces, overlapHours: 24 }, 'all'),
    ).rejects.toThrow('it is not the secret that signs now');

    await world.main.webhooks.endOldSecrets(id, 'all');
    expect(await tell()).toEqual([false, true]);
  });

  it('delivers again what is asked for, under the same id, though the receiver was left alone', async () => {
    const { id, secret } = await world.hook({
      url: receiver.url(),
      eventTypes: ['*'],
    });
    receiver.on('/', () => 500);
    for (let n = 0; n < 3; n++) await world.launch();
    await world.deliver();
    const [{ messageId }] = await world.deliveries(id);
    receiver.mend('/');
    const record = await world.main.webhooks.record(id);
    await world.main.deliveries.again(record, messageId, 'all');
    await world.deliver();
    const again = receiver.received.slice(3);

    expect(again[0].headers['webhook-id']).toBe(messageId);
    expect(verify(again[0], secret)).toBeDefined();
    expect((await world.main.webhooks.get(id, 'all')).state).toBe('active');
  });

  it('delivers again what has failed within a time, or all of it', async () => {
    const { id } = await world.hook({ url: receiver.url(), eventTypes: ['*'] });
    const from = world.now;
    const good = await world.launch();
    await world.deliver();
    receiver.on('/', () => 500);
    await world.launch();
    for (let hour = 0; hour < 26; hour++) await world.later(HOUR_MS);
    receiver.mend('/');
    const before = receiver.received.length;
    const again = async (which: 'failed' | 'all', to = world.now) => {
      const record = await world.main.webhooks.record(id);
      const range = { from, to, which };
      const told = await world.main.deliveries.rangeAgain(record, range, 'all');
      await world.deliver();
      return told;
    };

    expect(await again('failed', from)).toEqual({ count: 0, isMore: false });
    expect(await again('failed')).toEqual({ count: 1, isMore: false });
    expect(receiver.received).toHaveLength(before + 1);
    expect(await again('all')).toEqual({ count: 2, isMore: false });
    expect(
      receiver.received.slice(before).map(each => each.message.data.run.id),
    ).toContain(good);
  });

  it('sends a test at once, and once, though the webhook is off', async () => {
    const { id, secret } = await world.hook({
      url: receiver.url(),
      enabled: false,
    });
    const record = await world.main.webhooks.record(id);
    const good = await world.main.deliveries.ping(record);
    receiver.on('/', () => 500);
    const bad = await world.main.deliveries.ping(record);
    await world.later(DAY_MS);

    expect(verify(receiver.received[0], secret)).toMatchObject({
      type: 'webhook.ping',
      data: { webhook: { id, name: 'Hook' } },
    });
    expect(good).toMatchObject({ state: 'delivered', status: 204 });
    expect(bad).toMatchObject({ state: 'failed', status: 500, attempts: 1 });
    expect(receiver.received).toHaveLength(2);
  });

  it('delivers what others leave in its queue, once for each id', async () => {
    const { id } = await world.hook({ url: receiver.url() });
    const off = await world.hook({ url: receiver.url('/off'), enabled: false });
    const alert = {
      type: 'alert.firing',
      id: 'alert_1',
      payload: { rule: 'Too many failures', token: 'hunter2hunter2' },
    };
    const queued = [
      await world.main.queue.enqueue({ webhookId: id, ...alert }),
      await world.main.queue.enqueue({ webhookId: id, ...alert }),
      await world.main.queue.enqueue({ webhookId: off.id, ...alert }),
      await world.main.queue.enqueue({ webhookId: 'whk_none', ...alert }),
    ];
    await world.deliver();

    expect(queued).toEqual([true, true, false, false]);
    expect(receiver.received.map(({ message }) => message)).toEqual([
      {
        type: 'alert.firing',
        timestamp: expect.any(String),
        data: {
          rule: 'Too many failures',
          token: expect.not.stringContaining('hunter2'),
        },
      },
    ]);
  });

  it('is done by one backend at a time, and by another once the first has died', async () => {
    const { id } = await world.hook({ url: receiver.url(), eventTypes: ['*'] });
    const other = world.another();
    receiver.on('/', () => {});
    await world.launch();
    await world.read();
    // It hangs in the middle, and is never heard of again.
    await world.main.sender.round();
    while (receiver.received.length < 1) await sleep(5);
    await world
      .knex('webhook_lanes')
      .where({ webhook_id: id })
      .update({ epoch: 99 });
    await world.deliver(other);
    expect(receiver.received).toHaveLength(1);
    await world.main.sender.idle();

    // What the first had come to counts for nothing.
    expect(await world.deliveries(id)).toEqual([
      expect.objectContaining({ state: 'pending', attempts: 0 }),
    ]);
    receiver.mend('/');
    world.now += 31 * SECOND_MS;
    await world.deliver(other);
    expect(receiver.received).toHaveLength(2);
    expect((await world.deliveries(id))[0].state).toBe('delivered');
  });

  it('keeps what was delivered for some time, and leaves nothing behind of a webhook that is gone', async () => {
    const { id } = await world.hook({ url: receiver.url(), eventTypes: ['*'] });
    const { id: gone } = await world.hook({
      url: receiver.url('/b'),
      eventTypes: ['*'],
    });
    await world.launch();
    await world.deliver();
    const { upkeep } = world.main;
    await world.main.webhooks.delete(gone);
    await upkeep.run();
    const count = async (table: string) =>
      Number((await world.knex(table).count({ n: '*' }).first())!.n);
    expect(await count('webhook_deliveries')).toBe(1);
    world.now += 13 * DAY_MS;
    await upkeep.run();
    expect(await world.deliveries(id)).toHaveLength(1);
    world.now += 2 * DAY_MS;
    await upkeep.run();
    for (const table of [
      'webhook_deliveries',
      'webhook_attempts',
      'webhook_messages',
    ])
      expect({ table, rows: await count(table) }).toEqual({ table, rows: 0 });
  });

  it('says what is wrong where the key of its secrets is not there any more', async () => {
    await world.hook({ url: receiver.url(), eventTypes: ['*'] });
    await world
      .knex('webhook_secrets')
      .update({ content: Buffer.from('nothing that was ever sealed, at all') });
    await world.launch();
    await world.deliver();

    expect(receiver.received).toEqual([]);
    expect(world.said.join()).toContain('is delivered for later');
  });
});
