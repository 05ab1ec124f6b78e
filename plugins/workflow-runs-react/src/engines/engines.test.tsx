import { act, waitFor } from '@testing-library/react';
import { renderRunsHook } from '../__testUtils__/render';
import { aFreshness, anEngine, aSnapshot, FakeWorkflowRuns } from '../testing';
import { useEngines, useFreshness, useSyncEngine, useSyncRun } from '.';

const callsOf = (api: FakeWorkflowRuns, id: string) =>
  api.calls.filter(call => call.id === id);

it('engines are read, and one is asked once', async () => {
  const api = new FakeWorkflowRuns();
  api.engines = [anEngine()];
  const { result } = renderRunsHook(
    () => ({ engines: useEngines(), sync: useSyncEngine() }),
    api,
  );
  await waitFor(() => expect(result.current.engines.value).toHaveLength(1));
  act(() => {
    result.current.sync.send('ci');
    result.current.sync.send('ci');
  });

  await waitFor(() => expect(result.current.sync.phase).toBe('done'));
  expect(callsOf(api, 'syncEngine')).toHaveLength(1);
  // What came of it is read.
  await waitFor(() => expect(callsOf(api, 'listEngines')).toHaveLength(2));
});

it('a run says as of when it is known, and is asked for', async () => {
  const api = new FakeWorkflowRuns();
  const freshness = aFreshness({ isStale: true, problem: 'It is away' });
  const run = api.add({ ...aSnapshot(), freshness });
  const { result } = renderRunsHook(
    () => ({
      freshness: useFreshness({ run: run.run, freshness }),
      sync: useSyncRun(run.run.id),
    }),
    api,
  );
  expect(result.current.freshness).toEqual(freshness);
  act(() => result.current.sync.send());

  await waitFor(() => expect(result.current.freshness?.problem).toBeNull());
  expect(result.current.freshness?.isStale).toBe(false);
});

it('a run that nobody need ask for is not asked for', async () => {
  const api = new FakeWorkflowRuns();
  const { run } = api.add(aSnapshot());
  const { result } = renderRunsHook(
    () => useFreshness({ run, freshness: null }),
    api,
  );

  expect(result.current).toBeNull();
  expect(callsOf(api, 'getRun')).toEqual([]);
});
