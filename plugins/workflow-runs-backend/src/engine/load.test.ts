import { Knex } from 'knex';
import { z } from 'zod';
import { RunState } from 'backstage-plugin-workflow-runs-common/machine';
import {
  defineWorkflow,
  failAfter,
  StepFailure,
} from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases, TestDatabase } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';
import { loadRun } from './load';

jest.mock('./load', () => ({
  ...jest.requireActual('./load'),
  loadRun: jest.fn(),
}));
jest.setTimeout(20_000);

/** What tables do not hold: stacks, and words before they were redacted. */
function comparable(state: RunState): RunState {
  return JSON.parse(JSON.stringify(state), (key, value) =>
    key === 'stack' ? undefined : value,
  );
}

describeOnDatabases('loadRun', createDatabase => {
  let database: TestDatabase;
  let knex: Knex;
  let engine: TestEngine;
  let compared: { status: string; steps: string[] }[];
  let differences: unknown[];

  beforeAll(async () => {
    database = await createDatabase();
    knex = database.knex;
  });
  beforeEach(() => {
    compared = [];
    differences = [];
    engine = new TestEngine(database);
    compareAfterEachCommit(engine);
  });
  afterEach(async () => {
    await engine.stop();
  });

  /** After each commit, what would be read by the next process is what this one holds. */
  function compareAfterEachCommit({ recorder }: TestEngine) {
    const actual: { loadRun: typeof loadRun } = jest.requireActual('./load');
    const held = new Map<
      string,
      { args: Parameters<typeof loadRun>; state: RunState }
    >();
    jest.mocked(loadRun).mockImplementation(async (...args) => {
      const run = await actual.loadRun(...args);
      held.set(args[3].runId, { args, state: run.state });
      return run;
    });
    const commit = recorder.commit.bind(recorder);
    recorder.commit = async transition => {
      const run = held.get(transition.runId);
      if (!run || !transition.fence?.leave) return commit(transition);
      const before = comparable(run.state);
      const committed = await commit(transition);
      const [on, sealer, graph, claimed] = run.args;
      const { hold } = transition.fence.leave;
      const { state } = await actual.loadRun(on, sealer, graph, {
        ...claimed,
        hold,
      });
      compared.push({
        status: before.status,
        steps: Object.values(before.steps).map(({ status }) => status),
      });
      const after = comparable(state);
      if (JSON.stringify(sorted(after)) !== JSON.stringify(sorted(before))) {
        differences.push({ before, after });
      }
      return committed;
    };
  }

  const statuses = () => new Set(compared.flatMap(({ steps }) => steps));

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
    expect(differences).toEqual([]);
    expect(compared.length).toBeGreaterThan(5);
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
    }
    end();
    const run = await engine.until(runId, 'failed');
    expect(run.error).toMatchObject({ message: 'the first', stepKey: 'bad' });
    expect(differences).toEqual([]);
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
    expect(differences).toEqual([]);
    expect(compared.map(({ status }) => status)).toContain('canceling');
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

/** Keys of objects in order, so that texts can be compared. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
