import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases, TestDatabase } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';
import { Unreadable } from '../sealing/Unreadable';
import { backOff, reasonOf } from './UnreadableRuns';

jest.setTimeout(60_000);

describe('backOff', () => {
  const timing = { unreadableMs: 30_000, unreadableMaxMs: 900_000 };
  it.each([
    [0, 30_000],
    [1, 60_000],
    [4, 480_000],
    [5, 900_000],
    [2_000, 900_000],
  ])('after %d failures: %d ms', (failures, expected) => {
    expect(backOff(failures, timing)).toBe(expected);
  });
});

describe('reasonOf', () => {
  const hidden = 'It cannot be read; the log of the backend says why';
  it.each<[string, unknown, string | null]>([
    ['what is known to be missing', new Unreadable('No key'), 'No key'],
    [
      'an error of the database',
      Object.assign(new Error('x'), { code: '57P01' }),
      null,
    ],
    [
      'a pool that is used up',
      Object.assign(new Error('x'), { name: 'KnexTimeoutError' }),
      null,
    ],
    ['anything else', new SyntaxError('Unexpected token in "hunter2"'), hidden],
    ['no error at all', undefined, hidden],
  ])('of %s', (_, error, expected) => {
    expect(reasonOf(error)).toBe(expected);
  });
});

