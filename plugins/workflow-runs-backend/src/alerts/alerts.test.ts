import { NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';
import {
  alertEpisodeSchema,
  AlertRuleContent,
  alertRuleContentSchema,
} from 'backstage-plugin-workflow-runs-common';
import { describeOnDatabases } from '../__testUtils__/databases';
import { insertWorkflow } from '../__testUtils__/rows';
import { silentLogger } from '../__testUtils__/silentLogger';
import { AuthorizedRuns } from '../queries/AuthorizedRuns';
import { DatabaseRow } from '../queries/DatabaseRow';
import { notificationsSchema } from '../notifications/config';
import { SomeRun, SomeRuns } from '../statistics/__testUtils__/SomeRuns';
import { removeRuns, writeRuns } from '../statistics/__testUtils__/writeRuns';
import { countRuns } from '../statistics/countRuns';
import { READER } from '../statistics/StatisticsReader';
import { AlertDesk } from './AlertDesk';
import { AlertEvaluator, withRecent } from './AlertEvaluator';
import { AlertStore, NO_READING, StoredRule } from './AlertStore';
import { AlertTeller } from './AlertTeller';
import { listEpisodes } from './episodes';
import { firingFor } from './firing';
import { AlertMessage, passMessages } from './messages';

jest.setTimeout(120_000);

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NOW = Date.UTC(2026, 10, 15, 10, 7);
const TEAM = 'group:default/team';
const ADA = 'user:default/ada';

const someRuns = new SomeRuns(1, 1);

describeOnDatabases('alert rules', createDatabase => {
  let knex: Knex;
  let clock: number;
  let said: string[];
  let store: AlertStore;
  let runs: SomeRun[] = [];

  const removeAll = async () => {
    const ids = runs.map(({ id }) => id);
    await removeRuns(knex, ids);
    for (const table of [
      'statistics_runs',
      'statistics_buckets',
      'statistics_series',
    ])
      await knex(table).delete();
    runs = [];
  };

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    await insertWorkflow(knex, {
      id: 'wfl_1',
      engine: 'embedded',
      name: 'orders',
      owners: [TEAM],
    });
    store = new AlertStore(knex);
  });
  beforeEach(async () => {
    for (const table of [
      'notifications',
      'alert_rules',
      'alert_states',
      'alert_episodes',
      'alert_messages',
      'cursors',
    ])
      await knex(table).delete();
    await knex('cursors').insert({ name: READER, position: 0 });
    await removeAll();
    clock = NOW;
    said = [];
  });
  const evaluatorNamed = (owner: string, notifications: object = {}) =>
    new AlertEvaluator({
      knex,
      store,
      teller: new AlertTeller({
        config: notificationsSchema.parse(notifications),
      }),
      hooks: { enqueue: async () => {}, has: async () => true },
      clock: async () => clock,
      owner,
      intervalMs: MINUTE_MS,
      now: () => clock,
      logger: silentLogger(message => said.push(message)),
      evaluated: () => {},
    });
  const deskWith = (rules: AlertStore) =>
    new AlertDesk({
      knex,
      store: rules,
      teller: new AlertTeller({ config: notificationsSchema.parse({}) }),
      now: () => clock,
    } as unknown as ConstructorParameters<typeof AlertDesk>[0]);
  const ended = async (
    status: 'completed' | 'failed',
    count: number,
    run: Partial<SomeRun> = {},
  ) => {
    const made = Array.from({ length: count }, () => ({
      ...someRuns.next(),
      workflow: 0,
      status,
      endedAt: clock,
      backfill: false,
      environment: 'prod',
      steps: [],
      attempts: [],
      ...run,
    }));
    runs.push(...made);
    await writeRuns(knex, made, [{ id: 'wfl_1', tenant: 'default' }]);
    await knex.transaction(trx =>
      countRuns(
        trx,
        made.map(({ id }) => id),
      ),
    );
  };
  const addRule = async (
    content: Partial<AlertRuleContent> = {},
    rule: Partial<StoredRule> = {},
  ) => {
    await store.insert({
      id: 'alert_1',
      content: alertRuleContentSchema.parse({
        name: 'Orders fail',
        kind: 'failure_rate',
        scope: { workflows: ['embedded/orders'] },
        threshold: 20,
        windowMs: HOUR_MS,
        minRuns: 5,
        keepFiringMs: 0,
        ...content,
      }),
      compiled: { condition: 'all', filter: { workflow: ['embedded/orders'] } },
      viewName: null,
      expiresAt: NOW + 90 * 86_400_000,
      disabledBecause: null,
      revision: 1,
      createdBy: ADA,
      createdAt: NOW,
      updatedBy: ADA,
      updatedAt: NOW,
      ...rule,
    });
  };
  const standing = async () => (await store.get('alert_1'))!.state;
  const told = async () => {
    const rows: DatabaseRow[] = await knex('notifications').orderBy('scope');
    return rows.map(({ scope, topic, content, recipients, revision }) => ({
      scope,
      topic,
      revision,
      title: JSON.parse(content).title,
      description: JSON.parse(content).description,
      link: JSON.parse(content).link,
      recipients: JSON.parse(recipients),
    }));
  };
  const after = async (ms: number) => {
    clock += ms;
    await evaluatorNamed('a').round();
  };

  it('are told while they fire to whoever sees all of their workflows, or looks after rules', async () => {
    const reader = (may: { sees?: string[]; manages?: boolean }) =>
      ({
        demandSight: () => {},
        readableWorkflows: () => 'all',
        has: () => may.manages === true,
        getWorkflow: async ({ name }: { name: string }) => {
          if (!may.sees?.includes(name)) throw new NotFoundError();
        },
      } as unknown as AuthorizedRuns);
    const toldTo = async (may: { sees?: string[]; manages?: boolean }) =>
      (await firingFor(reader(may), store, clock)).map(({ id }) => id);
    await addRule();
    await addRule(
      { severity: 'critical', name: 'Both fail' },
      {
        id: 'alert_2',
        compiled: {
          condition: 'all',
          filter: { workflow: ['embedded/orders', 'embedded/refunds'] },
        },
      },
    );
    await addRule(
      { severity: 'info' },
      { id: 'alert_3', compiled: { condition: 'all', filter: {} } },
    );
    expect(await toldTo({ manages: true })).toEqual([]);
    await ended('failed', 6);
    await after(0);

    expect(await toldTo({ sees: ['orders'] })).toEqual(['alert_1']);
    expect(await toldTo({ sees: ['orders', 'refunds'] })).toEqual([
      'alert_2',
      'alert_1',
    ]);
    expect(await toldTo({ sees: ['other'] })).toEqual([]);
    const all = await firingFor(reader({ manages: true }), store, clock);
    expect(all.map(({ id }) => id)).toEqual(['alert_2', 'alert_1', 'alert_3']);
    // No number: it may be made of runs that the reader does not see.
    expect(all[1]).toEqual({
      id: 'alert_1',
      name: 'Orders fail',
      severity: 'warning',
      runbookUrl: null,
      since: new Date(clock).toISOString(),
      snoozedUntil: null,
      filter: { workflow: ['embedded/orders'] },
    });
  });

  it('are deleted with what they told, or not at all', async () => {
    await addRule();
    await ended('failed', 6);
    await after(0);
    const broken = Object.assign(new AlertStore(knex), {
      delete: async () => {
        throw new Error('The connection is lost');
      },
    });
    await expect(deskWith(broken).delete('alert_1', ADA)).rejects.toThrow(
      'The connection is lost',
    );
    expect((await standing()).standing.status).toBe('firing');
    expect((await told())[0].title).toBe('Orders fail fires');

    await deskWith(store).delete('alert_1', ADA);
    expect(await store.get('alert_1')).toBeUndefined();
    expect((await told())[0].title).toBe(
      'Orders fail is over: its rule was changed',
    );
  });

  it('fire once there are enough failures, and tell the owners of the workflow once', async () => {
    await addRule();
    await ended('failed', 4);
    await after(0);
    expect((await standing()).standing.status).toBe('no_data');

    await ended('completed', 6);
    await after(MINUTE_MS);
    await after(MINUTE_MS);

    expect((await standing()).standing.status).toBe('firing');
    expect((await standing()).reading).toEqual({
      verdict: 'breached',
      value: 40,
      runs: 10,
      capped: false,
    });
    const [episode, ...others] = await knex('alert_episodes');
    expect(others).toEqual([]);
    expect(episode).toMatchObject({ value: 40, worst: 40, threshold: 20 });
    expect(await told()).toEqual([
      {
        scope: `alert:alert_1:${episode.id}`,
        topic: 'alert',
        revision: 1,
        title: 'Orders fail fires',
        description: '40 % of 10 runs failed, and the rule allows 20 %',
        link: '/workflow-runs?workflow=embedded%2Forders',
        recipients: [TEAM],
      },
    ]);
  });

  it('are over when the runs are well again, and that is told under the same scope', async () => {
    await addRule();
    await ended('failed', 5);
    await after(0);
    await knex('notifications').update({
      sent_at: clock,
      sent_to: JSON.stringify([TEAM]),
      due_at: null,
    });
    await ended('completed', 95);
    await after(MINUTE_MS);

    expect((await standing()).standing.status).toBe('ok');
    const [{ resolved_at, ended_by, resolved_by }] = await knex(
      'alert_episodes',
    );
    expect([Number(resolved_at), ended_by, resolved_by]).toEqual([
      clock,
      'recovered',
      null,
    ]);
    expect(await told()).toEqual([
      expect.objectContaining({
        title: 'Orders fail is well again',
        revision: 2,
      }),
    ]);
  });

  it('tell when they fired page by page, the newest first', async () => {
    await addRule();
    await ended('failed', 5);
    await after(0);
    await ended('completed', 95);
    await after(MINUTE_MS);
    await ended('failed', 95);
    await after(MINUTE_MS);

    const first = await listEpisodes(knex, 'alert_1', { limit: 1 });
    const second = await listEpisodes(knex, 'alert_1', {
      limit: 1,
      after: first.nextAfter!,
    });
    const items = [...first.items, ...second.items];
    expect(items.map(each => alertEpisodeSchema.parse(each))).toEqual(items);
    expect(items).toMatchObject([
      { runs: 195, resolvedAt: null, end: null },
      { runs: 5, value: 100, end: 'recovered' },
    ]);
    expect(second.nextAfter).toBeNull();
    expect(
      await listEpisodes(knex, 'alert_1', { limit: 1, after: 'alep_none' }),
    ).toEqual({ items: [], nextAfter: null });
  });

  it('do not count backfills, nor other environments than they are about', async () => {
    const of = { field: 'environment', values: ['prod'] };
    await addRule(
      {},
      {
        compiled: {
          condition: { allOf: [of] } as never,
          filter: { workflow: ['embedded/orders'], environment: ['prod'] },
        },
      },
    );
    await ended('failed', 20, { backfill: true });
    await ended('failed', 20, { environment: 'stage' });
    await ended('completed', 20);
    await after(0);

    expect((await standing()).reading).toMatchObject({ value: 0, runs: 20 });
  });

  it('are evaluated by one of two backends, which is another once the first is gone', async () => {
    await addRule();
    await ended('failed', 5);
    const [a, b] = [evaluatorNamed('a'), evaluatorNamed('b')];
    await Promise.all([a.round(), b.round()]);
    expect(await knex('alert_episodes')).toHaveLength(1);
    expect((await standing()).epoch).toBe(1);

    // Either may have been the first.
    const { owner } = await knex('cursors')
      .where({ name: 'alert-evaluator' })
      .first();
    const [leader, other] = owner === 'a' ? [a, b] : [b, a];
    clock += MINUTE_MS;
    await other.round();
    expect((await standing()).epoch).toBe(1);
    await leader.stop();
    await other.round();
    expect((await standing()).epoch).toBe(2);
  });

  it('fire once where two backends take themselves for the leader', async () => {
    await addRule();
    await ended('failed', 5);
    const [a, b] = [evaluatorNamed('a'), evaluatorNamed('b')];
    const stale = await store.list();
    // It has read the rules, and hangs until another has taken over.
    jest.spyOn(store, 'list').mockResolvedValueOnce(stale);
    await a.round();
    await a.stop();
    jest.spyOn(store, 'list').mockResolvedValueOnce(stale);
    await b.round();
    jest.restoreAllMocks();

    expect(await knex('alert_episodes')).toHaveLength(1);
    expect(await told()).toHaveLength(1);
    expect((await told())[0].revision).toBe(1);
  });

  it('tell what they have found or find it anew, and never tell it twice, where a backend dies', async () => {
    await addRule({ webhookId: 'hook_1' });
    await ended('failed', 5);
    const dying = new AlertTeller({ config: notificationsSchema.parse({}) });
    const write = dying.write.bind(dying);
    jest.spyOn(dying, 'write').mockImplementation(async (...args) => {
      await write(...args);
      throw new Error('killed before the commit');
    });
    const options = {
      ...{ knex, store, teller: dying, owner: 'dies' },
      hooks: { enqueue: async () => {}, has: async () => true },
      clock: async () => clock,
      now: () => clock,
      intervalMs: MINUTE_MS,
      logger: silentLogger(message => said.push(message)),
      evaluated: () => {},
    };
    await new AlertEvaluator(options).round();
    expect(await told()).toEqual([]);
    expect(await knex('alert_episodes')).toEqual([]);
    expect(said).toEqual([expect.stringContaining('killed before the commit')]);

    await after(3 * MINUTE_MS);
    await after(MINUTE_MS);
    expect(await told()).toHaveLength(1);
    expect((await told())[0].revision).toBe(1);

    // The queue of webhooks takes what has one id once.
    const queue = new Map<string, AlertMessage>();
    const hooks = (fails: boolean) => ({
      has: async () => true,
      enqueue: async (message: AlertMessage) => {
        queue.set(message.id, message);
        if (fails) throw new Error('killed');
      },
    });
    await expect(passMessages(knex, hooks(true))).rejects.toThrow('killed');
    await passMessages(knex, hooks(false));
    await passMessages(knex, hooks(true));
    expect([...queue.values()]).toEqual([
      expect.objectContaining({
        webhookId: 'hook_1',
        type: 'alert.firing',
        payload: expect.objectContaining({ value: 100, runs: 5, end: null }),
      }),
    ]);
  });

  it('that have expired are not evaluated any more, and whoever saved them is told', async () => {
    await addRule();
    await ended('failed', 5);
    await after(0);
    await after(91 * 86_400_000);

    const { rule, state } = (await store.get('alert_1'))!;
    expect(rule.content.enabled).toBe(false);
    expect(rule.disabledBecause).toBe('expired');
    expect(state.standing.episode).toBeNull();
    expect(await told()).toContainEqual(
      expect.objectContaining({
        scope: 'alert-rule:alert_1:1',
        title: 'Orders fail is not watched any more',
        recipients: [ADA],
      }),
    );
    expect((await knex('alert_episodes'))[0].ended_by).toBe('rule_changed');
  });

  it('of silence fire where nothing has completed, whatever has failed', async () => {
    await addRule({
      kind: 'nothing_completed',
      threshold: HOUR_MS,
      windowMs: undefined,
    });
    await ended('completed', 1);
    await after(HOUR_MS);
    expect((await standing()).standing.status).toBe('ok');
    await ended('failed', 3);
    await after(10 * MINUTE_MS);

    expect((await standing()).standing.status).toBe('firing');
    expect((await told())[0].description).toMatch(
      /^No run has completed for 1 h \d+ min, and the rule allows 1 h$/,
    );
    await ended('completed', 1);
    await after(MINUTE_MS);
    expect((await standing()).standing.status).toBe('ok');
  });

  it('of the queue fire by the run that has waited longest', async () => {
    await addRule({
      kind: 'queue_age',
      threshold: 10 * MINUTE_MS,
      windowMs: undefined,
    });
    await ended('completed', 3, { status: 'queued' as never });
    await after(9 * MINUTE_MS);
    expect((await standing()).reading).toMatchObject({
      verdict: 'well',
      value: 9 * MINUTE_MS,
      runs: 3,
    });
    await after(2 * MINUTE_MS);
    expect((await standing()).standing.status).toBe('firing');
  });

  it('are all evaluated, though one of them cannot be', async () => {
    await addRule();
    await addRule({}, { id: 'alert_0', compiled: { filter: {} } as never });
    await ended('failed', 5);
    await after(0);

    expect((await standing()).standing.status).toBe('firing');
    expect(said).toEqual([
      expect.stringMatching(/^Alert rule 'alert_0' is evaluated later: /),
    ]);
  });

  it('tell nobody where notifications are off', async () => {
    await addRule();
    await ended('failed', 5);
    await evaluatorNamed('a', { enabled: false }).round();

    expect((await standing()).standing.status).toBe('firing');
    expect(await told()).toEqual([]);
  });

  it('of which none is enabled leave the lease alone', async () => {
    await addRule({ enabled: false });
    await after(0);

    expect(await knex('cursors').whereNot({ name: READER })).toEqual([]);
  });
});

it('values of late are as many as there is room for, over the time that a rule looks at', () => {
  const content = alertRuleContentSchema.parse({
    name: 'Orders fail',
    kind: 'failure_rate',
    scope: { workflows: ['embedded/orders'] },
    threshold: 20,
    windowMs: 24 * HOUR_MS,
  });
  let recent: { at: number; value: number | null }[] = [];
  for (let minute = 0; minute <= 3 * 1_440; minute++) {
    const reading = { ...NO_READING, verdict: 'well' as const, value: minute };
    recent = withRecent(recent, reading, {
      at: minute * MINUTE_MS,
      rule: { content },
    });
  }
  expect(recent).toHaveLength(41);
  expect(recent.at(-1)!.value).toBe(3 * 1_440);
  expect(recent.at(-1)!.at - recent[0].at).toBeGreaterThan(23 * HOUR_MS);
  expect(recent.at(-1)!.at - recent[0].at).toBeLessThan(26 * HOUR_MS);
  expect(withRecent(recent, NO_READING, { at: 1, rule: { content } })).toEqual(
    recent,
  );
});
