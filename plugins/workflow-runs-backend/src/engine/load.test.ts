import { setTimeout as sleep } from 'node:timers/promises';
import { Knex } from 'knex';
import { z } from 'zod';
import {
  defineWorkflow,
  failAfter,
  StepFailure,
} from 'backstage-plugin-workflow-runs-node';
import { Comparison, compareLoads } from '../__testUtils__/compareLoads';
import { describeOnDatabases, TestDatabase } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';
import { RunActor } from './RunActor';

jest.mock('./RunActor', () => ({ RunActor: jest.fn() }));
jest.setTimeout(20_000);

describeOnDatabases('loadRun', createDatabase => {
  let database: TestDatabase;
  let knex: Knex;
  let engine: TestEngine;
  let comparison: Comparison;

  beforeAll(async () => {
    database = await createDatabase();
    knex = database.knex;
  });
  beforeEach(() => {
    engine = new TestEngine(database);
    comparison = compareLoads(
      engine,
      RunActor as jest.MockedClass<typeof RunActor>,
      jest.requireActual('./RunActor').RunActor,
    );
  });
  afterEach(async () => {
    await engine.stop();
  });

  const statuses = () =>
    new Set(comparison.compared.flatMap(({ steps }) => steps));

  it('reads outputs that conditions ask for, retries that wait, and steps that were skipped', async () => {
    await engine.add(
      defineWorkflow({
        name: 'branching',
        version: '1',
        input: z.object({ big: z.boolean() }),
        steps: {
          count: { output: z.object({ rows: z.number() }) },
          call: { retry: failAfter(3, { delayMs: 30 }), dependsOn: ['count'] },
          large: {
            dependsOn: ['count'],
            when: { gt: [{ $ref: '/steps/count/output/rows' }, 10] },
          },
          behind: { dependsOn: ['large'] },
          small: {
            dependsOn: ['count'],
            when: { eq: [{ $ref: '/input/big' }, false] },
          },
          last: {
            dependsOn: ['call', 'small'],
            when: { exists: { $ref: '/steps/count/output/rows' } },
          },
        },
      }),
      {
        count: () => ({ rows: 3 }),
        call: ({ attempt }) => {
          if (attempt < 3) {
            throw new StepFailure('external_api', 'busy', { code: '503' });
          }
        },
        large: () => {},
        behind: () => {},
        small: () => 'token=abc',
        last: () => null,
      },
    );
    await engine.engine.start();
    const runId = await engine.launch('branching', { input: { big: false } });
    await engine.until(runId, 'completed');
    expect(comparison.differences).toEqual([]);
    expect(comparison.compared.length).toBeGreaterThan(5);
    expect([...statuses()].sort()).toEqual([
      'completed',
      'pending',
      'retrying',
      'running',
      'skipped',
    ]);
  });

  it('reads which failure ends the run, while other steps still run', async () => {
    let end!: () => void;
    const ends = new Promise<void>(resolve => {
      end = resolve;
    });
    await engine.add(
      defineWorkflow({
        name: 'failing',
        version: '1',
        input: z.object({}),
        steps: { bad: {}, worse: {}, slow: {}, later: { dependsOn: ['slow'] } },
      }),
      {
        bad: () => {
          throw new StepFailure('validation_failed', 'the first');
        },
        worse: async () => {
          await ends;
          throw new Error('the second');
        },
        slow: () => ends,
        later: () => {},
      },
    );
    await engine.engine.start();
    const runId = await engine.launch('failing');
    for (;;) {
      const row = await knex('runs').where({ id: runId }).first();
      if (row.failed_step_key === 'bad') break;
      // A loop that leaves no pause would keep the lane from its turn.
      await sleep(5);
    }
    end();
    const run = await engine.until(runId, 'failed');
    expect(run.error).toMatchObject({ message: 'the first', stepKey: 'bad' });
    expect(comparison.differences).toEqual([]);
  });

  it('reads a run that is being canceled', async () => {
    await engine.add(
      defineWorkflow({
        name: 'canceled',
        version: '1',
        input: z.object({}),
        steps: {
          slow: {},
          waits: { retry: failAfter(2, { delayMs: 60_000 }) },
          after: { dependsOn: ['slow'] },
        },
      }),
      {
        slow: ({ signal }) =>
          new Promise<void>((_, reject) => {
            signal.addEventListener('abort', () => {
              setTimeout(() => reject(signal.reason), 50);
            });
          }),
        waits: () => {
          throw new StepFailure('transient', 'not now');
        },
        after: () => {},
      },
    );
    await engine.engine.start();
    const runId = await engine.launch('canceled');
    while (!statuses().has('retrying')) {
      await new Promise(resolve => {
        setTimeout(resolve, 5);
      });
    }
    await engine.cancel(runId);
    await engine.until(runId, 'canceled');
    expect(comparison.differences).toEqual([]);
    expect(comparison.compared.map(({ status }) => status)).toContain(
      'canceling',
    );
    expect(statuses()).toContain('canceled');
    expect(await knex('timers').where({ run_id: runId })).toEqual([]);
  });

  it('says so where the values of the run are gone', async () => {
    await engine.add(
      defineWorkflow({
        name: 'shredded',
        version: '1',
        input: z.object({}),
        steps: { only: {} },
      }),
      { only: () => {} },
    );
    const runId = await engine.launch('shredded');
    await knex('sealed_payloads').where({ run_id: runId }).delete();
    await engine.engine.start();
    while (engine.problems.length === 0) {
      await new Promise(resolve => {
        setTimeout(resolve, 5);
      });
    }
    expect(engine.problems[0]).toBe(
      `Run ${runId} cannot be executed: Unreadable: Its sealed values are gone`,
    );
    await knex('engine_runs').where({ run_id: runId }).delete();
  });
});
