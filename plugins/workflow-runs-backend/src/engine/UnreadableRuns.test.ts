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
  const start = async (secret: string) => {
    engine = new TestEngine(database, {
      secret,
      timing: { pollMs: 20, unreadableMs: 50, unreadableMaxMs: 100 },
    });
    await engine.add(simple, { only: () => {} });
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
});
