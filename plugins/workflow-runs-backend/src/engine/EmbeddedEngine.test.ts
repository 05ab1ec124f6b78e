import { z } from 'zod';
import {
  defineWorkflow,
  failAfter,
  StepFailure,
} from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';

jest.setTimeout(60_000);

describeOnDatabases('EmbeddedEngine', createDatabase => {
  let engine: TestEngine;

  beforeEach(async () => {
    engine = new TestEngine(await createDatabase());
  });
  afterEach(() => engine.stop());

  it('runs steps in sequence and in parallel, and passes outputs on', async () => {
    await engine.add(
      defineWorkflow({
        name: 'sum',
        version: '1',
        input: z.object({ a: z.number(), b: z.number().default(2) }),
        steps: {
          left: { output: z.number() },
          right: { output: z.number() },
          total: {
            dependsOn: ['left', 'right'],
            output: z.object({ sum: z.number() }),
          },
        },
      }),
      {
        left: ({ input }) => input.a * 10,
        right: ({ input }) => input.b * 10,
        total: ({ outputs }) => ({ sum: outputs.left! + outputs.right! }),
      },
    );
    await engine.engine.start();
    const runId = await engine.launch('sum', { input: { a: 1 } });
    const run = await engine.until(runId, 'completed');

    expect(run.progress).toEqual({
      completedSteps: 3,
      totalSteps: 3,
      percentage: 100,
    });
    expect(await engine.eventTypes(runId)).toEqual([
      'run.queued',
      'run.started',
      'step.started left',
      'step.started right',
      'step.completed left',
      'step.completed right',
      'step.started total',
      'step.completed total',
      'run.completed',
    ]);
    const payloads = await engine.details.payloads(runId, 'total');
    expect(payloads).toMatchObject([
      { direction: 'output', value: { sum: 30 } },
    ]);
  });

  it('retries by the policy, with the same idempotency key', async () => {
    const keys: string[] = [];
    await engine.add(
      defineWorkflow({
        name: 'flaky',
        version: '1',
        input: z.object({}),
        steps: { call: { retry: failAfter(3, { delayMs: 10 }) } },
      }),
      {
        call: ({ attempt, idempotencyKey, logger }) => {
          keys.push(idempotencyKey);
          logger.info(`attempt ${attempt}`);
          if (attempt < 3)
            throw new StepFailure('external_api', 'it answered 503', {
              code: '503',
            });
        },
      },
    );
    await engine.engine.start();
    const runId = await engine.launch('flaky');
    await engine.until(runId, 'completed');

    expect(keys).toEqual(Array(3).fill(`${runId}/call`));
    const { items } = await engine.details.attempts(runId, { limit: 10 });
    expect(
      items.map(({ status, expected, error }) => [
        status,
        expected,
        error?.code,
      ]),
    ).toEqual([
      ['failed', null, '503'],
      ['failed', true, '503'],
      ['completed', true, undefined],
    ]);
    const lines = await engine.details.logs(runId, { after: 0, limit: 10 });
    expect(lines.map(({ message }) => message)).toEqual([
      'attempt 1',
      'attempt 2',
      'attempt 3',
    ]);
  });

  it('fails the run, and skips what is behind the failed step', async () => {
    await engine.add(
      defineWorkflow({
        name: 'broken',
        version: '1',
        input: z.object({}),
        steps: { first: {}, second: { dependsOn: ['first'] } },
      }),
      {
        first: () => {
          throw new StepFailure(
            'validation_failed',
            'password=hunter2 is wrong',
          );
        },
        second: () => {},
      },
    );
    await engine.engine.start();
    const runId = await engine.launch('broken');
    const run = await engine.until(runId, 'failed');

    expect(run.error).toEqual({
      category: 'validation_failed',
      code: null,
      message: 'password=[redacted:password] is wrong',
      stepKey: 'first',
    });
    const { items } = await engine.details.steps(runId, { limit: 10 });
    expect(items.map(({ status, skipReason }) => [status, skipReason])).toEqual(
      [
        ['failed', null],
        ['skipped', 'upstream_failed'],
      ],
    );
  });

  it('cancels a running run: handlers are told to stop, and what follows is skipped', async () => {
    let wasAborted = false;
    await engine.add(
      defineWorkflow({
        name: 'long',
        version: '1',
        input: z.object({}),
        steps: { wait: {}, after: { dependsOn: ['wait'] } },
      }),
      {
        wait: ({ signal }) =>
          new Promise<void>((_, reject) => {
            signal.addEventListener('abort', () => {
              wasAborted = true;
              reject(signal.reason);
            });
          }),
        after: () => {},
      },
    );
    await engine.engine.start();
    const runId = await engine.launch('long');
    await engine.until(runId, 'running');
    const result = await engine.cancel(runId, 'enough');

    expect(result.status).toBe('completed');
    await engine.until(runId, 'canceled');
    expect(wasAborted).toBe(true);
    expect(await engine.details.actions(runId)).toMatchObject([
      { action: 'cancel', status: 'completed', reason: 'enough' },
    ]);
  });

  it('leaves nothing behind when it is stopped while it starts, or stopped twice', async () => {
    const starting = engine.engine.start();
    await Promise.all([engine.stop(), starting]);
    expect(await engine.knex('workers')).toEqual([]);
    await engine.stop();
  });
});
