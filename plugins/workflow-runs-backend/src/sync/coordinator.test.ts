import { Knex } from 'knex';
import {
  FakeEngine,
  FakeRun,
} from 'backstage-plugin-workflow-runs-node/testing';
import { describeOnDatabases, TestDatabase } from '../__testUtils__/databases';
import { eventually } from '../__testUtils__/TestPortal';
import { newBackend } from './__testUtils__/SyncWorld';
import { SyncCoordinator } from './SyncCoordinator';
import { SyncOrders } from './SyncOrders';

jest.setTimeout(120_000);

const DAY_MS = 86_400_000;

describeOnDatabases('asking engines', createDatabase => {
  let database: TestDatabase;
  let knex: Knex;
  let orders: SyncOrders;
  const running: SyncCoordinator[] = [];
  let engines = 0;

  beforeAll(async () => {
    database = await createDatabase();
    ({ knex } = database);
    orders = new SyncOrders(knex);
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map(each => each.stop()));
  });

  const newEngine = (limits?: object) => {
    engines += 1;
    const instance = { id: `fake-${engines}`, ...(limits && { limits }) };
    return new FakeEngine({ instance });
  };
  const start = (engine: FakeEngine, config: object = {}) => {
    const backend = newBackend(database, [engine], config);
    running.push(backend);
    backend.start();
    return backend;
  };
  const stop = async (backend: SyncCoordinator) => {
    running.splice(running.indexOf(backend), 1);
    await backend.stop();
  };
  const run = (id: string, said: Partial<FakeRun> = {}): FakeRun => ({
    id,
    workflow: 'build',
    status: 'busy',
    startedAt: Date.now() - 60_000,
    changedAt: Date.now() - 30_000,
    ...said,
  });
  const many = (count: number, said: Partial<FakeRun> = {}) =>
    Array.from({ length: count }, (_, index) =>
      run(`run-${`${index}`.padStart(5, '0')}`, said),
    );
  const shown = ({ instance: { id } }: FakeEngine) =>
    knex('runs').where({ engine_instance: id }).orderBy('native_id');
  /** A slow machine takes its time: the test's own limit is the only one. */
  const untilDone = async (
    engine: FakeEngine,
    kind: 'open' | 'window' | 'backfill',
  ) => {
    for (;;) {
      const order = await orders.find(engine.instance.id, kind);
      if (order?.doneAt) return order;
      await new Promise(resolve => {
        setTimeout(resolve, 25);
      });
    }
  };
  const want = async (
    engine: FakeEngine,
    backend: SyncCoordinator,
    runId: string,
  ) => {
    const { id } = engine.instance;
    const at = Date.now();
    await orders.want(id, 'run', at, runId);
    backend.notify(id);
    return eventually(async () => {
      const order = await orders.find(id, 'run', runId);
      if (!order || (!order.error && (order.doneAt ?? 0) < at))
        throw new Error('it was not asked for');
      return order;
    });
  };

  it('shows what is open, with its own status and the engine’s', async () => {
    const engine = newEngine();
    engine.put(
      run('a'),
      run('b', { status: 'asking' }),
      run('c', { status: 'hibernating' }),
    );
    start(engine);
    await untilDone(engine, 'open');

    expect(await shown(engine)).toMatchObject([
      { native_id: 'a', status: 'running', native_status: 'busy' },
      { native_id: 'b', status: 'waiting_human', native_status: 'asking' },
      { native_id: 'c', status: 'running', native_status: 'hibernating' },
    ]);
  });

  it('is done by one backend, whatever the number of backends', async () => {
    const engine = newEngine();
    engine.put(...many(250));
    engine.trouble = { latencyMs: 20 };
    start(engine);
    start(engine);
    start(engine);
    await untilDone(engine, 'open');
    await untilDone(engine, 'window');

    const asked = engine.requests.map(each => `${each.kind} ${each.cursor}`);
    expect(new Set(asked).size).toBe(asked.length);
    expect(engine.mostUnderWay).toBe(1);
    expect(await shown(engine)).toHaveLength(250);
  });

  it('goes on in another backend at the page that it was at', async () => {
    const engine = newEngine();
    engine.put(...many(350));
    const first = start(engine);
    await eventually(async () => {
      const order = await orders.find(engine.instance.id, 'open');
      if (!order?.cursor) throw new Error('no page is done');
      engine.trouble = { latencyMs: 60_000 };
    });
    await stop(first);
    const { cursor } = (await orders.find(engine.instance.id, 'open'))!;
    engine.trouble = {};
    engine.requests.length = 0;
    start(engine);
    await untilDone(engine, 'open');

    expect(cursor).not.toBeNull();
    expect(engine.requests[0]).toEqual({ kind: 'open', cursor });
    expect(await shown(engine)).toHaveLength(350);
  });

  it('is taken over from a backend that was killed, and whose word counts no more', async () => {
    const engine = newEngine();
    engine.put(...many(150));
    engine.trouble = { latencyMs: 100 };
    start(engine);
    await eventually(async () => {
      if (engine.requests.length === 0) throw new Error('nobody asks');
    });
    // As if it had said nothing for long: it does not know.
    const { id } = engine.instance;
    await knex('engine_instances')
      .where({ id })
      .update({
        owner: 'another',
        epoch: knex.raw('epoch + 1'),
        lease_until: Date.now() + DAY_MS,
      });
    const before = await orders.find(id, 'open');
    await eventually(async () => {
      if (engine.underWay > 0) throw new Error('a page is under way');
    });
    expect(await orders.find(id, 'open')).toEqual(before);

    await knex('engine_instances').where({ id }).update({ lease_until: 0 });
    start(engine);
    await untilDone(engine, 'open');
    expect(await shown(engine)).toHaveLength(150);
  });

  it('leaves an engine alone that is away, and goes on once it is back', async () => {
    const engine = newEngine();
    engine.put(...many(3));
    engine.trouble = { isAway: true, retryAfterMs: 500 };
    start(engine);
    const { id } = engine.instance;
    await eventually(async () => {
      const { failures } = await orders.standing(id);
      if (failures < 2) throw new Error('it was not tried again');
    });
    const standing = await orders.standing(id);
    expect(standing.lastError).toBe('It is away');
    // One request each time, however much is due.
    expect(engine.requests.length).toBe(standing.failures);
    engine.trouble = {};
    await untilDone(engine, 'open');
    await untilDone(engine, 'window');

    expect(await orders.standing(id)).toMatchObject({
      failures: 0,
      retryAt: null,
      lastError: null,
    });
  });

  it('keeps what an engine told before it went away in the middle of a page', async () => {
    const engine = newEngine();
    engine.put(...many(10));
    engine.trouble = { leavesAfter: 4 };
    start(engine);
    await eventually(async () => {
      if (!(await orders.standing(engine.instance.id)).failures)
        throw new Error('it has not gone away');
    });
    expect(await shown(engine)).toHaveLength(4);
    engine.trouble = {};
    await untilDone(engine, 'open');

    expect(await shown(engine)).toHaveLength(10);
  });

  it('keeps within what the engine bears', async () => {
    const engine = newEngine({ requestsPerSecond: 10, burst: 2 });
    engine.put(...many(250));
    const began = Date.now();
    start(engine);
    await untilDone(engine, 'open');
    const seconds = (Date.now() - began) / 1_000;

    // It begins with one token.
    expect(engine.requests.length).toBeLessThanOrEqual(1 + 10 * seconds);
  });

  it('does not wait for an engine that does not stop', async () => {
    const engine = newEngine();
    engine.put(...many(3));
    engine.trouble = { latencyMs: 3_000, ignoresAbort: true };
    const backend = start(engine, { timeoutSeconds: 0.2 });
    const { lastError } = await eventually(async () => {
      const standing = await orders.standing(engine.instance.id);
      if (!standing.lastError) throw new Error('it is waited for');
      return standing;
    });
    await stop(backend);

    expect(lastError).toBe('The engine has not answered within 0.2 s');
    expect(await shown(engine)).toHaveLength(0);
  });

  it('gives up a pass that does not go on, and says why', async () => {
    const engine = newEngine();
    engine.put(...many(3));
    engine.trouble = { standsStill: true };
    start(engine);
    const { lastError } = await eventually(async () => {
      const standing = await orders.standing(engine.instance.id);
      if (!standing.lastError) throw new Error('it goes on');
      return standing;
    });

    expect(lastError).toContain('the same cursor again');
  });

  it.each([undefined, { nextCursor: undefined }, { nextCursor: 7 }])(
    'does not go on behind a page that is none: %j',
    async page => {
      const engine = newEngine({ requestsPerSecond: 500 });
      let asked = 0;
      engine.sync = async () => {
        asked += 1;
        return page as any;
      };
      start(engine);
      const { lastError } = await eventually(async () => {
        const standing = await orders.standing(engine.instance.id);
        if (!standing.lastError) throw new Error('it goes on');
        return standing;
      });

      expect(lastError).toContain('has answered no page');
      expect(asked).toBeLessThan(5);
    },
  );

  it('takes in no nonsense, and goes on', async () => {
    const engine = newEngine();
    engine.put(...many(3));
    engine.trouble = { talksNonsense: true };
    const backend = start(engine);
    await untilDone(engine, 'open');

    expect(await shown(engine)).toHaveLength(0);
    expect((await orders.standing(engine.instance.id)).lastError).toMatch(
      /A snapshot was not taken in: .*, and \d+ more/,
    );
    engine.trouble = {};
    await orders.want(engine.instance.id, 'open', Date.now());
    backend.notify(engine.instance.id);
    await eventually(async () => {
      if ((await shown(engine)).length < 3) throw new Error('not yet');
    });
  });

  it('asks for a run that is looked at before all that is to be swept', async () => {
    const engine = newEngine();
    engine.put(run('looked-at'));
    const backend = start(engine);
    await untilDone(engine, 'open');
    const [{ id: runId }] = await shown(engine);
    engine.put(run('looked-at', { status: 'broken', changedAt: Date.now() }));
    const order = await want(engine, backend, runId);

    expect(order.error).toBeNull();
    expect(await shown(engine)).toMatchObject([{ status: 'failed' }]);
    const [{ synced_at: syncedAt }] = await knex('observed_runs').where({
      run_id: runId,
    });
    expect(Number(syncedAt)).toBeGreaterThan(0);
  });

  it('says so where an engine does not know a run any more', async () => {
    const engine = newEngine();
    engine.put(run('gone'));
    const backend = start(engine);
    await untilDone(engine, 'open');
    const [{ id: runId }] = await shown(engine);
    engine.forget('gone');
    const { error } = await want(engine, backend, runId);

    expect(error).toBe('The engine does not know the run any more');
    expect((await orders.standing(engine.instance.id)).failures).toBe(0);
  });

  it('says what an engine could not tell, and goes on with it', async () => {
    const engine = newEngine();
    engine.put(...many(250));
    const sync = engine.sync.bind(engine);
    engine.sync = async (...asked) => ({
      ...(await sync(...asked)),
      problem: 'One cannot be read',
    });
    start(engine);
    await untilDone(engine, 'window');

    expect(await orders.standing(engine.instance.id)).toMatchObject({
      lastError: 'One cannot be read',
      failures: 0,
    });
    expect(await shown(engine)).toHaveLength(250);
  });

  it('hears of a run that has ended from the next pass over what is open', async () => {
    const engine = newEngine();
    engine.put(run('quiet'), run('other'));
    start(engine, { openSeconds: 1 });
    await untilDone(engine, 'open');
    // It says it of a time before: no window is about that.
    engine.put(
      run('quiet', { status: 'done', changedAt: Date.now() - DAY_MS }),
    );
    await eventually(async () => {
      const [, quiet] = await shown(engine);
      if (quiet.status !== 'completed') throw new Error('it is open still');
    });
    expect(await shown(engine)).toMatchObject([
      { native_id: 'other', status: 'running' },
      { native_id: 'quiet', status: 'completed' },
    ]);
  });

  it('tells nobody of what happened before the first time, however much it is', async () => {
    const engine = newEngine();
    const old = {
      startedAt: Date.now() - 2 * DAY_MS,
      changedAt: Date.now() - DAY_MS,
    };
    engine.put(...many(2_000, { ...old, status: 'broken' }), run('z-open'));
    const backend = start(engine, { backfillDays: 30 });
    const { runs } = await untilDone(engine, 'backfill');
    expect(runs).toBe(2_001);
    const events = () =>
      knex('run_events')
        .join('runs', 'runs.id', 'run_events.run_id')
        .where({ engine_instance: engine.instance.id })
        .where({ mode: 'live' });

    expect(await events().select('type')).toEqual([]);
    expect(
      await knex('runs').where({
        engine_instance: engine.instance.id,
        status: 'failed',
      }),
    ).toHaveLength(2_000);

    // What happens from now on is news.
    const open = await knex('runs').where({ native_id: 'z-open' }).first();
    engine.put(run('z-open', { status: 'broken', changedAt: Date.now() }));
    await want(engine, backend, open.id);
    expect(await events().select('type')).toMatchObject([
      { type: 'run.failed' },
    ]);
  });

  it('keeps each log line once', async () => {
    const engine = newEngine();
    const line = (number: number) => ({
      number,
      at: Date.now(),
      level: 'info' as const,
      message: `line ${number}`,
    });
    engine.put(run('talks', { lines: [line(1), line(2)] }));
    const backend = start(engine);
    await untilDone(engine, 'open');
    const [{ id: runId }] = await shown(engine);
    const nonsense = [
      { ...line(4), level: 'fatal' as 'info' },
      { ...line(5), at: NaN },
      { ...line(0), number: 5.5 },
    ];
    engine.put(
      run('talks', { lines: [line(1), line(2), line(3), ...nonsense] }),
    );
    await want(engine, backend, runId);

    const lines = await knex('run_logs')
      .where({ run_id: runId })
      .orderBy('sequence');
    expect(lines.map(({ message }) => message)).toEqual([
      'line 1',
      'line 2',
      'line 3',
    ]);
  });
});
