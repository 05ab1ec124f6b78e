import { setTimeout as sleep } from 'node:timers/promises';
import { Knex } from 'knex';
import { z } from 'zod';
import {
  defineWorkflow,
  keepTrying,
} from 'backstage-plugin-workflow-runs-node';
import { leaseClock } from '../database/clock';
import { LaneDatabase } from '../database/LaneDatabase';
import { describeOnDatabases, TestDatabase } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';
import { claimRuns } from './claim';

jest.mock('./claim', () => {
  const actual = jest.requireActual('./claim');
  return { ...actual, claimRuns: jest.fn(actual.claimRuns) };
});
jest.mock('../database/clock', () => {
  const actual = jest.requireActual('../database/clock');
  return { ...actual, leaseClock: jest.fn(actual.leaseClock) };
});
jest.setTimeout(60_000);

const POLL_MS = 50;
/**
 * Each poll claims once, and twice more where it lets a run go and sets a time for it; a busy machine
 * polls a little longer. A loop would claim hundreds of times.
 */
const ENOUGH = 60;

const simple = defineWorkflow({
  name: 'simple',
  version: '1',
  input: z.object({}),
  steps: {
    only: {
      retry: keepTrying({ initialDelayMs: 600_000, maxDelayMs: 600_000 }),
    },
  },
});

/** Whatever is wrong, the engine must not ask the database, or run handlers, as fast as it can. */
describeOnDatabases('an engine stays calm', createDatabase => {
  let database: TestDatabase;
  let knex: Knex;
  let engine: TestEngine | undefined;

  beforeEach(async () => {
    database = await createDatabase();
    knex = database.knex;
  });
  afterEach(async () => {
    await engine?.stop();
    jest.mocked(leaseClock).mockReset();
    jest
      .mocked(leaseClock)
      .mockImplementation(jest.requireActual('../database/clock').leaseClock);
  });

  async function startWith(
    handler: () => void,
    lane: LaneDatabase = database.lane,
  ) {
    engine = new TestEngine({ knex, lane }, { timing: { pollMs: POLL_MS } });
    await engine.add(simple, { only: handler });
    await engine.engine.start();
    return engine;
  }
  /** How often the engine has claimed within ten polls. */
  async function claims(): Promise<number> {
    jest.mocked(claimRuns).mockClear();
    await sleep(10 * POLL_MS);
    return jest.mocked(claimRuns).mock.calls.length;
  }

  it('when there is nothing to do', async () => {
    await startWith(() => {});
    await sleep(50);
    expect(await claims()).toBeLessThanOrEqual(ENOUGH);
  });

  it('when a run cannot be read', async () => {
    const { launch } = await startWith(() => {});
    const runId = await launch.call(engine, 'simple');
    await engine!.until(runId, 'completed');
    const other = new TestEngine(database, {
      secret: 'another secret than that',
    });
    await other.add(simple, { only: () => {} });
    await other.launch('simple');
    expect(await claims()).toBeLessThanOrEqual(ENOUGH);
    expect(engine!.problems.length).toBe(1);
    expect(engine!.problems[0]).toMatch(/cannot be executed/);
  });

  it('when what it decides can never be committed', async () => {
    let fails = false;
    await startWith(() => {}, {
      transaction: async work => {
        if (fails) throw new Error('disk full');
        return database.lane.transaction(work);
      },
    });
    await engine!.launch('simple');
    fails = true;
    expect(await claims()).toBeLessThanOrEqual(ENOUGH);
    fails = false;
  });

  it('when claims fail', async () => {
    await startWith(() => {});
    jest.mocked(claimRuns).mockRejectedValue(new Error('away'));
    expect(await claims()).toBeLessThanOrEqual(ENOUGH);
    jest
      .mocked(claimRuns)
      .mockImplementation(jest.requireActual('./claim').claimRuns);
  });

  it.each([-3_600_000, 3_600_000])(
    'when the clock of the leases is %d ms off',
    async offset => {
      jest
        .mocked(leaseClock)
        .mockImplementation(() => async () => Date.now() + offset);
      const handler = jest.fn(() => {
        throw new Error('again');
      });
      await startWith(handler);
      await engine!.launch('simple');
      expect(await claims()).toBeLessThanOrEqual(ENOUGH);
      expect(handler.mock.calls.length).toBe(1);
    },
  );

  it('when a timer is due that the machine does not want', async () => {
    const handler = jest.fn(() => {
      throw new Error('again');
    });
    await startWith(handler);
    const runId = await engine!.launch('simple');
    while (!(await knex('timers').first())) await sleep(10);
    await knex('timers').insert({
      run_id: runId,
      kind: 'retry',
      step_key: 'no_such',
      item_index: -1,
      due_at: 1,
    });
    await knex('engine_runs').update({ wake_at: 1 });
    expect(await claims()).toBeLessThanOrEqual(ENOUGH);
  });

  it('when something is asked of a run that this version does not know', async () => {
    await startWith(() => {
      throw new Error('again');
    });
    const runId = await engine!.launch('simple');
    while (!(await knex('timers').first())) await sleep(10);
    await knex('actions').insert({
      id: 'act_1',
      tenant_id: 'default',
      run_id: runId,
      actor: 'a',
      idempotency_key: 'k',
      request_hash: 'h',
      action: 'levitate',
      step_key: '',
      item_index: -1,
      status: 'requested',
      requested_at: 1,
    });
    await knex('engine_runs').update({ wake_at: 1 });
    expect(await claims()).toBeLessThanOrEqual(ENOUGH);
    expect(await knex('actions').first()).toMatchObject({
      status: 'refused',
      message: 'This version cannot levitate a run',
    });
    const run = await engine!.runs.get(runId, 'all');
    expect(run!.status).toBe('running');
  });

  it('when a worker was given up: it works on, and what it held is done again', async () => {
    let tries = 0;
    engine = new TestEngine(database, {
      timing: { leaseMs: 600, leaseSkewMs: 100, pollMs: 50 },
    });
    await engine.add(simple, {
      only: () => {
        tries += 1;
        return tries === 1 ? new Promise<never>(() => {}) : 'done';
      },
    });
    await engine.engine.start();
    const runId = await engine.launch('simple');
    while (tries === 0) await sleep(5);
    await knex('workers').delete();
    await engine.until(runId, 'completed');
    expect(tries).toBe(2);
    expect(await knex('workers')).toHaveLength(1);
  });
});
