import { z } from 'zod';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';
import { reportBlockedRuns } from './blockedRuns';
import { registerWorker } from './workers';

jest.setTimeout(60_000);

describeOnDatabases('a run that nobody can execute', createDatabase => {
  let engine: TestEngine;
  let runId: string;
  let now: number;

  beforeEach(async () => {
    now = Date.now();
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
    await reportBlockedRuns({
      knex: engine.knex,
      recorder: engine.recorder,
      definitions: engine.definitions,
      clock: async () => now,
      now: () => now,
      blockedAfterMs: 60_000,
    });
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
});
