import type { RunDetail } from 'backstage-plugin-workflow-runs-common';
import { surroundingsFor } from '../__testUtils__/terminal';
import { Output } from '../output/Output';
import { waitForRun } from './waitForRun';

/** A server that answers these one after the other; what is an error is thrown. */
function waiting(answers: (RunDetail['status'] | Error)[], timeoutMs?: number) {
  const { stdout, stderr, printed } = surroundingsFor({ env: {} });
  const abort = new AbortController();
  const next = () => {
    const answer = answers.length > 1 ? answers.shift()! : answers[0];
    if (answer instanceof Error) throw answer;
    return { id: 'run_1', status: answer, position: 1, error: null };
  };
  const outcome = waitForRun(
    {
      output: new Output({ mode: 'text', stdout, stderr, env: {} }),
      signal: abort.signal,
      call: (async () => next()) as never,
      connect: (async () => ({
        client: {
          async *streamRun() {
            yield { type: 'heartbeat', position: 1 };
            yield { type: 'update', update: { run: next() } };
          },
        },
      })) as never,
    },
    'run_1',
    { timeoutMs },
  );
  return { outcome, printed, abort };
}
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
  const gone = Object.assign(new Error('gone'), {
    name: 'ResponseError',
    statusCode: 404,
  });

  await expect(waiting(['running', gone]).outcome).rejects.toBe(gone);
});

it('gives up in time, and at once where somebody interrupts', async () => {
  await expect(waiting([away()], 1).outcome).rejects.toMatchObject({
    exitCode: 124,
  });

  const { outcome, abort } = waiting([away()]);
  abort.abort();
  await expect(outcome).rejects.toThrow('fetch failed');
});
