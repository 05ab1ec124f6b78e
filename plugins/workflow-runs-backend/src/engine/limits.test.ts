import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases, TestDatabase } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';
import { EngineLimits } from './limits';

jest.setTimeout(60_000);

const workflow = (name: string) =>
  defineWorkflow({
    name,
    version: '1',
    input: z.object({}),
    steps: { only: {} },
  });

describeOnDatabases('an engine with limits', (createDatabase, isPostgres) => {
  let database: TestDatabase;
  const engines: TestEngine[] = [];
  let atOnce: number;
  let most: number;
  let letGo: () => void;
  let gate: Promise<void>;

  beforeEach(async () => {
    database = await createDatabase();
    atOnce = 0;
    most = 0;
    gate = new Promise(resolve => {
      letGo = resolve;
    });
  });
  afterEach(async () => {
    letGo();
    for (const engine of engines.splice(0)) await engine.stop();
  });

  async function start(limits: Partial<EngineLimits>) {
    const engine = new TestEngine(database, {
      limits,
      timing: { pollMs: 50, blockedCheckMs: 50, blockedAfterMs: 50 },
    });
    engines.push(engine);
    for (const name of ['busy', 'other']) {
      await engine.add(workflow(name), {
        only: async ({ signal }) => {
          atOnce += 1;
          most = Math.max(most, atOnce);
          await Promise.race([
            gate,
            new Promise((_, reject) => {
              signal.addEventListener('abort', () => reject(signal.reason));
            }),
          ]).finally(() => {
            atOnce -= 1;
          });
        },
      });
    }
    await engine.engine.start();
    return engine;
  }
  const launch = async (engine: TestEngine, name: string, count: number) => {
    const runIds: string[] = [];
    for (let i = 0; i < count; i++) runIds.push(await engine.launch(name));
    return runIds;
  };
  const untilReason = async (engine: TestEngine, runId: string) => {
    for (;;) {
      const { blockedReason } = (await engine.runs.get(runId, 'all'))!;
      if (blockedReason) return blockedReason;
      await sleep(10);
    }
  };

  it('lets runs wait, says so, and starts them when there is room', async () => {
    const engine = await start({ runsPerWorkflow: 1 });
    const [first, second] = await launch(engine, 'busy', 2);
    const [other] = await launch(engine, 'other', 1);
    await engine.until(first, 'running');
    await engine.until(other, 'running');
    expect(await untilReason(engine, second)).toBe('limit: workflow');
    expect(atOnce).toBe(2);
    letGo();
    const run = await engine.until(second, 'completed');
    expect(run.blockedReason).toBeNull();
  });

  it('cancels a run that waits at once, though there is no room, and starts nothing of it', async () => {
    const engine = await start({ runsPerWorkflow: 1, runsPerBackend: 1 });
    const [first, second] = await launch(engine, 'busy', 2);
    await engine.until(first, 'running');
    expect(await engine.cancel(second, 'enough')).toMatchObject({
      status: 'completed',
    });
    await engine.until(second, 'canceled');
    expect(most).toBe(1);
    expect((await engine.runs.get(first, 'all'))!.status).toBe('running');
  });

  if (isPostgres) {
    it('keeps them together with other backends', async () => {
      const all = [];
      for (let i = 0; i < 3; i++) all.push(await start({ runsPerTenant: 4 }));
      const runIds = [
        ...(await launch(all[0], 'busy', 8)),
        ...(await launch(all[1], 'other', 8)),
      ];
      while (atOnce < 4) await sleep(10);
      await sleep(200);
      expect(atOnce).toBe(4);
      letGo();
      for (const runId of runIds) await all[0].until(runId, 'completed');
      expect(most).toBe(4);
    });
  }
});
