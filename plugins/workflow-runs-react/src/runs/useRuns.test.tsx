import { act } from '@testing-library/react';
import { Run, RunFilter } from 'backstage-plugin-workflow-runs-common';
import { renderRunsHook } from '../__testUtils__/render';
import {
  anUpdate,
  apiError,
  aRun,
  aSnapshot,
  at,
  FakeWorkflowRuns,
} from '../testing';
import { useRuns } from './useRuns';

const runAt = (second: number, status: 'running' | 'completed' = 'running') =>
  aSnapshot({
    run: aRun({ id: `run_${second}`, queuedAt: at(second), status }),
  });

function backend(count = 3) {
  const api = new FakeWorkflowRuns();
  for (let second = 1; second <= count; second++) api.add(runAt(second));
  return api;
}

/** Behind a proxy that lets no stream through. */
function withoutStream(count?: number) {
  const api = backend(count);
  api.fail('stream', apiError(503));
  return api;
}

const callsOf = (api: FakeWorkflowRuns, id: string) =>
  api.calls.filter(call => call.id === id);
const settle = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('useRuns', () => {
  it('reads page by page', async () => {
    const api = backend(5);
    const { result } = renderRunsHook(
      () => useRuns({ status: ['running'] }, { pageSize: 3 }),
      api,
    );
    await settle(0);
    expect(result.current.runs).toHaveLength(3);
    expect(result.current.hasMore).toBe(true);
    act(() => result.current.loadMore());
    await settle(0);
    expect(result.current.runs).toHaveLength(5);
    expect(result.current.hasMore).toBe(false);
    expect(api.calls[0].input.query).toMatchObject({
      status: 'running',
      limit: 3,
    });
  });

  it.each([
    ['the stream tells', backend],
    ['a poll finds them', withoutStream],
  ])('lets new runs wait until they are asked for: %s', async (_, given) => {
    const api = given();
    const { result } = renderRunsHook(
      () => useRuns({}, { mayShowNew: () => false }),
      api,
    );
    await settle(0);
    api.add(runAt(10));
    await settle(3_100);
    expect(result.current.newRuns).toBe(1);
    expect(result.current.runs[0].id).toBe('run_3');
    act(() => {
      result.current.showNew();
    });
    await settle(0);
    expect(result.current.runs[0].id).toBe('run_10');
    expect(result.current.newRuns).toBe(0);
  });

  it('shows new runs at once where nothing can jump', async () => {
    const api = backend();
    const { result } = renderRunsHook(() => useRuns({}), api);
    await settle(0);
    api.add(runAt(10));
    await settle(3_100);
    expect(result.current.runs[0].id).toBe('run_10');
  });

  it('shows what became of a run that left the view', async () => {
    const api = withoutStream();
    const { result } = renderRunsHook(
      () => useRuns({ status: ['running'] }),
      api,
    );
    await settle(0);
    api.runs[1].run = { ...api.runs[1].run, status: 'completed' };
    api.runs = api.runs.filter(each => each.run.id !== 'run_1');
    await settle(3_100);
    expect(result.current.runs.map(run => [run.id, run.status])).toEqual([
      ['run_3', 'running'],
      ['run_2', 'completed'],
    ]);
    const lookUps = () => api.calls.filter(call => call.id === 'getRun').length;
    const before = lookUps();
    await settle(6_000);
    expect(lookUps()).toBe(before);
  });

  it('asks less often while all have ended, and not at all once it is gone', async () => {
    const api = withoutStream(0);
    api.add(runAt(1, 'completed'));
    const { unmount } = renderRunsHook(() => useRuns({}), api);
    const asked = () => callsOf(api, 'listRuns').length;
    await settle(14_000);
    expect(asked()).toBe(1);
    await settle(1_100);
    expect(asked()).toBe(2);
    unmount();
    await settle(1_300);
    const before = api.calls.length;
    await settle(60_000);
    expect(api.calls).toHaveLength(before);
  });

  it('keeps what it has when it cannot be refreshed', async () => {
    const api = withoutStream();
    const { result } = renderRunsHook(() => useRuns({}), api);
    await settle(0);
    api.fail('listRuns', apiError(500));
    await settle(10_000);
    expect(result.current.error).toBeTruthy();
    expect(result.current.runs).toHaveLength(3);
    api.fail('listRuns', undefined);
    act(() => result.current.reload());
    await settle(0);
    expect(result.current.error).toBeNull();
  });

  it('opens another order anew, where new runs belong between the others', async () => {
    const api = backend();
    const { result } = renderRunsHook(
      () => useRuns({}, { sort: 'status' }),
      api,
    );
    await settle(0);
    expect(api.calls[0].input.query).toMatchObject({ sort: 'status' });
    api.add(
      aSnapshot({
        run: aRun({ id: 'run_10', queuedAt: at(10), status: 'queued' }),
      }),
    );
    await settle(3_100);
    expect(result.current.newRuns).toBe(1);
    act(() => result.current.showNew());
    await settle(0);
    expect(result.current.runs.map(run => run.id)).toEqual([
      'run_10',
      'run_3',
      'run_2',
      'run_1',
    ]);
    expect(result.current.newRuns).toBe(0);
  });

  it('says how far back it has searched', async () => {
    const api = backend();
    api.searchedBackTo = at(2);
    const { result } = renderRunsHook(() => useRuns({}), api);
    await settle(0);
    expect(result.current).toMatchObject({
      searchedBackTo: at(2),
      hasMore: true,
    });
    expect(result.current.runs).toHaveLength(2);
    act(() => result.current.loadMore());
    await settle(0);
    expect(result.current).toMatchObject({
      searchedBackTo: null,
      hasMore: false,
    });
    expect(result.current.runs).toHaveLength(3);
  });

  it('asks nothing while it is told to wait', async () => {
    const api = backend();
    renderRunsHook(() => useRuns({}, { enabled: false }), api);
    await settle(10_000);
    expect(api.calls).toEqual([]);
  });
});

