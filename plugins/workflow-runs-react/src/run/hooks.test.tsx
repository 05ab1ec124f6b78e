import { act, waitFor } from '@testing-library/react';
import { renderRunsHook } from '../__testUtils__/render';
import {
  aLogLine,
  anAction,
  anArtifact,
  anEvent,
  anUpdate,
  apiError,
  aPayload,
  aRun,
  aSnapshot,
  aStep,
  at,
  FakeWorkflowRuns,
} from '../testing';
import { useLogs } from './useLogs';
import { useRun } from './useRun';
import { useArtifactContent, useCancelRun } from './useRunOperations';
import {
  useArtifacts,
  usePayloads,
  useRunActions,
  useRunEvents,
} from './useRunParts';

const RUN = aRun().id;

function backend() {
  const api = new FakeWorkflowRuns();
  const run = api.add(aSnapshot());
  return { api, run };
}
const callsOf = (api: FakeWorkflowRuns, id: string) =>
  api.calls.filter(call => call.id === id);

describe('useRun', () => {
  it('loads a run and follows it', async () => {
    const { api } = backend();
    const { result } = renderRunsHook(() => useRun(RUN), api);
    expect(result.current.loading).toBe(true);
    await waitFor(() => expect(result.current.connection.status).toBe('live'));
    expect(result.current.snapshot?.steps).toHaveLength(3);

    act(() =>
      api.push(
        RUN,
        anUpdate({
          steps: [
            aStep({
              stepKey: 'send_mail',
              stepNumber: 3,
              status: 'running',
              updatedAt: at(9),
            }),
          ],
        }),
      ),
    );
    await waitFor(() =>
      expect(result.current.snapshot?.steps[2].status).toBe('running'),
    );
  });

  it('shares one stream, which ends with the last who watches', async () => {
    const { api } = backend();
    const { result, unmount } = renderRunsHook(
      () => [useRun(RUN), useRun(RUN)],
      api,
    );
    await waitFor(() =>
      expect(result.current[1].connection.status).toBe('live'),
    );
    expect(api.streams.count(RUN)).toBe(1);
    expect(callsOf(api, 'getRun')).toHaveLength(1);
    unmount();
    await waitFor(() => expect(api.streams.count(RUN)).toBe(0));
  });

  it('says why a run cannot be loaded', async () => {
    const { api } = backend();
    const { result } = renderRunsHook(() => useRun('run_unknown'), api);
    await waitFor(() => expect(result.current.error).toBeTruthy());
    expect(result.current.loading).toBe(false);
    expect(callsOf(api, 'streamRun')).toEqual([]);
  });

  it('does nothing while no run is chosen', () => {
    const { api } = backend();
    const { result } = renderRunsHook(() => useRun(undefined), api);
    expect(result.current).toMatchObject({
      loading: false,
      snapshot: undefined,
    });
    expect(api.calls).toEqual([]);
  });

  it('does not stream a run that has ended', async () => {
    const api = new FakeWorkflowRuns();
    api.add(aSnapshot({ run: aRun({ status: 'completed' }) }));
    const { result } = renderRunsHook(() => useRun(RUN), api);
    await waitFor(() => expect(result.current.connection.status).toBe('ended'));
    expect(callsOf(api, 'streamRun')).toEqual([]);
  });

  it('loads anew when it is told to, or when the log was cut', async () => {
    const { api } = backend();
    const { result } = renderRunsHook(() => useRun(RUN), api);
    await waitFor(() => expect(result.current.connection.status).toBe('live'));
    act(() => api.streams.send(RUN, { type: 'reset' }));
    await waitFor(() => expect(callsOf(api, 'getRun')).toHaveLength(2));
    act(() => result.current.reload());
    await waitFor(() => expect(callsOf(api, 'getRun')).toHaveLength(3));
  });

  it('shows that a run may no longer be read', async () => {
    const { api } = backend();
    const { result } = renderRunsHook(() => useRun(RUN), api);
    await waitFor(() => expect(result.current.connection.status).toBe('live'));
    api.fail('getRun', apiError(404));
    act(() => api.streams.send(RUN, { type: 'gone' }));
    await waitFor(() => expect(result.current.error).toBeTruthy());
  });

  it('reads anew what an update only tells of', async () => {
    const { api } = backend();
    const { result } = renderRunsHook(
      () => [
        useRun(RUN),
        useArtifacts(RUN),
        useRunActions(RUN),
        usePayloads(RUN),
        useLogs(RUN),
      ],
      api,
    );
    await waitFor(() => expect(result.current[4].loading).toBe(false));
    await waitFor(() => expect(api.streams.count(RUN)).toBe(1));
    api.calls.length = 0;
    act(() =>
      api.push(
        RUN,
        anUpdate({
          run: aRun({ position: 20, status: 'completed' }),
          events: [
            anEvent({ number: 1, type: 'artifact.added' }),
            anEvent({ number: 2, type: 'action.completed' }),
            anEvent({ number: 3, type: 'step.completed' }),
          ],
        }),
      ),
    );
    await waitFor(() =>
      expect(api.calls.map(call => call.id).sort()).toEqual([
        'listActions',
        'listArtifacts',
        'listLogs',
        'listPayloads',
      ]),
    );
  });
});

