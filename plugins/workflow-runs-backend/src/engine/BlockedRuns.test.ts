import { z } from 'zod';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';
import { DEFAULT_RUN_LIMITS, RunLimits } from './admission';
import { BlockedRuns } from './BlockedRuns';
import { registerWorker } from './workers';

jest.setTimeout(60_000);

describeOnDatabases('a run that nobody can execute', createDatabase => {
  let engine: TestEngine;
  let runId: string;
  let now: number;
  let limits: RunLimits;

  beforeEach(async () => {
    now = Date.now();
    limits = DEFAULT_RUN_LIMITS;
    engine = new TestEngine(await createDatabase(), { now: () => now });
    await engine.add(
      defineWorkflow({
        name: 'orders',
        version: '1',
        input: z.object({}),
        steps: {
          fetch: { handler: { version: 2 } },
          store: { dependsOn: ['fetch'] },
        },
      }),
      { fetch: () => {}, store: () => {} },
    );
    runId = await engine.launch('orders');
  });

  const worker = (id: string, ...handlers: string[]) =>
    registerWorker(engine.knex, async () => now, {
      id,
      handlers,
      leaseMs: 1e9,
    });
  const look = async () => {
    await new BlockedRuns({
      knex: engine.knex,
      recorder: engine.recorder,
      definitions: engine.definitions,
      clock: async () => now,
      now: () => now,
      limits,
      blockedAfterMs: 60_000,
    }).check();
    return (await engine.runs.get(runId, 'all'))!.blockedReason;
  };
  const told = async () =>
    (await engine.eventTypes(runId)).filter(type => type === 'run.changed')
      .length;

  it('says so after a minute, and not before', async () => {
    now += 59_999;
    expect(await look()).toBeNull();
    now += 1;
    expect(await look()).toBe('No worker offers orders/fetch@2');
  });

  it('says it once', async () => {
    now += 60_000;
    await look();
    now += 60_000;
    await look();
    expect(await told()).toBe(1);
  });

  it('says it once, though two backends see it in the same moment', async () => {
    now += 60_000;
    await Promise.all([look(), look()]);
    expect(await told()).toBe(1);
  });

  it('names the handler that is missing now', async () => {
    await worker('wkr_1', 'orders/fetch@2', 'orders/store@2');
    now += 60_000;
    expect(await look()).toBe('No worker offers orders/store@1');
    await worker('wkr_2', 'orders/store@1');
    now += 1;
    expect(await look()).toBe(
      'No single worker offers all of orders/fetch@2, orders/store@1',
    );
    await worker('wkr_3', 'orders/store@1', 'orders/fetch@2');
    now += 1;
    expect(await look()).toBeNull();
    expect(await told()).toBe(3);
  });

  it('does not count workers that have died', async () => {
    await worker('wkr_1', 'orders/fetch@2', 'orders/store@1');
    await engine.knex('workers').update({ lease_until: now });
    now += 60_000;
    expect(await look()).toBe('No worker offers orders/fetch@2');
  });

  it('takes it back when the run goes on, though it had started before', async () => {
    now += 60_000;
    await look();
    await engine.knex('engine_runs').update({ worker_id: 'wkr_9' });
    now += 1;
    expect(await look()).toBeNull();
  });

  it('takes it back when it starts', async () => {
    now += 60_000;
    await look();
    await engine.engine.start();
    const run = await engine.until(runId, 'completed');
    await engine.stop();
    expect(run.blockedReason).toBeNull();
  });

  it('says nothing of one that has been claimed, and has ended, since it looked', async () => {
    now += 60_000;
    const commit = engine.recorder.commit.bind(engine.recorder);
    jest
      .spyOn(engine.recorder, 'commit')
      .mockImplementationOnce(async transition => {
        await engine.engine.start();
        await engine.until(runId, 'completed');
        return commit(transition);
      });
    expect(await look()).toBeNull();
    await engine.stop();
    expect(await told()).toBe(0);
  });

  it('leaves to a paused run the reason that it has', async () => {
    await engine.recorder.commit({
      runId,
      facts: [
        {
          type: 'run.paused',
          at: now,
          generation: 0,
          from: 'running',
          fromMs: 0,
          blockedReason: 'poison',
        },
      ],
    });
    now += 60_000;
    expect(await look()).toBe('poison');
  });

  it('says that its definition is gone', async () => {
    await engine.knex('engine_runs').update({ definition_hash: 'gone' });
    now += 60_000;
    expect(await look()).toBe(
      'Its definition cannot be read: There is no definition gone',
    );
  });

  it('leaves to a run that cannot be read the reason that was given', async () => {
    await engine.knex('engine_runs').update({ unreadable: 'No key' });
    await engine.recorder.commit({
      runId,
      facts: [
        {
          type: 'run.changed',
          at: now,
          generation: 0,
          blockedReason: 'No key',
        },
      ],
    });
    now += 60_000;
    expect(await look()).toBe('No key');
    await engine.knex('engine_runs').update({ wake_at: now + 1 });
    expect(await look()).toBe('No key');
  });

  describe('because of a limit', () => {
    const hold = async (count: number, columns: object = {}) => {
      const row = await engine
        .knex('engine_runs')
        .where({ run_id: runId })
        .first();
      for (let i = 0; i < count; i++) {
        await engine.knex('engine_runs').insert({
          ...row,
          run_id: `run_held_${i}`,
          worker_id: 'wkr_1',
          wake_at: null,
          ...columns,
        });
      }
    };
    beforeEach(async () => {
      await worker('wkr_1', 'orders/fetch@2', 'orders/store@1');
      now += 60_000;
    });

    it.each<[string, Partial<RunLimits>, object]>([
      ['limit: workflow', { runsPerWorkflow: 2 }, {}],
      ['limit: tenant', { runsPerTenant: 2 }, { workflow_id: 'other' }],
      [
        'limit: backend',
        { runsPerBackend: 2 },
        { workflow_id: 'other', tenant_id: 'other' },
      ],
    ])('says %s', async (reason, limit, columns) => {
      await hold(2, columns);
      expect(await look()).toBeNull();
      limits = { ...limits, ...limit };
      expect(await look()).toBe(reason);
      await engine.knex('engine_runs').where({ run_id: 'run_held_0' }).delete();
      now += 1;
      expect(await look()).toBeNull();
    });

    it('says that backfills have their share', async () => {
      await hold(1, { rank: 110 });
      await engine
        .knex('engine_runs')
        .where({ run_id: runId })
        .update({ rank: 110 });
      limits = { ...limits, runsPerBackend: 2 };
      expect(await look()).toBe('limit: backfill');
    });

    it('goes on saying so while the limit has room for one, but not for all who wait', async () => {
      const second = await engine.launch('orders');
      now += 60_000;
      await hold(1);
      limits = { ...limits, runsPerWorkflow: 2 };
      expect(await look()).toBe('limit: workflow');
      await engine.knex('engine_runs').where({ run_id: second }).delete();
      now += 1;
      expect(await look()).toBeNull();
    });
  });

  it('looks at some at a time, and goes on behind them', async () => {
    const row = await engine
      .knex('engine_runs')
      .where({ run_id: runId })
      .first();
    const run = await engine.knex('runs').where({ id: runId }).first();
    const live = await engine.knex('run_live').where({ run_id: runId }).first();
    const ids = Array.from({ length: 600 }, (_, i) => `run_many_${1000 + i}`);
    await engine.knex.batchInsert(
      'runs',
      ids.map(id => ({ ...run, id, native_id: id })),
      20,
    );
    await engine.knex.batchInsert(
      'run_live',
      ids.map(run_id => ({ ...live, run_id })),
      100,
    );
    await engine.knex.batchInsert(
      'engine_runs',
      ids.map(run_id => ({ ...row, run_id })),
      50,
    );
    now += 60_000;
    const blocked = new BlockedRuns({
      knex: engine.knex,
      recorder: engine.recorder,
      definitions: engine.definitions,
      clock: async () => now,
      now: () => now,
      limits,
      blockedAfterMs: 60_000,
    });
    const blockedCount = async () =>
      (await engine.knex('runs').whereNotNull('blocked_reason')).length;
    await blocked.check();
    expect(await blockedCount()).toBe(500);
    await blocked.check();
    expect(await blockedCount()).toBe(601);
    await engine.knex('engine_runs').update({ worker_id: 'wkr_9' });
    now += 1;
    await blocked.check();
    await blocked.check();
    expect(await blockedCount()).toBe(0);
  });
});
