import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases, TestDatabase } from '../__testUtils__/databases';
import { TestEngine, TestEngineOptions } from '../__testUtils__/TestEngine';

jest.setTimeout(60_000);

/** Nothing here waits for it. */
const POLL_MS = 20_000;

const simple = defineWorkflow({
  name: 'simple',
  version: '1',
  input: z.object({ number: z.number().default(0) }),
  steps: { only: {} },
});

describeOnDatabases('a run that is launched', createDatabase => {
  let database: TestDatabase;
  let engine: TestEngine;
  let gate: Promise<void>;
  let open: () => void;
  const started: number[] = [];

  beforeEach(async () => {
    database = await createDatabase();
    started.length = 0;
    close();
  });
  afterEach(async () => {
    open();
    await engine.stop();
  });

  function close() {
    gate = new Promise(resolve => {
      open = resolve;
    });
  }
  async function start(
    options: TestEngineOptions = {},
    lane = database.lane,
  ): Promise<void> {
    engine = new TestEngine(
      { knex: database.knex, lane },
      { timing: { pollMs: POLL_MS }, ...options },
    );
    await engine.add(simple, {
      only: async ({ input }) => {
        started.push(input.number);
        await gate;
      },
    });
    await engine.engine.start();
    // Until it knows that nobody waits.
    await sleep(50);
  }
  const launch = (number: number, key?: string) =>
    engine.launch('simple', { input: { number } }, key);
  const holderOf = (runId: string) =>
    database
      .knex('engine_runs')
      .where({ run_id: runId })
      .first('worker_id', 'wake_at');
  const until = async (condition: () => unknown) => {
    while (!(await condition())) await sleep(5);
  };

  it('is held from the beginning', async () => {
    await start();
    const reserve = jest.spyOn(engine.engine, 'reserve');
    const runId = await launch(1);
    expect(reserve.mock.results).toMatchObject([{ value: { epoch: 1 } }]);
    const { workerId } = engine.engine;
    expect(await holderOf(runId)).toEqual({
      worker_id: workerId,
      wake_at: null,
    });
    await until(() => started.length === 1);
    open();
    await engine.until(runId, 'completed');
    expect(engine.problems).toEqual([]);
  });

  it('begins in the commit of its launch', async () => {
    await start();
    const commit = jest.spyOn(engine.recorder, 'commit');
    const runId = await launch(1);
    expect(commit).toHaveBeenCalledTimes(1);
    expect(await engine.eventTypes(runId)).toEqual([
      'run.queued',
      'run.started',
      'step.started only',
    ]);
  });

  it('is left to be claimed where all that it does at first is to wait', async () => {
    await start();
    await engine.add(
      defineWorkflow({
        name: 'waits',
        version: '1',
        input: z.object({}),
        steps: { ask: { type: 'approval' } },
      }),
      {},
    );
    const runId = await engine.launch('waits');
    expect(await holderOf(runId)).toMatchObject({ worker_id: null });
  });

  it('waits for its turn where there is no room, behind those that came before', async () => {
    await start({ limits: { runsPerBackend: 1 } });
    const runIds = [];
    for (const number of [1, 2, 3]) runIds.push(await launch(number));
    await until(() => started.length === 1);
    expect((await holderOf(runIds[1])).worker_id).toBeNull();
    open();
    for (const runId of runIds) await engine.until(runId, 'completed');
    expect(started).toEqual([1, 2, 3]);
  });

  it('takes no place where it was launched before', async () => {
    await start({ limits: { runsPerBackend: 2 } });
    const [first, again] = await Promise.all([launch(1, 'k'), launch(1, 'k')]);
    expect(again).toBe(first);
    const second = await launch(2);
    await until(() => started.length === 2);
    expect((await holderOf(second)).worker_id).toBe(engine.engine.workerId);
  });

  it('is left to the next worker where this one stops meanwhile', async () => {
    let isSlow = false;
    await start(
      {},
      {
        transaction: async work => {
          if (isSlow) await gate;
          return database.lane.transaction(work);
        },
      },
    );
    isSlow = true;
    const launched = launch(1);
    await sleep(50);
    const stopped = engine.stop();
    await sleep(50);
    open();
    const runId = await launched;
    await stopped;
    expect(started).toEqual([]);
    expect((await holderOf(runId)).worker_id).toBeNull();

    await start();
    await engine.until(runId, 'completed');
    expect(started).toEqual([1]);
  });

  it('is not taken for one that the worker has forgotten', async () => {
    let commits: Promise<unknown> = Promise.resolve();
    await start(
      { timing: { pollMs: 20 } },
      {
        transaction: async work => {
          const result = await database.lane.transaction(work);
          // It is committed, and nobody knows yet.
          await commits;
          return result;
        },
      },
    );
    commits = sleep(200);
    const runId = await launch(1);
    open();
    await engine.until(runId, 'completed');
    expect(started).toEqual([1]);
    expect(engine.problems).toEqual([]);
  });
});
