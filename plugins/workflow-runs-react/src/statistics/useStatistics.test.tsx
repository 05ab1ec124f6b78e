import { waitFor } from '@testing-library/react';
import { renderRunsHook } from '../__testUtils__/render';
import { aFigures, apiError, aStatistics, FakeWorkflowRuns } from '../testing';
import { StatisticsFilter, useStatistics } from './useStatistics';

const backend = () => {
  const api = new FakeWorkflowRuns();
  api.onStatistics = ({ environment }) =>
    aStatistics({
      total: aFigures({ completed: environment === 'prod' ? 2 : 5 }),
    });
  return api;
};

describe('useStatistics', () => {
  it('asks for a time, with days as the reader has them', async () => {
    const api = backend();
    const { result } = renderRunsHook(
      () => useStatistics({ workflow: ['e/a'], from: 0 }),
      api,
    );
    expect(result.current.loading).toBe(true);
    await waitFor(() => expect(result.current.statistics?.total.runs).toBe(5));
    expect(api.calls).toMatchObject([
      {
        id: 'getStatistics',
        input: {
          query: {
            workflow: 'e/a',
            from: '1970-01-01T00:00:00.000Z',
            timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
          },
        },
      },
    ]);
  });

  it('shows what it has until it knows what is asked for next', async () => {
    let filter: StatisticsFilter = {};
    const { result, rerender } = renderRunsHook(
      () => useStatistics(filter),
      backend(),
    );
    await waitFor(() => expect(result.current.loading).toBe(false));
    filter = { environment: ['prod'] };
    rerender();
    expect(result.current).toMatchObject({ loading: false, changing: true });
    expect(result.current.statistics?.total.runs).toBe(5);
    await waitFor(() => expect(result.current.statistics?.total.runs).toBe(2));
    expect(result.current.changing).toBe(false);
  });

  it('does not pass the numbers of one workflow for those of another', async () => {
    let filter: StatisticsFilter = { workflow: ['e/a'] };
    const { result, rerender } = renderRunsHook(
      () => useStatistics(filter),
      backend(),
    );
    await waitFor(() => expect(result.current.loading).toBe(false));
    filter = { workflow: ['e/b'] };
    rerender();
    expect(result.current).toMatchObject({
      loading: true,
      statistics: undefined,
    });
    await waitFor(() => expect(result.current.loading).toBe(false));
  });

  it('says what went wrong, and tries again', async () => {
    const api = backend();
    api.fail('getStatistics', apiError(400));
    const { result } = renderRunsHook(() => useStatistics({}), api);
    await waitFor(() => expect(result.current.error).toBeTruthy());
    expect(result.current).toMatchObject({ loading: false, updatedAt: 0 });
    api.fail('getStatistics', undefined);
    result.current.reload();
    await waitFor(() => expect(result.current.error).toBeNull());
  });

  it('asks for nothing while it is told to wait', () => {
    const api = backend();
    const { result } = renderRunsHook(
      () => useStatistics({}, { enabled: false }),
      api,
    );
    expect(result.current.loading).toBe(false);
    expect(api.calls).toEqual([]);
  });
});
