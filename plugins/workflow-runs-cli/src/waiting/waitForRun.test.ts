import type {
  CallOptions,
  RunDetail,
} from 'backstage-plugin-workflow-runs-common';
import { anUpdate, aRun } from 'backstage-plugin-workflow-runs-react/testing';
import { run, surroundingsFor } from '../__testUtils__/terminal';
import { Output } from '../output/Output';
import { untilEnded } from './untilEnded';
import { waitForRun } from './waitForRun';

type Answer = RunDetail['status'] | Error | 'silence';

const aRunDetail = (status: RunDetail['status']) => ({
  ...aRun({ id: 'run_1', status, position: 1, error: null }),
  states: [],
});

/** A server that answers these one after the other; what is an error is thrown, and the last one stays. */
function waiting(
  answers: Answer[],
  options: { timeoutMs?: number; stream?: Error } = {},
) {
  const { stdout, stderr, printed } = surroundingsFor({ env: {} });
  const abort = new AbortController();
  const asked = { runs: 0, streams: 0 };
  const next = (signal?: AbortSignal) => {
    const answer = answers.length > 1 ? answers.shift()! : answers[0];
    if (answer instanceof Error) throw answer;
    if (answer === 'silence') return silence(signal!);
    return aRunDetail(answer);
  };
  const client = {
    call: async (_: string, __: object, { signal }: CallOptions) => {
      asked.runs += 1;
      return next(signal);
    },
    async *streamRun(_: string, { signal }: CallOptions) {
      asked.streams += 1;
      if (options.stream) throw options.stream;
      yield { type: 'heartbeat', position: 1 };
      yield {
        type: 'update',
        position: 1,
        update: anUpdate({ run: await next(signal) }),
      };
    },
  };
  const outcome = waitForRun(
    {
      output: new Output({ mode: 'text', stdout, stderr, env: {} }),
      signal: abort.signal,
      connect: (async () => ({
        untilEnded: (id: string, how: Parameters<typeof untilEnded>[2]) =>
          untilEnded(client as never, id, how),
      })) as never,
    },
    'run_1',
    options,
  );
  return { outcome, printed, abort, asked };
}

function silence(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}
const answered = (statusCode: number) =>
  Object.assign(new Error(`It answers ${statusCode}`), {
    name: 'ResponseError',
    statusCode,
  });
const away = () =>
  new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } });

it('says each state once, and exits with the outcome', async () => {
  const { outcome, printed } = waiting([
    'queued',
    'running',
    'running',
    'completed',
  ]);

  expect(await outcome).toBe(0);
  expect(printed()).toEqual({
    stdout: 'run_1 completed\n',
    stderr: 'run_1 is queued\nrun_1 is running\n',
  });
});

it.each(['failed', 'canceled'] as const)(
  'exits with 1 where it is %s',
  async status => {
    expect(await waiting([status]).outcome).toBe(1);
  },
);

it('asks again where the server is away for a while', async () => {
  expect(await waiting(['running', away(), away(), 'completed']).outcome).toBe(
    0,
  );
});

it('does not ask again what is refused', async () => {
  const { outcome, asked } = waiting(['running', answered(404)], {
    stream: answered(404),
  });

  await expect(outcome).rejects.toMatchObject({ statusCode: 404 });
  expect(asked.runs).toBe(2);
});

it('asks every few seconds where it may not stream, and tries that ever later', async () => {
  const { outcome, asked } = waiting(['running', 'running', 'completed'], {
    stream: answered(429),
  });

  expect(await outcome).toBe(0);
  expect(asked.streams).toBeLessThan(8);
  expect(asked.runs).toBe(4);
});

it.each<[string, Answer[], Error | undefined]>([
  ['is away', [away()], undefined],
  ['does not answer', ['silence'], undefined],
  ['goes on', ['running'], answered(429)],
])('gives up in time where the server %s', async (_, answers, stream) => {
  await expect(
    waiting(answers, { timeoutMs: 20, stream }).outcome,
  ).rejects.toMatchObject({ exitCode: 124 });
});

it('ends at once where somebody interrupts', async () => {
  const { outcome, abort } = waiting(['silence']);
  abort.abort();

  await expect(outcome).rejects.toThrow('aborted');
});

it('refuses a timeout that no timer holds, and names it', async () => {
  const { code, stderr } = await run(['wait', 'run_1', '--timeout', '25d'], {
    env: {},
  });

  expect(code).toBe(2);
  expect(stderr).toMatch(/--timeout .*above 2147483647 ms.* 24d 20h/);
});
