import { act, waitFor } from '@testing-library/react';
import { renderRunsHook } from '../__testUtils__/render';
import { anAnnotation, aSnapshot, FakeWorkflowRuns } from '../testing';
import { useAnnotations, useBusiness, useWatch } from './useRemarks';

it('what people and steps say of a run is read, and watching it is a switch', async () => {
  const api = new FakeWorkflowRuns();
  const snapshot = {
    ...aSnapshot(),
    watch: { watching: false, watchers: 0 },
  };
  const { run } = api.add({
    ...snapshot,
    annotations: [anAnnotation()],
    business: { experience: 0.9, details: {}, indicators: [] },
  });
  const { result } = renderRunsHook(
    () => ({
      notes: useAnnotations(run.id),
      watch: useWatch(snapshot),
      business: useBusiness(snapshot),
    }),
    api,
  );

  await waitFor(() => expect(result.current.notes.items).toHaveLength(1));
  await waitFor(() =>
    expect(result.current.business.business?.experience).toBe(0.9),
  );
  act(() => result.current.watch.toggle());
  await waitFor(() => expect(result.current.watch.busy).toBe(false));
  expect(api.calls.filter(({ id }) => id === 'watchRun')).toMatchObject([
    { input: { params: { runId: run.id }, body: { watch: true } } },
  ]);
});
