import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import {
  defineWorkflow,
  failAfter,
  StepContext,
} from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases, TestDatabase } from '../__testUtils__/databases';
import { TestEngine, TestEngineOptions } from '../__testUtils__/TestEngine';
import { AttemptOutcome, AttemptRunner } from './AttemptRunner';

jest.setTimeout(60_000);

const SECRET = 'correct horse battery';

describeOnDatabases('a handler with its context', createDatabase => {
  let database: TestDatabase;
  let engine: TestEngine;
  let outcomes: AttemptOutcome[];
  let configured: object;
  let heartbeatMs: number | undefined;

  beforeAll(async () => {
    database = await createDatabase();
  });
  beforeEach(() => {
    configured = { token: SECRET };
    outcomes = [];
    heartbeatMs = undefined;
    const { start } = AttemptRunner.prototype;
    jest
      .spyOn(AttemptRunner.prototype, 'start')
      .mockImplementation(function spy(this: AttemptRunner, task) {
        const running = start.call(this, { ...task, heartbeatMs });
        void running.outcome.then(outcome => outcomes.push(outcome));
        return running;
      });
  });
  afterEach(async () => {
    await engine.stop();
    jest.restoreAllMocks();
  });

  let count = 0;
  async function execute(
    handle: (context: StepContext<any, any>) => any,
    options: {
      step?: object;
      limits?: TestEngineOptions['limits'];
      then?: (context: StepContext<any, any>) => any;
    } = {},
  ) {
    count += 1;
    const name = `context_${count}`;
    engine = new TestEngine(database, {
      limits: options.limits,
      secrets: () => configured,
      timing: { pollMs: 50, abortGraceMs: 50, stopGraceMs: 200 },
    });
    const workflow = defineWorkflow({
      name,
      version: '1',
      input: z.object({}),
      steps: { only: { ...options.step }, after: { dependsOn: ['only'] } },
    });
    await engine.add(workflow, {
      only: handle,
      after: options.then ?? (() => {}),
    } as any);
    await engine.engine.start();
    const runId = await engine.launch(name);
    const run = await engine.until(runId, 'completed', 'failed', 'paused');
    await engine.live.flush();
    const logs = await engine.details.logs(runId, { after: 0, limit: 1_000 });
    return { runId, run, error: run.error, logs };
  }

  /** Everything that the tables hold of the run, but for what is sealed. */
  async function written(runId: string): Promise<string> {
    const tables = [
      'attempts',
      'steps',
      'run_io',
      'run_logs',
      'run_events',
      'artifacts',
    ];
    const rows = await Promise.all(
      tables.map(table => engine.knex(table).where({ run_id: runId })),
    );
    return JSON.stringify([
      rows,
      await engine.knex('runs').where({ id: runId }),
    ]);
  }

  describe('and a report', () => {
    it('has its latest one kept with the step, also where it fails', async () => {
      const { runId } = await execute(({ report }) => {
        report({ effectiveness: 0.1 });
        report({
          experience: 1,
          businessIndicators: [
            { name: 'open orders', before: 12, after: 0, unit: 'orders' },
          ],
        });
        throw new Error('all the same');
      });
      expect(outcomes).toMatchObject([
        {
          type: 'failed',
          report: {
            experience: 1,
            businessIndicators: [
              { name: 'open orders', before: 12, after: 0, unit: 'orders' },
            ],
          },
        },
      ]);
      expect(outcomes[0]).not.toHaveProperty('report.effectiveness');
      const step = await engine
        .knex('steps')
        .where({ run_id: runId, step_key: 'only' })
        .first();
      expect(JSON.parse(step.report)).toMatchObject({ experience: 1 });
    });

    it.each<[string, unknown, string]>([
      ['is no object', 'good', 'report: /: '],
      ['is out of range', { effectiveness: 7 }, 'report: /effectiveness: '],
      [
        'has an accuracy out of range',
        { effectiveness: { accuracy: -1 } },
        'report: /effectiveness/accuracy: ',
      ],
      [
        'tells of effectiveness in words of its own',
        { effectiveness: { mood: 1 } },
        'report: /effectiveness: Unrecognized key: "mood"',
      ],
      [
        'has a field of its own',
        { mood: 1 },
        'report: /: Unrecognized key: "mood"',
      ],
      [
        'has an indicator without a name',
        { businessIndicators: [{ before: 1, after: 2, unit: '' }] },
        'report: /businessIndicators/0/name: ',
      ],
      [
        'is too large',
        { details: { text: 'x'.repeat(2_000) } },
        'report has 2023 bytes, and workflowRuns.limits.payloadBytes allows 1000',
      ],
    ])('is told where the report %s', async (_, report, message) => {
      const { error } = await execute(
        context => context.report(report as any),
        {
          limits: { payloadBytes: 1_000 },
        },
      );
      expect(error).toMatchObject({ category: 'validation_failed' });
      expect(error!.message).toContain(message);
    });
  });

  describe('and a secret', () => {
    it('leaves it nowhere', async () => {
      const later = jest.fn();
      const { runId, run, logs } = await execute(
        async ({ secret, logger, progress, artifacts, report }) => {
          const token = secret('token');
          const basic = Buffer.from(`user:${token}`).toString('base64');
          logger.info(`curl -H ${basic} x?${encodeURIComponent(token)}`, {
            [token]: { deep: [token] },
          });
          // It would be cut in the middle of it.
          logger.info(`${'x'.repeat(15_970)}${token}`);
          progress({ message: token });
          report({ details: { token } });
          await artifacts.add({
            name: `${'n'.repeat(250)}${token}`,
            contentType: `text/${token}`,
            content: '',
          });
          return { token: [token], nested: { text: `it is ${token}.` } };
        },
        { then: ({ outputs }) => later(structuredClone(outputs.only)) },
      );
      expect(run.status).toBe('completed');
      const all = await written(runId);
      expect(all).toContain('[redacted:secret]');
      expect(all).not.toMatch(/correct|horse|battery/);
      expect(all).not.toContain(
        Buffer.from(SECRET).toString('base64').slice(4, 16),
      );
      expect(logs.at(-1)!.message).toBe(
        'The output held a secret; [redacted:secret] stands in its place, also for later steps',
      );
      expect(later).toHaveBeenCalledWith({
        token: ['[redacted:secret]'],
        nested: { text: 'it is [redacted:secret].' },
      });
      expect(outcomes[0]).toMatchObject({
        report: { details: { token: '[redacted:secret]' } },
      });
    });

    it('leaves it in no error, wherever that is cut', async () => {
      for (const before of [0, 3_990]) {
        const { runId } = await execute(({ secret }) => {
          throw Object.assign(
            new Error(`${'x'.repeat(before)} ${secret('token')}`),
            { code: secret('token') },
          );
        });
        expect(await written(runId)).not.toMatch(/correct|horse|battery/);
        await engine.stop();
      }
    });

    it('is told which key is missing, and not tried again', async () => {
      const { error } = await execute(({ secret }) => secret('tokn'), {
        step: { retry: failAfter(3) },
      });
      expect(error).toMatchObject({
        category: 'validation_failed',
        code: 'SECRET_MISSING',
        message: 'workflowRuns.secrets.tokn is not configured',
      });
      expect(outcomes).toHaveLength(1);
    });
  });

  describe('and a heartbeat', () => {
    beforeEach(() => {
      heartbeatMs = 80;
    });

    it('fails when it is silent for too long', async () => {
      const { error } = await execute(({ signal }) =>
        sleep(60_000, undefined, { signal }),
      );
      expect(error).toMatchObject({
        category: 'timeout',
        code: 'HEARTBEAT_TIMEOUT',
        message:
          'The attempt gave no heartbeat, log line or progress for the 80 ms that the step allows',
      });
    });

    it('goes on as long as it gives a sign of life, whichever', async () => {
      const { run } = await execute(async ({ heartbeat, logger, progress }) => {
        for (const sign of [
          () => heartbeat(),
          () => logger.debug('alive'),
          () => progress({ fraction: 0.5 }),
        ]) {
          await sleep(50);
          sign();
        }
      });
      expect(run.status).toBe('completed');
    });

    it('needs none where its step asks for none', async () => {
      heartbeatMs = undefined;
      const { run } = await execute(async ({ heartbeat }) => {
        heartbeat();
        await sleep(150);
        heartbeat();
      });
      expect(run.status).toBe('completed');
    });
  });

  it('waits for its turn where the backend executes enough already', async () => {
    let atOnce = 0;
    let most = 0;
    count += 1;
    engine = new TestEngine(database, { limits: { attemptsPerBackend: 2 } });
    const keys = ['a', 'b', 'c', 'd', 'e'];
    await engine.add(
      defineWorkflow({
        name: `context_${count}`,
        version: '1',
        input: z.object({}),
        steps: Object.fromEntries(keys.map(key => [key, { timeoutMs: 100 }])),
      }),
      Object.fromEntries(
        keys.map(key => [
          key,
          async () => {
            atOnce += 1;
            most = Math.max(most, atOnce);
            await sleep(60);
            atOnce -= 1;
          },
        ]),
      ) as any,
    );
    await engine.engine.start();
    // The wait for a turn is no part of what a step may take.
    await engine.until(await engine.launch(`context_${count}`), 'completed');
    expect(most).toBe(2);
  });
});
