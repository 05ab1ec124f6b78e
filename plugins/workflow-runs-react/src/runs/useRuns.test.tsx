import { act } from '@testing-library/react';
import { renderRunsHook } from '../__testUtils__/render';
import { apiError, aRun, aSnapshot, at, FakeWorkflowRuns } from '../testing';
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

  it('lets new runs wait until they are asked for', async () => {
    const api = backend();
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
    const api = backend();
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
    const api = new FakeWorkflowRuns();
    api.add(runAt(1, 'completed'));
    const { unmount } = renderRunsHook(() => useRuns({}), api);
    await settle(14_000);
    expect(api.calls).toHaveLength(1);
    await settle(1_100);
    expect(api.calls).toHaveLength(2);
    unmount();
    await settle(60_000);
    expect(api.calls).toHaveLength(2);
  });

  it('keeps what it has when it cannot be refreshed', async () => {
    const api = backend();
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