describeOnDatabases('a run that cannot be read', createDatabase => {
  let database: TestDatabase;
  let engine: TestEngine;
  const simple = defineWorkflow({
    name: 'simple',
    version: '1',
    input: z.object({}),
    steps: { only: {} },
  });
  const waiting = defineWorkflow({
    name: 'waiting',
    version: '1',
    input: z.object({}),
    steps: {
      prepare: { compensate: {} },
      ask: {
        type: 'approval',
        dependsOn: ['prepare'],
        timeout: { afterMs: 60_000, outcome: 'fail' },
      },
      nap: {
        type: 'wait',
        dependsOn: ['prepare'],
        for: { durationMs: 60_000 },
      },
      after: { dependsOn: ['ask', 'nap'] },
    },
  });
  const middleman = defineWorkflow({
    name: 'middle',
    version: '1',
    input: z.object({}),
    steps: { sub: { type: 'child', workflow: 'waiting' } },
  });
  const topmost = defineWorkflow({
    name: 'top',
    version: '1',
    input: z.object({}),
    steps: { sub: { type: 'child', workflow: 'middle' } },
  });
  const start = async (secret: string) => {
    engine = new TestEngine(database, {
      secret,
      timing: { pollMs: 20, unreadableMs: 50, unreadableMaxMs: 100 },
    });
    await engine.addAll([
      { workflow: simple, handlers: { only: () => {} } },
      {
        workflow: waiting,
        handlers: {
          prepare: { run: () => {}, compensate: () => {} },
          after: () => {},
        },
      },
      { workflow: middleman, handlers: {} },
      { workflow: topmost, handlers: {} },
    ]);
  };
  const reason = async (runId: string) =>
    (await engine.runs.get(runId, 'all'))!.blockedReason;
  const untilReason = async (runId: string) => {
    for (;;) {
      const found = await reason(runId);
      if (found) return found;
      await sleep(5);
    }
  };

  beforeEach(async () => {
    database = await createDatabase();
    await start('a secret of the tests');
  });
  afterEach(() => engine.stop());

  it('says why, once, is tried again, and goes on when it can be read', async () => {
    const runId = await engine.launch('simple');
    await start('another secret than that');
    await engine.engine.start();
    expect(await untilReason(runId)).toBe(
      "Its values are sealed with key 'test', but not with the secret that workflowRuns.encryption.keys holds for it",
    );
    for (;;) {
      const { failures } = await engine.knex('engine_runs').first();
      if (failures > 2) break;
      await sleep(5);
    }
    expect(engine.problems).toHaveLength(1);
    expect(engine.problems[0]).toMatch(/cannot be executed/);
    expect(
      (await engine.eventTypes(runId)).filter(type => type === 'run.changed'),
    ).toHaveLength(1);
    await engine.stop();

    await start('a secret of the tests');
    await engine.engine.start();
    await engine.until(runId, 'completed');
    expect(await reason(runId)).toBeNull();
  });

  it('says that its values are gone', async () => {
    const runId = await engine.launch('simple');
    await engine.knex('sealed_payloads').delete();
    await engine.engine.start();
    expect(await untilReason(runId)).toBe('Its sealed values are gone');
  });

  it('lets others pass', async () => {
    const broken = await engine.launch('simple');
    await engine.knex('sealed_payloads').where({ run_id: broken }).delete();
    const whole = await engine.launch('simple');
    await engine.engine.start();
    await engine.until(whole, 'completed');
    expect(await untilReason(broken)).toBe('Its sealed values are gone');
  });

  describe('and of which something is asked', () => {
    const answerTo = async (runId: string, action: string) => {
      const row = () =>
        engine.knex('actions').where({ run_id: runId, action }).first();
      for (;;) {
        const answer = await row();
        if (answer && answer.status !== 'requested') return answer;
        await sleep(5);
      }
    };
    const makeUnreadable = async (runId: string) => {
      await engine.stop();
      await engine.knex('sealed_payloads').where({ run_id: runId }).delete();
      await start('a secret of the tests');
      await engine.engine.start();
    };
    const isAsking = (runId: string) =>
      engine
        .knex('steps')
        .where({ run_id: runId, step_key: 'ask', status: 'waiting_human' })
        .first();
    const launched = async (name: string) => {
      await engine.engine.start();
      const runId = await engine.launch(name);
      await engine.until(runId, 'running');
      while (!(await isAsking(runId))) await sleep(5);
      return runId;
    };

    it('is canceled, whatever it waits for, and nothing of it is left', async () => {
      const runId = await launched('waiting');
      await engine.act(runId, {
        action: 'send_event',
        details: { name: 'early', payload: null },
      });
      await makeUnreadable(runId);
      const { newStatus } = await engine.cancel(runId, 'Nobody can read it');
      expect(newStatus).toBe('canceled');
      await engine.untilLetGo(runId);

      expect(await engine.runs.get(runId, 'all')).toMatchObject({
        status: 'canceled',
        blockedReason: null,
      });
      const steps = await engine
        .knex('steps')
        .where({ run_id: runId })
        .orderBy('step_number');
      expect(steps.map(({ step_key, status }) => [step_key, status])).toEqual([
        ['prepare', 'completed'],
        ['ask', 'canceled'],
        ['nap', 'canceled'],
        ['after', 'skipped'],
      ]);
      expect(await engine.knex('timers').where({ run_id: runId })).toEqual([]);
      expect(await answerTo(runId, 'send_event')).toMatchObject({
        status: 'refused',
        message: 'The run cannot be executed: Its sealed values are gone',
      });
    });

    it('refuses everything else, and says why', async () => {
      const runId = await launched('waiting');
      await makeUnreadable(runId);
      await expect(engine.act(runId, { action: 'pause' })).rejects.toThrow(
        'The run cannot be executed: Its sealed values are gone',
      );
    });

    it('refuses to open one again that has ended, and stays ended', async () => {
      await engine.engine.start();
      const runId = await engine.launch('simple');
      await engine.until(runId, 'completed');
      await engine.untilLetGo(runId);
      await makeUnreadable(runId);
      await expect(engine.act(runId, { action: 'retry' })).rejects.toThrow(
        'The run cannot be executed: Its sealed values are gone',
      );
      await engine.untilLetGo(runId);
      expect(await reason(runId)).toBeNull();
    });

    it('tells the run that it was launched by, and cancels those that it has launched', async () => {
      await engine.engine.start();
      const top = await engine.launch('top');
      const childOf = async (runId: string) => {
        for (;;) {
          const row = await engine
            .knex('runs')
            .where({ parent_run_id: runId })
            .first();
          if (row) return row.id as string;
          await sleep(5);
        }
      };
      const middle = await childOf(top);
      const bottom = await childOf(middle);
      while (!(await isAsking(bottom))) await sleep(5);
      await makeUnreadable(middle);
      await engine.cancel(middle);
      await engine.until(bottom, 'canceled');
      expect(await engine.until(top, 'failed')).toMatchObject({
        error: { code: 'CHILD_CANCELED' },
      });
    });
  });
});
