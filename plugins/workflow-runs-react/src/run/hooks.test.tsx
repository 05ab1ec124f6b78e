import { act, waitFor } from '@testing-library/react';
import { RunEvent } from 'backstage-plugin-workflow-runs-common';
import { renderRunsHook } from '../__testUtils__/render';
import {
  aDecision,
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
import { describeError } from '../states/describeError';
import { useLogs } from './useLogs';
import { useRun } from './useRun';
import {
  useArtifactContent,
  useRemark,
  useRepeatRun,
  useRunRequest,
} from './useRunOperations';
import {
  useArtifacts,
  useDecisions,
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

describe('useLogs beside useRun', () => {
  it('leaves the run able to be read anew', async () => {
    const { api } = backend();
    const { result } = renderRunsHook(() => {
      const run = useRun(RUN);
      // It renders last, as a tab of the page does.
      const logs = useLogs(RUN);
      const remark = useRemark(RUN, 'tagRun');
      return { run, logs, remark };
    }, api);
    await waitFor(() => expect(result.current.run.snapshot).toBeDefined());
    await waitFor(() => expect(result.current.logs.loading).toBe(false));
    act(() => result.current.remark.send({ add: ['mine'] }));
    await waitFor(() =>
      expect(result.current.run.snapshot?.run.tags).toEqual(['mine']),
    );
    expect(result.current.run.error).toBeNull();
  });
});

describe('useDecisions beside useRun', () => {
  it('does not take an answer of before for the last word', async () => {
    const { api, run } = backend();
    const { call } = api;
    let tellOfBefore = () => {};
    jest.spyOn(api, 'call').mockImplementation(async (id, input, options) => {
      const answer = await call(id, input, options);
      if (id === 'listDecisions' && callsOf(api, id).length === 1) {
        await new Promise<void>(resolve => {
          tellOfBefore = resolve;
        });
      }
      return answer as never;
    });
    const { result } = renderRunsHook(() => {
      const { connection, snapshot } = useRun(RUN);
      return { connection, snapshot, decisions: useDecisions(RUN) };
    }, api);
    await waitFor(() => expect(result.current.connection.status).toBe('live'));
    await waitFor(() => expect(callsOf(api, 'listDecisions')).toHaveLength(1));

    run.decisions = [aDecision()];
    act(() =>
      api.push(
        RUN,
        anUpdate({ events: [anEvent({ type: 'step.waiting_human' })] }),
      ),
    );
    await waitFor(() =>
      expect(result.current.snapshot!.recentEvents).toHaveLength(1),
    );
    await act(async () => tellOfBefore());
    await waitFor(() =>
      expect(result.current.decisions.items).toEqual([aDecision()]),
    );
  });
});

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
    expect(callsOf(api, 'stream')).toEqual([]);
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
    expect(callsOf(api, 'stream')).toEqual([]);
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

  it('forgets nothing that the stream tells while it is loaded anew', async () => {
    const { api } = backend();
    const { result } = renderRunsHook(() => useRun(RUN), api);
    await waitFor(() => expect(result.current.connection.status).toBe('live'));
    await waitFor(() => expect(api.streams.count(RUN)).toBe(1));

    // The steps have been read, and the answer is on its way.
    let arrive = () => {};
    const gate = new Promise<void>(resolve => {
      arrive = resolve;
    });
    const { call } = api;
    api.call = (async (id, ...rest) => {
      const answer = await call(id, ...rest);
      if (id === 'listSteps') await gate;
      return answer;
    }) as typeof call;
    act(() => result.current.reload());
    await waitFor(() => expect(callsOf(api, 'listSteps')).toHaveLength(2));
    act(() =>
      api.push(
        RUN,
        anUpdate({
          run: aRun({ position: 20, status: 'completed' }),
          steps: [
            aStep({
              stepKey: 'send_mail',
              stepNumber: 3,
              status: 'completed',
              updatedAt: at(9),
            }),
          ],
        }),
      ),
    );
    await waitFor(() =>
      expect(result.current.snapshot?.run.status).toBe('completed'),
    );
    await act(async () => arrive());
    await waitFor(() => expect(callsOf(api, 'getRun')).toHaveLength(2));
    const { run, steps } = result.current.snapshot!;
    expect([run.status, steps[2].status]).toEqual(['completed', 'completed']);
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

describe('a run that is opened again', () => {
  it('is streamed again', async () => {
    const api = new FakeWorkflowRuns();
    const run = api.add(aSnapshot({ run: aRun({ status: 'failed' }) }));
    const { result } = renderRunsHook(() => useRun(RUN), api);
    await waitFor(() => expect(result.current.connection.status).toBe('ended'));
    run.run = aRun({ generation: 1, position: 30 });
    act(() => result.current.reload());
    await waitFor(() => expect(result.current.connection.status).toBe('live'));
    expect(callsOf(api, 'stream')).toHaveLength(1);
  });
});

describe('useDecisions', () => {
  it('reads anew when something is asked, decided or forced', async () => {
    const { api, run } = backend();
    run.decisions = [aDecision()];
    const { result } = renderRunsHook(() => {
      useRun(RUN);
      return useDecisions(RUN);
    }, api);
    await waitFor(() => expect(result.current.items).toHaveLength(1));
    await waitFor(() => expect(api.streams.count(RUN)).toBe(1));
    const happens = async (event: Partial<RunEvent>) => {
      const before = callsOf(api, 'listDecisions').length;
      act(() => api.push(RUN, anUpdate({ events: [anEvent(event)] })));
      await waitFor(() =>
        expect(callsOf(api, 'listDecisions')).toHaveLength(before + 1),
      );
    };
    await happens({ type: 'step.waiting_human' });
    await happens({ type: 'decision.made' });
    await happens({ type: 'step.skipped', payload: { from: 'waiting_human' } });
    act(() =>
      api.push(RUN, anUpdate({ events: [anEvent({ type: 'step.started' })] })),
    );
    expect(callsOf(api, 'listDecisions')).toHaveLength(4);
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
  const pausing = (api: FakeWorkflowRuns) =>
    renderRunsHook(
      () => useRunRequest(RUN, 'pauseRun', { action: 'pause' }),
      api,
    ).result;

  it('asks once, however often it is sent, and is done', async () => {
    const { api } = backend();
    const result = pausing(api);
    expect(result.current.phase).toBe('idle');
    act(() => {
      result.current.send({ reason: 'wrong' });
      result.current.send({ reason: 'wrong' });
    });
    await waitFor(() => expect(result.current.phase).toBe('done'));
    expect(callsOf(api, 'pauseRun')).toEqual([
      {
        id: 'pauseRun',
        key: expect.any(String),
        input: { params: { runId: RUN }, body: { reason: 'wrong' } },
      },
    ]);
  });

  it('keeps its key while nobody has answered, and takes a new one after an answer', async () => {
    const { api } = backend();
    const result = pausing(api);
    const sendAndFail = async (error: Error) => {
      api.fail('pauseRun', error);
      act(() => result.current.send({}));
      await waitFor(() => expect(result.current.error).toBe(error));
      return callsOf(api, 'pauseRun').at(-1)?.key;
    };
    const lost = await sendAndFail(new TypeError('Failed to fetch'));
    const again = await sendAndFail(apiError(409));
    const afterAnswer = await sendAndFail(apiError(503));
    expect(result.current.phase).toBe('refused');
    expect(again).toBe(lost);
    expect(afterAnswer).not.toBe(lost);
  });

  it.each([
    ['completed', null, 'done', null],
    ['refused', 'It has just ended', 'refused', 'conflict'],
  ] as const)(
    'waits for the engine until what was asked is %s',
    async (status, message, phase, kind) => {
      const { api, run } = backend();
      // Somebody else has paused it before.
      run.actions = [anAction({ id: 'before', action: 'pause' })];
      api.onOperation = () => {
        run.actions = [
          anAction({ id: 'mine', action: 'pause', status: 'requested' }),
          ...run.actions,
        ];
        return { status: 'accepted' };
      };
      const { result } = renderRunsHook(
        () => ({
          live: useRun(RUN),
          actions: useRunActions(RUN),
          request: useRunRequest(RUN, 'pauseRun', { action: 'pause' }),
        }),
        api,
      );
      await waitFor(() => expect(result.current.actions.items).toHaveLength(1));
      await waitFor(() => expect(api.streams.count(RUN)).toBe(1));
      act(() => result.current.request.send({}));
      await waitFor(() => expect(result.current.request.phase).toBe('waiting'));
      run.actions[0] = { ...run.actions[0], status, message };
      act(() =>
        api.push(RUN, anUpdate({ events: [anEvent({ type: 'action.x' })] })),
      );
      await waitFor(() => expect(result.current.request.phase).toBe(phase));
      const { error } = result.current.request;
      expect((error as Error)?.message ?? null).toBe(message);
      expect(error && describeError(error).kind).toBe(kind);
    },
  );

  it('launches a run like this one, and says which', async () => {
    const { api } = backend();
    const { result } = renderRunsHook(() => useRepeatRun(RUN, 'rerun'), api);
    api.onOperation = () => ({ runId: 'run_new', status: 'accepted' });
    act(() => result.current.send({ version: '2' }));
    await waitFor(() => expect(result.current.phase).toBe('done'));
    expect(result.current.answer?.runId).toBe('run_new');
  });

  it('fetches the content of an artifact', async () => {
    const { api } = backend();
    const { result } = renderRunsHook(() => useArtifactContent(), api);
    await expect(result.current(anArtifact())).resolves.toBeInstanceOf(Blob);
  });
});
