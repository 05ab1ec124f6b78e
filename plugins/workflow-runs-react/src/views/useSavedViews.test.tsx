import { act, waitFor } from '@testing-library/react';
import { renderRunsHook } from '../__testUtils__/render';
import { aSavedView, FakeWorkflowRuns } from '../testing';
import { useSavedView, useSavedViews, useViewChanges } from './useSavedViews';

function backend() {
  const api = new FakeWorkflowRuns();
  api.views.items = [aSavedView()];
  return api;
}

const useEverything = () => ({
  list: useSavedViews(),
  one: useSavedView('view_1'),
  changes: useViewChanges(),
});

describe('saved views', () => {
  it('are read, and one by its id', async () => {
    const { result } = renderRunsHook(useEverything, backend());
    await waitFor(() => expect(result.current.list.views).toHaveLength(1));
    await waitFor(() =>
      expect(result.current.one.view?.name).toBe('Failed in production'),
    );
  });

  it('are what was made of them, everywhere that they are shown', async () => {
    const { result } = renderRunsHook(useEverything, backend());
    await waitFor(() => expect(result.current.list.views).toHaveLength(1));
    act(() => result.current.changes.create.mutate({ name: 'Mine' }));
    await waitFor(() => expect(result.current.list.views).toHaveLength(2));
    act(() =>
      result.current.changes.change.mutate({
        viewId: 'view_1',
        change: { name: 'Renamed', version: 1 },
      }),
    );
    await waitFor(() => expect(result.current.one.view?.name).toBe('Renamed'));
    await waitFor(() =>
      expect(result.current.list.views[0].name).toBe('Renamed'),
    );
    act(() => result.current.changes.remove.mutate('view_2'));
    await waitFor(() => expect(result.current.list.views).toHaveLength(1));
  });

  it('are not asked for while none is open', () => {
    const api = backend();
    const { result } = renderRunsHook(() => useSavedView(null), api);
    expect(result.current).toMatchObject({ loading: false, error: null });
    expect(api.calls).toEqual([]);
  });
});
