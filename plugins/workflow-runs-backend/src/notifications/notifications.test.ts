import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { Knex } from 'knex';
import { RunFact } from 'backstage-plugin-workflow-runs-common';
import { recorderOn } from '../__testUtils__/appendRuns';
import { describeOnDatabases } from '../__testUtils__/databases';
import { newRun } from '../__testUtils__/newRun';
import { silentLogger } from '../__testUtils__/silentLogger';
import { readEvents } from '../readers/LogEvent';
import { Recorder } from '../recorder/Recorder';
import { Watchers } from '../watching/Watchers';
import { notificationsSchema } from './config';
import { NotificationReader } from './NotificationReader';
import { NotificationSender } from './NotificationSender';

jest.setTimeout(120_000);

const MINUTE_MS = 60_000;
const TEAM = 'group:default/team';
const ADA = 'user:default/ada';
const BOB = 'user:default/bob';

describeOnDatabases('notifications', createDatabase => {
  let knex: Knex;
  let recorder: Recorder;
  let watchers: Watchers;
  let clock: number;
  let position: number;
  let count = 0;
  let sent: NotificationSendOptions[];
  let said: string[];
  /** What the notifications backend answers; nothing: it takes everything. */
  let refuse: () => Error | undefined;
  let sender: NotificationSender;

  beforeAll(async () => {
    const database = await createDatabase();
    ({ knex } = database);
    recorder = recorderOn(database.lane);
    await knex('workflows').insert({
      id: 'wfl_1',
      engine: 'embedded',
      engine_instance: 'embedded',
      name: 'orders',
      title: 'Orders',
      version: '1',
      created_at: 1,
      updated_at: 1,
    });
    await knex('workflow_owners').insert({
      workflow_id: 'wfl_1',
      owner_ref: TEAM,
    });
  });
  const logger = {
    ...silentLogger(message => said.push(message)),
    info: (message: string) => void said.push(message),
  };
  const senderNamed = (owner: string, config: object = {}) =>
    new NotificationSender({
      knex,
      clock: async () => clock,
      owner,
      notifications: {
        send: async options => {
          const error = refuse();
          if (error) throw error;
          sent.push(options);
        },
      },
      watchers,
      config: notificationsSchema.parse(config),
      logger,
      now: () => clock,
    });
  beforeEach(async () => {
    for (const table of [
      'notifications',
      'cursors',
      'run_watchers',
      'failure_groups',
      'failure_episodes',
    ])
      await knex(table).delete();
    position = Number((await knex('log_head').first()).position);
    clock = Date.now();
    sent = [];
    said = [];
    refuse = () => undefined;
    watchers = new Watchers(knex, () => clock);
    sender = senderNamed('a');
  });

  /** Reads on as the log reader does. */
  const readOn = async (config: object = {}) => {
    const reader = new NotificationReader({
      knex,
      config: notificationsSchema.parse(config),
      now: () => clock,
      logger,
    });
    for (;;) {
      const events = await readEvents(knex, position, 200);
      if (events.length === 0) return;
      for await (const write of reader.handle(events)) {
        await knex.transaction(trx => write(trx));
      }
      position = events[events.length - 1].position;
    }
  };
  /** Lets time go by, and sends what is due then. */
  const wait = async (ms: number) => {
    clock += ms;
    await sender.round();
  };
  const launch = async (create: object = {}) => {
    count += 1;
    const runId = `run_${count}`;
    await recorder.commit(newRun(runId, { at: clock, create }));
    return runId;
  };
  const record = (runId: string, fact: Partial<RunFact> & { type: string }) => {
    clock += 1;
    return recorder.commit({
      runId,
      facts: [
        {
          at: clock,
          generation: 0,
          from: 'running',
          fromMs: 0,
          ...fact,
        } as RunFact,
      ],
    });
  };
  const failOf = (message = 'Order 1 was declined') => ({
    type: 'run.failed' as const,
    durationMs: 1,
    step: 'fetch',
    error: { category: 'bug' as const, code: null, message },
  });
  const fail = (runId: string, message?: string) =>
    record(runId, failOf(message));
  const succeed = (runId: string, generation = 0) =>
    record(runId, {
      type: 'run.completed',
      generation,
      durationMs: 1,
      partial: false,
    });
  const ask = (
    runId: string,
    approvers: string[],
    notice: 'asked' | 'reminder' | 'escalated' = 'asked',
    to?: string[],
  ) =>
    record(runId, {
      type: 'step.waiting_human',
      step: 'fetch',
      item: -1,
      attempt: null,
      attemptMs: 0,
      notice,
      waitingFor: { kind: 'approval', approvers, since: clock, dueAt: null },
      ...(to && { to }),
    });
  const decided = (runId: string, actor: string | null) =>
    record(runId, {
      type: 'decision.made',
      step: 'fetch',
      item: -1,
      about: 'approval',
      decision: 'approved',
      actor,
      note: 'Ada Lovelace said yes',
      askedAt: clock,
    });
  const groupOf = (fingerprint: string) => ({
    id: 'fgr_1',
    fingerprint,
    tenant_id: 'default',
    workflow_id: 'wfl_1',
    error_category: 'bug',
    pattern: '',
    first_seen: 1,
    last_seen: 1,
    state: 'open',
  });
  const titles = () => sent.map(({ payload }) => payload.title);
  const toldTo = () =>
    sent.map(({ recipients }) =>
      recipients.type === 'entity' ? recipients.entityRef : recipients,
    );
  const scopes = () => [...new Set(sent.map(({ payload }) => payload.scope))];

  it('a failure goes to the owners of the workflow, with a link into the run', async () => {
    const runId = await launch();
    await fail(runId);
    await readOn();
    await wait(MINUTE_MS);

    expect(sent).toEqual([
      {
        recipients: {
          type: 'entity',
          entityRef: [TEAM],
          excludeEntityRef: [],
        },
        payload: {
          title: 'Orders failed',
          description: `fetch failed: bug · production · ${runId}`,
          link: `/workflow-runs/runs/${runId}?step=fetch`,
          severity: 'high',
          topic: 'failure-group-new',
          scope: expect.stringMatching(/^failures:/),
        },
      },
    ]);
    await wait(MINUTE_MS);
    expect(sent).toHaveLength(1);
  });

  it('an outage of 500 runs is one notification for the team; who watches one of them hears of it', async () => {
    const runIds = await Promise.all(
      Array.from({ length: 500 }, () => launch()),
    );
    await watchers.watch(runIds[123], ADA, 'all');
    await Promise.all(
      runIds.map((runId, i) => fail(runId, `Order ${i} was declined`)),
    );
    await readOn();
    await wait(MINUTE_MS);
    for (let i = 0; i < 20; i++) await wait(MINUTE_MS);

    expect(toldTo()).toEqual([[ADA], [TEAM]]);
    expect(titles()).toEqual(['Orders failed', 'Orders: 500 runs failed']);
    expect(sent[0].payload.link).toContain(runIds[123]);
  });

  it('who has heard of a run hears of its episode only where that is more', async () => {
    const excluded = () =>
      sent.map(({ recipients }) => (recipients as any).excludeEntityRef);
    const one = await launch();
    await watchers.watch(one, ADA, 'all');
    await fail(one);
    await readOn();
    await wait(3_000);
    await wait(MINUTE_MS);
    expect(toldTo()).toEqual([[ADA], [TEAM]]);
    expect(excluded()).toEqual([[], [ADA]]);

    const other = await launch();
    await watchers.watch(other, ADA, 'all');
    await fail(other, 'The bank is away');
    await fail(await launch(), 'The bank is away');
    await readOn();
    await wait(3_000);
    await wait(MINUTE_MS);
    expect(excluded().slice(2)).toEqual([[], []]);
  });

  it('an episode that goes on calls nobody again; the next one does', async () => {
    await fail(await launch());
    await readOn();
    await wait(MINUTE_MS);
    await fail(await launch());
    await succeed(await launch());
    await fail(await launch());
    await readOn();
    await wait(MINUTE_MS);
    expect(titles()).toEqual(['Orders failed']);

    await succeed(await launch());
    await readOn();
    await wait(11 * MINUTE_MS);
    expect(titles()).toEqual(['Orders failed', 'Orders works again']);
    expect(sent[1].payload).toMatchObject({
      severity: 'low',
      description: '3 runs had failed · production',
      scope: sent[0].payload.scope,
    });

    await wait(61 * MINUTE_MS);
    await fail(await launch());
    await readOn();
    await wait(MINUTE_MS);
    expect(titles()).toHaveLength(3);
    expect(scopes()).toHaveLength(2);
  });

  it('what comes back after somebody has said that it is resolved is something new', async () => {
    await fail(await launch());
    await readOn();
    await wait(MINUTE_MS);
    const { fingerprint } = await knex('notifications')
      .whereNotNull('fingerprint')
      .first();
    await knex('failure_groups').insert(groupOf(fingerprint));
    await knex('failure_episodes').insert({
      group_id: 'fgr_1',
      environment: 'production',
      number: 1,
      workflow_id: 'wfl_1',
      started_at: 1,
      last_seen: 1,
      ended_at: clock,
      failures: 1,
    });
    await wait(MINUTE_MS);
    await fail(await launch());
    await readOn();
    await wait(MINUTE_MS);

    expect(titles()).toEqual(['Orders failed', 'Orders failed']);
    expect(scopes()).toHaveLength(2);
  });

  it('nobody is called for a group that somebody has put to rest', async () => {
    await fail(await launch());
    await readOn();
    const { fingerprint } = await knex('notifications')
      .whereNotNull('fingerprint')
      .first();
    await knex('failure_groups').insert({
      ...groupOf(fingerprint),
      state: 'snoozed',
      snoozed_until: clock + 10 * MINUTE_MS,
    });
    await wait(MINUTE_MS);

    expect(sent).toEqual([]);
  });

  it('deciders are asked, reminded under the same scope, and told when it is decided; who has decided is not', async () => {
    const runId = await launch();
    await ask(runId, [ADA]);
    await readOn();
    await wait(3_000);
    await ask(runId, [ADA], 'reminder');
    await readOn();
    await wait(3_000);
    await ask(runId, [ADA], 'escalated', [BOB]);
    await readOn();
    await wait(3_000);
    expect(toldTo()).toEqual([[ADA], [ADA], [ADA, BOB]]);
    await decided(runId, ADA);
    await readOn();
    await wait(3_000);

    expect(toldTo()[3]).toEqual([BOB]);
    expect(sent[3].payload).toMatchObject({
      title: 'Orders: fetch was approved',
      severity: 'low',
    });
    expect(scopes()).toEqual([`run:${runId}:waiting:fetch`]);
    expect(JSON.stringify(sent)).not.toContain('Lovelace');
  });

  it('what is decided before anybody was told is not told', async () => {
    const runId = await launch();
    await ask(runId, [ADA]);
    await decided(runId, BOB);
    await readOn();
    await wait(MINUTE_MS);

    expect(sent).toEqual([]);
  });

  it('what is over while it is sent is taken back', async () => {
    const runId = await launch();
    await ask(runId, [ADA]);
    await readOn();
    await decided(runId, BOB);
    // The reader goes on between sending and writing that down.
    let isFirst = true;
    const reading: Promise<void>[] = [];
    refuse = () => {
      if (isFirst) reading.push(readOn());
      isFirst = false;
      return undefined;
    };
    const slow = new NotificationSender({
      ...(sender as any).options,
      notifications: {
        send: async (options: NotificationSendOptions) => {
          refuse();
          await Promise.all(reading);
          sent.push(options);
        },
      },
    });
    clock += 3_000;
    await slow.round();
    await slow.round();

    expect(titles()).toEqual([
      'Orders waits for an approval',
      'Orders: fetch was approved',
    ]);
  });

  it('a run that is retried with success is said to be well, unless nobody wants to hear that', async () => {
    const runId = await launch();
    await watchers.watch(runId, ADA, 'all');
    const history = async (config: object) => {
      await readOn(config);
      await wait(3_000);
    };
    await fail(runId);
    await history({});
    await succeed(runId, 1);
    await history({});
    expect(titles()).toEqual(['Orders failed', 'Orders completed after all']);
    expect(scopes()).toEqual([`run:${runId}:failed`]);

    const other = await launch();
    await watchers.watch(other, ADA, 'all');
    await fail(other);
    await history({ resolutions: false });
    await succeed(other, 1);
    await history({ resolutions: false });
    expect(titles()).toHaveLength(3);
  });

  it('watchers hear only of what they could read when they began to watch, for 90 days', async () => {
    const runId = await launch({ environment: 'production' });
    const only = (environment: string) => ({
      field: 'environment' as const,
      values: [environment],
    });
    await watchers.watch(runId, ADA, only('production'));
    await watchers.watch(runId, BOB, only('test'));
    await watchers.watch(runId, 'user:default/none', 'none');
    await knex('run_watchers').insert({
      run_id: runId,
      user_ref: 'user:default/of-old',
      created_at: 1,
    });
    expect(await watchers.toTell(runId)).toEqual([ADA]);

    await fail(runId);
    await readOn();
    await wait(3_000);
    expect(toldTo()).toEqual([[ADA]]);

    clock += 90 * 86_400_000;
    expect(await watchers.toTell(runId)).toEqual([]);
    await watchers.watch(runId, ADA, only('production'));
    expect(await watchers.toTell(runId)).toEqual([ADA]);
  });

  it('who has brought a failure about is not told of it', async () => {
    const commit = (runId: string, facts: object[]) => {
      clock += 1;
      const every = { at: clock, generation: 0, from: 'running', fromMs: 0 };
      return recorder.commit({
        runId,
        facts: facts.map(fact => ({ ...every, ...fact } as RunFact)),
      });
    };
    const rejected = await launch();
    await commit(rejected, [
      {
        type: 'decision.made',
        step: 'fetch',
        item: -1,
        about: 'approval',
        decision: 'rejected',
        actor: ADA,
        note: null,
        askedAt: clock,
      },
      failOf(),
    ]);
    const forced = await launch();
    const action = { actionId: 'act_1', action: 'force' };
    await commit(forced, [
      { type: 'action.requested', ...action, actor: ADA, reason: null },
    ]);
    await commit(forced, [
      failOf('The bank is away'),
      { type: 'action.completed', ...action },
    ]);
    const other = await launch();
    await commit(other, [
      {
        type: 'action.requested',
        actionId: 'act_2',
        action: 'pause',
        actor: ADA,
        reason: null,
      },
    ]);
    await commit(other, [failOf('Something else')]);
    for (const runId of [rejected, forced, other]) {
      await watchers.watch(runId, ADA, 'all');
      await watchers.watch(runId, BOB, 'all');
    }
    await readOn();
    await wait(3_000);

    expect(toldTo()).toEqual([[BOB], [BOB], [ADA, BOB]]);
  });

  it('nobody is told twice of one thing', async () => {
    const runId = await launch();
    await watchers.watch(runId, ADA, 'all');
    await ask(runId, [ADA, ADA, BOB]);
    await readOn();
    await wait(3_000);

    expect(toldTo()).toEqual([[ADA, BOB]]);
  });

  it('imports and backfills call nobody', async () => {
    const imported = await launch();
    await fail(imported);
    await knex('run_events').update({ mode: 'import' });
    await fail(await launch({ backfill: true }));
    await readOn();
    await wait(MINUTE_MS);
    expect(sent).toEqual([]);

    await fail(await launch({ backfill: true }));
    await readOn({ backfills: true });
    await wait(MINUTE_MS);
    expect(titles()).toEqual(['Orders failed']);
  });

  it('a crash between sending and writing it down sends the same scope again', async () => {
    await fail(await launch());
    await readOn();
    refuse = () => undefined;
    clock += MINUTE_MS;
    const crashing = new Error('killed');
    const dying = new NotificationSender({
      ...(sender as any).options,
      owner: 'dying',
      notifications: {
        send: async (options: NotificationSendOptions) => {
          sent.push(options);
          throw crashing;
        },
      },
    });
    await dying.round();
    await dying.stop();
    await wait(MINUTE_MS);
    await wait(MINUTE_MS);

    expect(sent).toHaveLength(2);
    expect(scopes()).toHaveLength(1);
  });

  it('a reader that crashes before the commit decides again, and once', async () => {
    const runId = await launch();
    await watchers.watch(runId, ADA, 'all');
    await fail(runId);
    const before = position;
    const reader = new NotificationReader({
      knex,
      config: notificationsSchema.parse({}),
      now: () => clock,
      logger,
    });
    for await (const write of reader.handle(
      await readEvents(knex, before, 200),
    )) {
      await knex
        .transaction(async trx => {
          await write(trx);
          throw new Error('killed');
        })
        .catch(() => undefined);
    }
    expect(await knex('notifications')).toEqual([]);
    await readOn();
    await wait(MINUTE_MS);

    expect(toldTo()).toEqual([[ADA], [TEAM]]);
    expect(await knex('notifications').max({ failures: 'failures' })).toEqual([
      { failures: 1 },
    ]);
  });

  it('waits while the notifications backend is down, ever longer up to a minute, and loses nothing', async () => {
    let asked = 0;
    refuse = () => {
      asked += 1;
      return new Error('Request failed with status 503');
    };
    await fail(await launch());
    await readOn();
    clock += MINUTE_MS;
    for (let second = 0; second < 600; second++) await wait(1_000);
    // 1, 2, 4 … 60 seconds.
    expect(asked).toBeGreaterThan(10);
    expect(asked).toBeLessThan(20);
    expect(said).toEqual([
      expect.stringMatching(/^Notifications are sent later.*503/),
    ]);
    refuse = () => undefined;
    await wait(MINUTE_MS);

    expect(titles()).toEqual(['Orders failed']);
    expect(said[1]).toBe('Notifications are sent again');
  });

  it('drops what is older than the log', async () => {
    refuse = () => new Error('connect ECONNREFUSED');
    await fail(await launch());
    await readOn();
    await wait(15 * 86_400_000);
    refuse = () => undefined;
    await wait(MINUTE_MS);

    expect(sent).toEqual([]);
    // That of the run, which nobody watches, is one of them.
    expect(said).toContain('2 notifications are too old to be sent');
  });

  it('says once that there is no notifications backend, and keeps nothing for it', async () => {
    refuse = () => new Error('Request failed with status 404');
    await fail(await launch());
    await readOn();
    for (let i = 0; i < 90; i++) await wait(MINUTE_MS);

    expect(said).toEqual([
      'There is no notifications backend: nobody is notified of runs',
    ]);
    expect(await knex('notifications').whereNotNull('due_at')).toEqual([]);
  });

  it('what is refused holds up nothing else', async () => {
    const runId = await launch();
    await watchers.watch(runId, ADA, 'all');
    await fail(runId);
    await readOn();
    let isFirst = true;
    refuse = () => {
      const error = isFirst && new Error('Request failed with status 400');
      isFirst = false;
      return error || undefined;
    };
    await wait(MINUTE_MS);

    expect(toldTo()).toEqual([[TEAM]]);
  });

  it('refs that are none are left out', async () => {
    const runId = await launch();
    await ask(runId, ['ada', '', BOB]);
    await readOn();
    await wait(3_000);

    expect(toldTo()).toEqual([[BOB]]);
  });

  it('of several backends one sends, and another once that is gone', async () => {
    const other = senderNamed('b');
    await fail(await launch());
    await readOn();
    clock += MINUTE_MS;
    await Promise.all([sender.round(), other.round()]);
    expect(sent).toHaveLength(1);

    await ask(await launch(), [ADA]);
    await readOn();
    clock += 3_000;
    const lease = await knex('cursors').first();
    const [leader, follower] =
      lease.owner === 'a' ? [sender, other] : [other, sender];
    await follower.round();
    expect(sent).toHaveLength(1);
    await leader.stop();
    await follower.round();
    expect(sent).toHaveLength(2);
  });

  it('sends so many in a minute, and the others later', async () => {
    sender = senderNamed('a', { perMinute: 3 });
    for (let i = 0; i < 5; i++) {
      const runId = await launch();
      await watchers.watch(runId, ADA, 'all');
      await fail(runId);
    }
    await readOn();
    await wait(3_000);
    await wait(3_000);
    expect(sent).toHaveLength(3);
    await wait(MINUTE_MS);
    expect(sent).toHaveLength(6);
  });

  it('many of a kind are told as one', async () => {
    for (let i = 0; i < 40; i++) {
      await record(await launch(), {
        type: 'sla.breached',
        targetMs: 1,
        dueAt: clock,
      });
    }
    await readOn();
    await wait(3_000);
    await wait(3_000);

    expect(titles()).toEqual(['Orders is late: 40 runs']);
    expect(sent[0].payload.link).toBe(
      '/workflow-runs?workflow=embedded%2Forders&environment=production',
    );
  });

  it('failures of which each looks different are told as one as well', async () => {
    for (const letter of 'abcdefghij')
      await fail(await launch(), `No ${letter.repeat(5)} here`);
    await readOn();
    await wait(MINUTE_MS);
    await wait(3_000);

    expect(titles()).toEqual(['Orders failed: 10 runs']);
  });

  it('beyond a few, those of a kind wait for each other', async () => {
    const breach = async (n: number) => {
      for (let i = 0; i < n; i++) {
        await record(await launch(), {
          type: 'sla.breached',
          targetMs: 1,
          dueAt: clock,
        });
      }
      await readOn();
      await wait(3_000);
    };
    await breach(5);
    expect(sent).toHaveLength(5);
    await breach(5);
    await breach(5);
    expect(sent).toHaveLength(5);
    await wait(6 * MINUTE_MS);
    await wait(1_000);
    expect(titles().slice(5)).toEqual(['Orders is late: 10 runs']);
  });

  it('a reader that the log has left behind calls nobody, and says so', async () => {
    const reader = new NotificationReader({
      knex,
      config: notificationsSchema.parse({}),
      now: () => clock,
      logger,
    });
    for await (const _ of reader.rebuild()) throw new Error('It writes');

    expect(said).toEqual([expect.stringMatching(/^Nobody is notified/)]);
  });
});
