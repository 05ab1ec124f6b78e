import { act, waitFor } from '@testing-library/react';
import { renderRunsHook } from '../__testUtils__/render';
import { apiError, aRun, aSnapshot, FakeWorkflowRuns } from '../testing';
import { useLatestRuns } from './useLatestRuns';
import { useRunCounts } from './useRunCounts';
import { useRunFacet } from './useRunFacet';
import { useRunGlance } from './useRunGlance';

function backend() {
  const api = new FakeWorkflowRuns();
  api.add(aSnapshot({ run: aRun({ id: 'run_1', environment: 'test' }) }));
  api.add(aSnapshot({ run: aRun({ id: 'run_2' }) }));
  api.add(aSnapshot({ run: aRun({ id: 'run_3', status: 'failed' }) }));
  return api;
}

describe('useRunCounts', () => {
  it('adds up the statuses that are asked for', async () => {
    const api = backend();
    const { result } = renderRunsHook(() => useRunCounts({}), api);
    expect(result.current.countOf()).toBeUndefined();
    await waitFor(() =>
      expect(result.current.countOf()).toEqual({ count: 3, isMore: false }),
    );
    expect(result.current.countOf(['running'])?.count).toBe(2);
    expect(result.current.countOf(['failed', 'running'])?.count).toBe(3);
  });

  it('counts again when the stream tells a list of a change', async () => {
    jest.useFakeTimers();
    const api = backend();
    const { result } = renderRunsHook(() => {
      useLatestRuns({}, { limit: 5 });
      return useRunCounts({});
    }, api);
    const settle = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));
    await settle(100);
    for (let second = 0; second < 40; second++) {
      act(() => {
        api.add(aSnapshot({ run: aRun({ id: `run_new_${second}` }) }));
      });
      await settle(100);
    }
    await settle(2_000);
    expect(result.current.countOf()?.count).toBe(43);
    const counted = api.calls.filter(call => call.id === 'countRuns').length;
    // Once at first, at once for the first change, and once for all others.
    expect(counted).toBe(3);
    jest.useRealTimers();
  });

  it('asks for nothing while it is told to wait', () => {
    const api = backend();
    renderRunsHook(() => useRunCounts({}, { enabled: false }), api);
    expect(api.calls).toEqual([]);
  });
});

describe('useRunFacet', () => {
  it('tells the values of a field, whatever the filter says of it', async () => {
    const { result } = renderRunsHook(
      () => useRunFacet('environment', { environment: ['test'] }),
      backend(),
    );
    await waitFor(() => expect(result.current.loading).toBe(false));
    expect(result.current.values).toEqual([
      { value: 'prod', count: 2 },
      { value: 'test', count: 1 },
    ]);
  });

  it('asks for nothing without a field', () => {
    const api = backend();
    const { result } = renderRunsHook(() => useRunFacet(undefined, {}), api);
    expect(result.current.loading).toBe(false);
    expect(api.calls).toEqual([]);
  });
});

describe('useRunGlance', () => {
  it('reads a run, and tries again where it could not', async () => {
    const api = backend();
    api.fail('getRun', apiError(404));
    const { result } = renderRunsHook(() => useRunGlance('run_3'), api);
    await waitFor(() => expect(result.current.error).toBeTruthy());
    api.fail('getRun', undefined);
    result.current.reload();
    await waitFor(() => expect(result.current.run?.status).toBe('failed'));
  });
});
