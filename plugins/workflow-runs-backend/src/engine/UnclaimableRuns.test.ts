import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases, TestDatabase } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';

jest.setTimeout(60_000);

const TIMING = { pollMs: 20, blockedCheckMs: 20, blockedAfterMs: 100 };
const simple = defineWorkflow({
  name: 'simple',
  version: '1',
  input: z.object({}),
  steps: { only: {} },
});
const orders = defineWorkflow({
  name: 'orders',
  version: '1',
  input: z.object({}),
  steps: {
    pay: { compensate: {} },
    ask: { type: 'approval', dependsOn: ['pay'] },
  },
});

describeOnDatabases('a run that no worker can claim', createDatabase => {
  let database: TestDatabase;
  let engine: TestEngine;
  const start = async (hasHandlers: boolean) => {
    engine = new TestEngine(database, {
      timing: TIMING,
    });
    if (hasHandlers) {
      await engine.add(orders, {
        pay: { run: () => {}, compensate: () => {} },
      });
    }
    await engine.engine.start();
  };
  const askToCancel = async (runId: string) => {
    const { status } = await engine.cancel(runId, 'Nobody needs it');
    return status;
  };

  beforeEach(async () => {
    database = await createDatabase();
    await start(true);
  });
  afterEach(() => engine.stop());

  it('is canceled all the same, where nothing of it is to be rolled back', async () => {
    await engine.stop();
    const runId = await engine.launch('orders');
    await start(false);
    expect(await askToCancel(runId)).toBe('completed');
    expect(await engine.until(runId, 'canceled')).toMatchObject({
      blockedReason: null,
    });
    await engine.untilLetGo(runId);
    expect(await engine.eventTypes(runId)).toEqual(
      expect.arrayContaining(['step.skipped pay', 'step.skipped ask']),
    );
  });

  it('is canceled where its definition is gone', async () => {
    const runId = await engine.launch('orders');
    await engine.until(runId, 'waiting_human');
    await engine.knex('engine_runs').update({ definition_hash: 'gone' });
    expect(await askToCancel(runId)).toBe('completed');
    await engine.until(runId, 'canceled');
    await engine.untilLetGo(runId);
  });

  it('is canceled where its definition is damaged, which stops no other', async () => {
    await engine.stop();
    const runId = await engine.launch('orders');
    await engine
      .knex('definitions')
      .where({ name: 'orders' })
      .update({ content: '{' });
    engine = new TestEngine(database, { timing: TIMING });
    await engine.add(simple, { only: () => {} });
    await engine.engine.start();
    await engine.until(await engine.launch('simple'), 'completed');
    expect(await askToCancel(runId)).toBe('completed');
    await engine.until(runId, 'canceled');
  });

  it('waits for a worker that can roll it back', async () => {
    const runId = await engine.launch('orders');
    await engine.until(runId, 'waiting_human');
    await engine.stop();
    await start(false);
    expect(await askToCancel(runId)).toBe('accepted');
    await sleep(300);
    expect((await engine.runs.get(runId, 'all'))!.status).toBe('waiting_human');
    await engine.stop();

    await start(true);
    await engine.until(runId, 'canceled');
    expect(await engine.eventTypes(runId)).toContain('step.compensated pay');
  });
});
