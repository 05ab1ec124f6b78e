import { act } from '@testing-library/react';
import { renderRunsHook } from '../__testUtils__/render';
import { apiError, aRun, aSnapshot, at, FakeWorkflowRuns } from '../testing';
import { useLatestRuns } from './useLatestRuns';

const runAt = (second: number, status: 'running' | 'completed') =>
  aSnapshot({
    run: aRun({ id: `run_${second}`, queuedAt: at(second), status }),
  });
const settle = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('useLatestRuns', () => {
  it('has as many as were asked for, and says whether there are others', async () => {
    const api = new FakeWorkflowRuns();
    for (const second of [1, 2, 3]) api.add(runAt(second, 'completed'));
    const { result } = renderRunsHook(
      () => useLatestRuns({ status: ['completed'] }, { limit: 2 }),
      api,
    );
    expect(result.current.loading).toBe(true);
    await settle(0);
    expect(result.current.runs.map(run => run.id)).toEqual(['run_3', 'run_2']);
    expect(result.current.hasMore).toBe(true);
    expect(api.calls[0].input.query).toEqual({ status: 'completed', limit: 2 });
  });

  it('drops what is among the latest no longer, and asks seldom while nothing is open', async () => {
    const api = new FakeWorkflowRuns();
    api.add(runAt(1, 'running'));
    const { result } = renderRunsHook(
      () => useLatestRuns({}, { limit: 1 }),
      api,
    );
    await settle(0);
    api.add(runAt(2, 'completed'));
    await settle(5_100);
    expect(result.current.runs.map(run => run.id)).toEqual(['run_2']);
    const asked = api.calls.length;
    await settle(10_000);
    expect(api.calls).toHaveLength(asked);
    await settle(5_100);
    expect(api.calls).toHaveLength(asked + 1);
  });

  it('keeps what it has read when it cannot read again', async () => {
    const api = new FakeWorkflowRuns();
    api.add(runAt(1, 'completed'));
    const { result } = renderRunsHook(
      () => useLatestRuns({}, { limit: 5 }),
      api,
    );
    await settle(0);
    api.fail('listRuns', apiError(403));
    await settle(15_100);
    expect(result.current.error).toBeDefined();
    expect(result.current.updatedAt).toBeGreaterThan(0);
    expect(result.current.runs).toHaveLength(1);
  });

  it('asks for nothing while it is not to', async () => {
    const api = new FakeWorkflowRuns();
    const { result } = renderRunsHook(
      () => useLatestRuns({}, { limit: 5, enabled: false }),
      api,
    );
    await settle(20_000);
    expect(api.calls).toEqual([]);
    expect(result.current.loading).toBe(false);
  });
});