describe('useRuns beside the stream', () => {
  /** Time in which what is shown changes now and then. */
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 500) await settle(500);
  };
  async function streamed(api: FakeWorkflowRuns, filter: RunFilter = {}) {
    const view = renderRunsHook(
      () => useRuns(filter, { mayShowNew: () => false }),
      api,
    );
    await settle(0);
    await settle(100);
    expect(view.result.current.connection.status).toBe('live');
    api.calls.length = 0;
    return view;
  }
  const become = (api: FakeWorkflowRuns, id: string, run: Partial<Run>) => {
    const before = api.runs.find(each => each.run.id === id)!.run;
    const position = before.position + 1;
    act(() => api.push(id, anUpdate({ run: { ...before, position, ...run } })));
  };

  it('is read once, and told of what happens before its stream is open', async () => {
    const api = backend();
    const { result } = renderRunsHook(() => useRuns({}), api);
    await settle(0);
    // The answer is there, and the stream is not.
    expect(callsOf(api, 'stream')).toEqual([]);
    become(api, 'run_2', { status: 'paused' });
    await settle(1_000);
    expect(result.current.runs[1].status).toBe('paused');
    expect(callsOf(api, 'listRuns')).toHaveLength(1);
    expect(callsOf(api, 'stream')).toHaveLength(1);
  });

  it('goes on where it was left, without a stream of all since it was read', async () => {
    const api = backend();
    const { result, rerender } = renderRunsHook(
      ({ tag }: { tag?: string[] } = {}) => useRuns(tag ? { tag } : {}),
      api,
    );
    await settle(0);
    await settle(100);
    become(api, 'run_2', { status: 'paused' });
    await settle(100);
    const told = api.streams.place();
    rerender({ tag: ['none'] });
    await settle(0);
    await settle(100);
    become(api, 'run_1', { status: 'failed' });
    const before = callsOf(api, 'stream').length;
    rerender({});
    await settle(100);
    const [{ input }] = callsOf(api, 'stream').slice(before);
    expect(Number(input.query!.after)).toBeGreaterThanOrEqual(told);
    expect(result.current.runs.map(run => run.status)).toEqual([
      'running',
      'paused',
      'failed',
    ]);
  });

  it('asks for nothing while nothing changes', async () => {
    const api = backend();
    await streamed(api);
    await settle(19_000);
    expect(api.calls).toEqual([]);
  });

  it('changes rows in place, without a request', async () => {
    const api = backend();
    const { result } = await streamed(api);
    const before = result.current.runs;
    become(api, 'run_2', { status: 'paused' });
    await settle(20);
    const { runs } = result.current;
    expect(runs.map(run => run.status)).toEqual([
      'running',
      'paused',
      'running',
    ]);
    expect([runs[0] === before[0], runs[2] === before[2]]).toEqual([
      true,
      true,
    ]);
    expect(api.calls).toEqual([]);
  });

  it('lets a row stay that fits no longer, as it is now, and looks once what became of it', async () => {
    const api = backend();
    const { result } = await streamed(api, { status: ['running'] });
    become(api, 'run_2', { status: 'completed' });
    await settle(20);
    expect(result.current.runs.map(run => [run.id, run.status])).toEqual([
      ['run_3', 'running'],
      ['run_2', 'completed'],
      ['run_1', 'running'],
    ]);
    await settle(15_000);
    expect(callsOf(api, 'getRun')).toHaveLength(1);
    expect(callsOf(api, 'listRuns')).toHaveLength(1);
  });

  it('reads on once, however many runs come in, and in the end shows all', async () => {
    const api = backend();
    const { result } = await streamed(api);
    for (let second = 10; second < 30; second++) {
      act(() => {
        api.add(runAt(second));
      });
      await settle(20);
    }
    await settle(2_000);
    expect(callsOf(api, 'listRuns').length).toBeLessThanOrEqual(2);
    expect(result.current.newRuns).toBe(20);
    expect(result.current.runs).toHaveLength(3);
  });

  it('asks for nothing where the runs that change are none of the list', async () => {
    const api = backend();
    await streamed(api, { status: ['paused'] });
    become(api, 'run_2', { status: 'failed' });
    await settle(5_000);
    expect(api.calls).toEqual([]);
  });

  it('forgets nothing that the stream tells while it is read again', async () => {
    const api = backend();
    const { result } = await streamed(api);
    let arrive = () => {};
    const { call } = api;
    api.call = (async (id, ...rest) => {
      const answer = await call(id, ...rest);
      await new Promise<void>(resolve => {
        arrive = resolve;
      });
      return answer;
    }) as typeof call;
    act(() => result.current.reload());
    await settle(20);
    become(api, 'run_1', { status: 'failed' });
    await settle(20);
    await act(async () => arrive());
    await settle(20);
    expect(result.current.runs.at(-1)!.status).toBe('failed');
  });

  it('polls while the stream does not hold, and says so', async () => {
    const api = backend();
    const { result } = await streamed(api);
    api.fail('stream', apiError(503));
    act(() => api.streams.end(undefined, apiError(503)));
    await pass(10_000);
    expect(result.current.connection.status).toBe('polling');
    expect(callsOf(api, 'listRuns').length).toBeGreaterThan(1);
    api.fail('listRuns', apiError(503));
    await pass(6_000);
    expect(result.current.connection.status).toBe('disconnected');

    api.fail('stream', undefined);
    api.fail('listRuns', undefined);
    await pass(18_000);
    expect(result.current.connection.status).toBe('live');
    const asked = callsOf(api, 'listRuns').length;
    await pass(2_000);
    expect(callsOf(api, 'listRuns')).toHaveLength(asked);
  });

  it('says how far away the last answer is while it polls', async () => {
    const api = backend();
    const { result } = await streamed(api);
    api.fail('stream', apiError(503));
    act(() => api.streams.end(undefined, apiError(503)));
    await pass(10_000);
    const { heardAt } = result.current.connection;
    expect(Date.now() - heardAt!).toBeLessThan(3_500);
  });
});
