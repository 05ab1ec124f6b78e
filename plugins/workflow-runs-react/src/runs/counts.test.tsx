import { waitFor } from '@testing-library/react';
import { renderRunsHook } from '../__testUtils__/render';
import { apiError, aRun, aSnapshot, FakeWorkflowRuns } from '../testing';
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
