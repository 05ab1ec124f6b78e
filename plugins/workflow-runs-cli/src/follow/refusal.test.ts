import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  CallOptions,
  WorkflowRunsClient,
} from 'backstage-plugin-workflow-runs-common';
import { aRun } from 'backstage-plugin-workflow-runs-react/testing';
import { surroundingsFor } from '../__testUtils__/terminal';
import { explainError } from '../connection/explainError';
import { tellList, tellRun } from '../monitor/tellChanges';
import { Output } from '../output/Output';
import { followAndPrintLog, printLog } from './printLog';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const answered = (statusCode: number) =>
  Object.assign(new Error(`It answers ${statusCode}`), {
    name: 'ResponseError',
    statusCode,
  });

/** A server that streams nothing, and from a moment on answers nothing but this. */
function aServer(statusCode: number) {
  let isRefusing = false;
  const answer = (id: string) => {
    if (isRefusing) throw answered(statusCode);
    if (id === 'getRun') return aRun({ id: 'run_1' });
    const items = id === 'listRuns' ? [aRun({ id: 'run_1' })] : [];
    return { items, nextAfter: null, nextToken: null, position: 1 };
  };
  // eslint-disable-next-line require-yield
  async function* refuse() {
    throw answered(statusCode);
  }
  const client = { call: async (id: string) => answer(id) };
  return {
    client: { ...client, streamRun: refuse, stream: refuse } as never,
    refuse: () => {
      isRefusing = true;
    },
  };
}

/** A server that takes what is asked, and never answers. */
function aMuteServer() {
  const call = (_id: string, _input: object, options: CallOptions) =>
    new Promise((_, reject) => {
      const { signal } = options;
      signal!.addEventListener('abort', () => reject(signal!.reason));
    });
  return { client: { call } as never };
}

const ways = {
  'logs --follow': (client: WorkflowRunsClient, signal: AbortSignal) =>
    followAndPrintLog(client, 'run_1', {
      selection: {},
      tail: undefined,
      file: undefined,
      output: new Output({ mode: 'text', ...surroundingsFor({ env: {} }) }),
      signal,
    }),
  'monitor of a run': (client: WorkflowRunsClient, signal: AbortSignal) =>
    tellRun(client, 'run_1', { signal, tell: () => {} }),
  'monitor of runs': (client: WorkflowRunsClient, signal: AbortSignal) =>
    tellList(client, {}, { limit: 10, signal, tell: () => {} }),
};

describe.each(Object.entries(ways))('%s', (_, follow) => {
  const { signal } = new AbortController();

  it.each([
    [401, 3],
    [403, 3],
    [404, 4],
  ])('ends once the server answers %i for good', async (status, exitCode) => {
    const { client, refuse } = aServer(status);
    const ended = follow(client, signal).catch(error => error);
    await jest.advanceTimersByTimeAsync(100);
    refuse();
    await jest.advanceTimersByTimeAsync(20_000);

    expect(explainError(await ended)).toMatchObject({
      exitCode,
      message: `It answers ${status}`,
    });
  });

  it('goes on while the server is too busy', async () => {
    const { client, refuse } = aServer(503);
    const ended = jest.fn();
    follow(client, signal).then(ended, ended);
    await jest.advanceTimersByTimeAsync(100);
    refuse();
    await jest.advanceTimersByTimeAsync(60_000);

    expect(ended).not.toHaveBeenCalled();
  });

  it.each(['streams', 'answers'])(
    'ends at once when it is interrupted while a server says nothing more that %s',
    async silent => {
      const interruption = new AbortController();
      const { client } = silent === 'streams' ? aServer(503) : aMuteServer();
      const ended = follow(client, interruption.signal).catch(() => 'ended');
      await jest.advanceTimersByTimeAsync(100);
      interruption.abort();
      await jest.advanceTimersByTimeAsync(100);

      await ended;
      expect(jest.getTimerCount()).toBe(0);
    },
  );
});

it.each([undefined, 5])(
  'the log of what is not there (--tail %s) leaves no file',
  async tail => {
    jest.useRealTimers();
    const { client, refuse } = aServer(404);
    refuse();
    const file = join(tmpdir(), `log-of-nothing-${process.pid}-${tail}`);
    const output = new Output({
      mode: 'text',
      ...surroundingsFor({ env: {} }),
    });
    const { signal } = new AbortController();
    const printed = printLog(client, 'run_1', {
      selection: {},
      tail,
      file,
      output,
      signal,
    });

    await expect(printed).rejects.toMatchObject({ statusCode: 404 });
    expect(existsSync(file)).toBe(false);
  },
);