describe('useLogs', () => {
  it('reads on when the stream says that there is more', async () => {
    const { api, run } = backend();
    run.logs = [aLogLine({ sequence: 1 })];
    const { result } = renderRunsHook(() => {
      useRun(RUN);
      return useLogs(RUN);
    }, api);
    await waitFor(() => expect(result.current.lines).toHaveLength(1));
    await waitFor(() => expect(api.streams.count(RUN)).toBe(1));

    act(() =>
      api.push(RUN, { ...anUpdate(), logs: [aLogLine({ sequence: 2 })] }),
    );
    await waitFor(() => expect(result.current.lines).toHaveLength(2));
    expect(callsOf(api, 'listLogs').at(-1)?.input.query).toMatchObject({
      after: 1,
    });
  });

  it('reads a long log to its end', async () => {
    const { api, run } = backend();
    run.logs = Array.from({ length: 2_500 }, (_, index) =>
      aLogLine({ sequence: index + 1 }),
    );
    const { result } = renderRunsHook(() => useLogs(RUN), api);
    await waitFor(() => expect(result.current.lines).toHaveLength(2_500));
    expect(callsOf(api, 'listLogs')).toHaveLength(3);
    act(() => result.current.reload());
    await waitFor(() => expect(callsOf(api, 'listLogs')).toHaveLength(4));
  });
});

describe('the parts of a run', () => {
  it('are read', async () => {
    const { api, run } = backend();
    run.payloads = [aPayload(), aPayload({ stepKey: 'load_account' })];
    run.artifacts = [anArtifact()];
    run.actions = [anAction()];
    run.events = Array.from({ length: 250 }, (_, index) =>
      anEvent({ number: index + 1 }),
    );
    const { result } = renderRunsHook(
      () => ({
        payloads: usePayloads(RUN, { step: 'load_account' }),
        artifacts: useArtifacts(RUN),
        actions: useRunActions(RUN),
        events: useRunEvents(RUN),
      }),
      api,
    );
    await waitFor(() => expect(result.current.events.items).toHaveLength(200));
    expect(result.current.payloads.items).toHaveLength(1);
    expect(result.current.artifacts.items).toHaveLength(1);
    expect(result.current.actions.items).toHaveLength(1);

    expect(result.current.events.hasMore).toBe(true);
    act(() => result.current.events.loadMore());
    await waitFor(() => expect(result.current.events.items).toHaveLength(250));
    expect(result.current.events.hasMore).toBe(false);
  });
});

describe('operating a run', () => {
  it('cancels with a reason and a key', async () => {
    const { api } = backend();
    const { result } = renderRunsHook(() => useCancelRun(RUN), api);
    await act(() =>
      result.current.mutateAsync({ reason: 'wrong', idempotencyKey: 'k' }),
    );
    await act(() => result.current.mutateAsync({ idempotencyKey: 'l' }));
    expect(callsOf(api, 'cancelRun')).toEqual([
      {
        id: 'cancelRun',
        key: 'k',
        input: { params: { runId: RUN }, body: { reason: 'wrong' } },
      },
      {
        id: 'cancelRun',
        key: 'l',
        input: { params: { runId: RUN }, body: {} },
      },
    ]);
  });

  it('fetches the content of an artifact', async () => {
    const { api } = backend();
    const { result } = renderRunsHook(() => useArtifactContent(), api);
    await expect(result.current(anArtifact())).resolves.toBeInstanceOf(Blob);
  });
});
