import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import {
  defineWorkflow,
  failAfter,
  StepContext,
} from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';

jest.setTimeout(60_000);

const circle: Record<string, unknown> = {};
circle.self = circle;
const nothingSoon = () => new Promise<never>(() => {});

describeOnDatabases('a handler', createDatabase => {
  let engine: TestEngine;
  let count = 0;

  beforeAll(async () => {
    engine = new TestEngine(await createDatabase(), {
      timing: { pollMs: 50, abortGraceMs: 50, stopGraceMs: 200 },
    });
    await engine.engine.start();
  });
  afterAll(() => engine.stop());

  /** A run of one step, which `handle` does; its step and its attempts in the end. */
  async function execute(
    handle: (context: StepContext<any, any>) => any,
    step: {
      output?: z.ZodType<any>;
      timeoutMs?: number;
      retry?: ReturnType<typeof failAfter>;
    } = {},
  ) {
    count += 1;
    const name = `workflow_${count}`;
    await engine.add(
      defineWorkflow({
        name,
        version: '1',
        input: z.object({}),
        steps: { only: step },
      }),
      { only: handle } as any,
    );
    // The engine learns of workflows when it starts, and otherwise with every poll.
    const runId = await engine.launch(name);
    const run = await engine.until(runId, 'completed', 'failed', 'paused');
    const [{ status, error }] = (
      await engine.details.steps(runId, { limit: 1 })
    ).items;
    const attempts = (await engine.details.attempts(runId, { limit: 20 }))
      .items;
    const payloads = await engine.details.payloads(runId, 'only');
    const output = payloads.find(
      ({ direction }) => direction === 'output',
    )?.value;
    return { runId, run, status, error, attempts, output };
  }

  it.each<[string, unknown, object]>([
    ['text', 'just so', { category: 'bug', message: 'just so' }],
    ['nothing', undefined, { message: 'The handler threw nothing' }],
    ['null', null, { message: 'null' }],
    ['an object', { reason: 1 }, { message: '{"reason":1}' }],
    [
      'an error whose getters throw',
      Object.defineProperty(new Error(), 'message', {
        get() {
          throw new Error('no');
        },
      }),
      { message: 'The handler threw what cannot be described' },
    ],
    ['an object in a circle', circle, { category: 'bug' }],
    [
      'an error whose message is no text',
      Object.assign(new Error(), { message: { a: 1 } }),
      { message: '{"a":1}' },
    ],
  ])('may throw %s', async (_, thrown, expected) => {
    const { status, error } = await execute(() => {
      throw thrown;
    });
    expect(status).toBe('failed');
    expect(error).toMatchObject(expected);
  });

  it('may reject, at once or later', async () => {
    expect(await execute(() => Promise.reject('no'))).toMatchObject({
      error: { message: 'no' },
    });
    expect(
      await execute(async () => {
        await sleep(5);
        throw new Error('later');
      }),
    ).toMatchObject({ error: { message: 'later' } });
  });

  it.each<[string, unknown, unknown]>([
    ['nothing', undefined, null],
    ['null', null, null],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['NUL and half a pair', 'a\0b\ud800', 'ab\ufffd'],
    [
      'keys of any name',
      JSON.parse('{"__proto__":1,"constructor":2,"":3}'),
      JSON.parse('{"__proto__":1,"constructor":2,"":3}'),
    ],
  ])('may return %s', async (_, returned, expected) => {
    const { status, output } = await execute(() => returned);
    expect(status).toBe('completed');
    expect(output).toEqual(expected);
  });

  it.each<[string, unknown, object]>([
    ['a BigInt', 1n, { category: 'bug' }],
    ['a circle', circle, { category: 'bug' }],
    [
      'fifty megabytes',
      'x'.repeat(50 * 2 ** 20),
      {
        code: 'OUTPUT_TOO_LARGE',
        message:
          'The output has 52428802 bytes, and workflowRuns.limits.payloadBytes allows 1048576: store it as an artifact',
      },
    ],
    [
      'a function',
      () => {},
      { message: 'The handler returned a function, which is no JSON' },
    ],
    [
      'what throws when it is written',
      {
        get value() {
          throw new Error('not now');
        },
      },
      {
        message: 'The handler returned what cannot be written as JSON: not now',
      },
    ],
  ])('fails when it returns %s', async (_, returned, expected) => {
    expect(await execute(() => returned)).toMatchObject({
      status: 'failed',
      error: expected,
    });
  });

  it('fails when its output is not of the shape that it declares', async () => {
    const { error, attempts } = await execute(() => ({ n: 'one' }), {
      output: z.object({ n: z.number() }),
      retry: failAfter(3),
    });
    expect(error).toMatchObject({
      category: 'validation_failed',
      code: 'OUTPUT_SCHEMA',
    });
    // The same output would not fit the next time either.
    expect(attempts).toHaveLength(1);
  });

  it('that takes too long is told to stop, and tried again by the policy', async () => {
    const { status, attempts } = await execute(
      async ({ attempt, signal }) => {
        if (attempt > 1) return 'in time';
        await sleep(60_000, undefined, { signal });
        return 'never';
      },
      { timeoutMs: 30, retry: failAfter(2) },
    );
    expect(status).toBe('completed');
    expect(attempts.map(({ status: s, error }) => [s, error?.code])).toEqual([
      ['failed', 'ATTEMPT_TIMEOUT'],
      ['completed', undefined],
    ]);
  });

  it('that ignores that it is told to stop, and never returns, holds nothing up', async () => {
    const { run, error } = await execute(nothingSoon, { timeoutMs: 30 });
    expect(run.status).toBe('failed');
    expect(error).toMatchObject({
      category: 'timeout',
      code: 'ATTEMPT_TIMEOUT',
    });
  });

  it('that returns all the same, a little after it was told to stop, has succeeded', async () => {
    const { status, output } = await execute(
      async () => {
        await sleep(50);
        return 'late';
      },
      { timeoutMs: 30 },
    );
    expect([status, output]).toEqual(['completed', 'late']);
  });

  it('says nothing any more, and adds no file, once its attempt has ended', async () => {
    let late!: Promise<unknown>;
    const { runId } = await execute(({ artifacts, logger, progress }) => {
      late = sleep(100).then(() => {
        logger.info('am I late?');
        progress({ message: 'am I late?' });
        return artifacts.add({
          name: 'late.txt',
          contentType: 'text/plain',
          content: 'x',
        });
      });
      return 'done';
    });
    await expect(late).rejects.toThrow('The attempt has ended');
    await engine.live.flush();
    expect(await engine.knex('artifacts').where({ run_id: runId })).toEqual([]);
    expect(await engine.knex('run_logs').where({ run_id: runId })).toEqual([]);
  });

  it('that floods its log is told how much of it was dropped, and keeps the rest', async () => {
    const { runId, status } = await execute(({ logger }) => {
      for (let i = 0; i < 12_345; i++) logger.info(`line ${i}`);
    });
    expect(status).toBe('completed');
    const lines = await engine
      .knex('run_logs')
      .where({ run_id: runId })
      .orderBy('sequence');
    expect(lines).toHaveLength(10_000);
    expect(lines[9_998].message).toBe('line 9998');
    expect(lines[9_999]).toMatchObject({
      level: 'warn',
      message:
        'This attempt has logged 9999 lines, and 2346 more that were dropped: workflowRuns.limits.logLinesPerAttempt allows 10000',
    });
  });

  it('may log and tell whatever it likes: what is too long is cut, with a mark', async () => {
    const { runId, status } = await execute(
      async ({ logger, progress, artifacts }) => {
        logger.info('x'.repeat(100_000));
        logger.info(Symbol('odd') as any, { circle } as any);
        progress({ message: 'y'.repeat(9_999) });
        await artifacts
          .add({
            name: 'big.bin',
            contentType: 'x',
            content: Buffer.alloc(51 * 2 ** 20),
          })
          .catch(error => logger.error(error.message));
      },
    );
    expect(status).toBe('completed');
    const lines = await engine
      .knex('run_logs')
      .where({ run_id: runId })
      .orderBy('sequence');
    expect(Buffer.byteLength(lines[0].message)).toBe(16_000);
    expect(lines.map(({ message }) => message.replace(/x{9,}/, 'x…'))).toEqual([
      'x… … [cut: it has 100000 bytes]',
      'Symbol(odd)',
      "artifact 'big.bin' has 53477376 bytes, and workflowRuns.limits.artifactBytes allows 52428800",
    ]);
  });

  it('uses fractions of milliseconds, and may count wrong', async () => {
    const { runId, status } = await execute(({ usage }) => {
      usage({ computeMs: 12.7, tokens: 3 });
      usage({ computeMs: 1 });
      usage({ tokens: NaN, computeMs: -5 });
      usage({ tokens: 'many' as unknown as number });
    });
    expect(status).toBe('completed');
    const step = await engine.knex('steps').where({ run_id: runId }).first();
    expect([Number(step.tokens), Number(step.compute_ms)]).toEqual([3, 14]);
  });

  it('has copies of its own of everything that others read too', async () => {
    count += 1;
    const name = `workflow_${count}`;
    const seen: unknown[] = [];
    const spoil = ({ input, outputs }: StepContext<any, any>) => {
      seen.push(structuredClone([input, { ...outputs }]));
      input.list.push('spoiled');
      outputs.first.list.push('spoiled');
      expect(outputs.first.list).toHaveLength(2);
    };
    await engine.add(
      defineWorkflow({
        name,
        version: '1',
        input: z.object({ list: z.array(z.string()) }),
        steps: {
          first: {},
          second: { dependsOn: ['first'] },
          third: { dependsOn: ['second'] },
        },
      }),
      { first: () => ({ list: ['a'] }), second: spoil, third: spoil },
    );
    const runId = await engine.launch(name, { input: { list: ['i'] } });
    await engine.until(runId, 'completed');
    expect(seen).toEqual([
      [{ list: ['i'] }, { first: { list: ['a'] } }],
      [{ list: ['i'] }, { first: { list: ['a'] }, second: null }],
    ]);
  });
});
