import { act } from '@testing-library/react';
import { onlineManager } from '@tanstack/react-query';
import { renderEmbeddedHook } from '../__testUtils__/render';
import {
  actionsAllowed,
  anUpdate,
  apiError,
  aRun,
  aSnapshot,
  aStep,
  at,
  FakeWorkflowRuns,
} from '../testing';
import {
  useWorkflowExecution,
  UseWorkflowExecutionOptions,
} from './useWorkflowExecution';

const RUN = aRun().id;
const WORKFLOW = 'embedded/trial_activation';
const failure = {
  category: 'external_api' as const,
  code: '503',
  message: 'Mail server answered 503',
};

const settle = (ms = 0) =>
  act(async () => {
    await jest.advanceTimersByTimeAsync(ms);
    // What it has set off is told a moment later.
    await jest.advanceTimersByTimeAsync(1);
  });

/** A run, and whoever watches it on a page of another plugin. */
async function follow(
  options: UseWorkflowExecutionOptions = {},
  snapshot = aSnapshot(),
) {
  const api = new FakeWorkflowRuns();
  api.add(snapshot);
  const view = renderEmbeddedHook(
    (given: UseWorkflowExecutionOptions) =>
      useWorkflowExecution('default', WORKFLOW, RUN, given),
    api,
    options,
  );
  await settle();
  // A moment later the stream is opened for all who want one.
  if (options.enableSSE) await settle(50);
  return {
    api,
    ...view,
    now: () => view.result.current,
    asked: (id = 'getRun') => api.calls.filter(call => call.id === id).length,
  };
}

const failed = () =>
  aSnapshot({
    run: aRun({
      status: 'failed',
      completedAt: at(20),
      position: 30,
      error: { ...failure, stepKey: 'send_mail' },
    }),
    steps: [
      aStep({ status: 'completed', durationMs: 1_500 }),
      aStep({ stepKey: 'send_mail', status: 'failed', error: failure }),
    ],
  });
const completed = () =>
  aSnapshot({ run: aRun({ status: 'completed', position: 30 }) });
/** What the backend holds changes, and no stream tells. */
const become = (api: FakeWorkflowRuns, snapshot: ReturnType<typeof failed>) => {
  Object.assign(api.runs[0], snapshot);
};

let visibility: DocumentVisibilityState = 'visible';
function show(state: DocumentVisibilityState) {
  visibility = state;
  act(() => {
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  });
}

beforeEach(() => {
  jest.useFakeTimers();
  visibility = 'visible';
  jest
    .spyOn(document, 'visibilityState', 'get')
    .mockImplementation(() => visibility);
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe('the options of useWorkflowExecution', () => {
  it('enablePolling: asks every 2 s by default, until the run ends', async () => {
    const { api, asked, now } = await follow();
    expect(asked()).toBe(1);
    await settle(1_990);
    expect(asked()).toBe(1);
    await settle(10);
    expect(asked()).toBe(2);
    become(api, completed());
    await settle(2_000);
    expect(now().execution?.status).toBe('completed');
    const atTheEnd = asked();
    await settle(60_000);
    expect(asked()).toBe(atTheEnd);
  });

  it('enablePolling: false loads once', async () => {
    const { api, asked } = await follow({ enablePolling: false });
    await settle(60_000);
    show('hidden');
    show('visible');
    await settle();
    expect(api.calls.map(call => call.id)).toEqual([
      'getRun',
      'listSteps',
      'listAttempts',
      'getForecast',
    ]);
    expect(asked('stream')).toBe(0);
  });

  it('enablePolling: does not ask while the tab is hidden, and at once when it is seen', async () => {
    const { asked } = await follow();
    show('hidden');
    await settle(60_000);
    expect(asked()).toBe(1);
    show('visible');
    await settle();
    expect(asked()).toBe(2);
  });

  it('pollingInterval: is the time between an answer and the next request', async () => {
    const { asked } = await follow({ pollingInterval: 500 });
    await settle(1_500);
    expect(asked()).toBe(4);
  });

  it('enableSSE: follows by a stream, and does not poll meanwhile', async () => {
    const { api, asked, now } = await follow({ enableSSE: true });
    expect(api.streams.count(RUN)).toBe(1);
    act(() =>
      api.push(
        RUN,
        anUpdate({
          run: aRun({
            position: 20,
            progress: { completedSteps: 2, totalSteps: 3, percentage: 67 },
          }),
        }),
      ),
    );
    await settle(20);
    expect(now().progress?.percentage).toBe(67);
    await settle(30_000);
    expect(asked()).toBe(1);
  });

  it('enableSSE: is off by default', async () => {
    const { asked } = await follow();
    await settle(10_000);
    expect(asked('stream')).toBe(0);
  });

  it('enableSSE: polls where no stream can be had, and goes back to it', async () => {
    const api = new FakeWorkflowRuns();
    api.add(aSnapshot());
    api.fail('stream', apiError(503));
    const asked = (id: string) =>
      api.calls.filter(call => call.id === id).length;
    renderEmbeddedHook(
      () => useWorkflowExecution('default', WORKFLOW, RUN, { enableSSE: true }),
      api,
    );
    await settle();
    await settle(2_000);
    expect(asked('getRun')).toBe(2);
    await settle(8_000);
    expect(asked('getRun')).toBe(6);

    api.fail('stream', undefined);
    await settle(20_000);
    expect(api.streams.count(RUN)).toBe(1);
    const before = asked('getRun');
    await settle(20_000);
    expect(asked('getRun')).toBe(before);
  });

  it('enableSSE: without polling makes do with the stream, and tries on', async () => {
    const { api, asked } = await follow({
      enableSSE: true,
      enablePolling: false,
    });
    api.fail('stream', apiError(503));
    api.streams.end(RUN, new Error('broken'));
    await settle(60_000);
    expect(asked()).toBe(1);
    expect(asked('stream')).toBeGreaterThan(4);
  });

  it.each([
    [undefined, 2],
    [false, 1],
  ])(
    'autoRefreshOnComplete: %s loads the steps of a run that ends %d times',
    async (autoRefreshOnComplete, times) => {
      const { api, asked } = await follow({
        enableSSE: true,
        autoRefreshOnComplete,
      });
      act(() =>
        api.push(
          RUN,
          anUpdate({ run: aRun({ position: 30, status: 'completed' }) }),
        ),
      );
      await settle(60_000);
      expect(asked()).toBe(times);
      expect(asked('listSteps')).toBe(times);
    },
  );

  it('autoRefreshOnComplete: does not load a run again that had ended before', async () => {
    const { asked } = await follow({}, completed());
    await settle(60_000);
    expect(asked()).toBe(1);
  });
});

describe('the return values of useWorkflowExecution', () => {
  it('execution: is the run with its results, and the same object while nothing changes', async () => {
    const { now } = await follow();
    const before = now().execution;
    expect(before).toMatchObject({
      id: RUN,
      workflowId: WORKFLOW,
      status: 'running',
      startedAt: at(0),
      completedAt: null,
      error: null,
    });
    expect(before?.actionResults).toHaveLength(3);
    await settle(10_000);
    expect(now().execution).toBe(before);
  });

  it('isLoading: is true until the run is there for the first time', async () => {
    const api = new FakeWorkflowRuns();
    api.add(aSnapshot());
    const { result } = renderEmbeddedHook(
      () => useWorkflowExecution('default', WORKFLOW, RUN),
      api,
    );
    expect(result.current).toMatchObject({ isLoading: true, execution: null });
    await settle();
    expect(result.current.isLoading).toBe(false);
    await settle(2_000);
    expect(result.current.isLoading).toBe(false);
  });

  it('error: says why the run was not loaded, and what is known stays', async () => {
    const { api, now } = await follow();
    expect(now().error).toBeNull();
    api.fail('getRun', apiError(503, { message: 'The database is away' }));
    await settle(4_000);
    expect(now().error?.message).toBe('The database is away');
    expect(now().execution?.id).toBe(RUN);
    api.fail('getRun', undefined);
    await settle(2_000);
    expect(now().error).toBeNull();
  });

  it('error: is told, too, while the browser says that it is offline', async () => {
    const { api, now } = await follow();
    api.fail('getRun', new TypeError('Failed to fetch'));
    act(() => onlineManager.setOnline(false));
    await settle(4_000);
    expect(now().error?.message).toBe('Failed to fetch');
    api.fail('getRun', undefined);
    act(() => onlineManager.setOnline(true));
    await settle(2_000);
    expect(now().error).toBeNull();
  });

  it.each([
    ['tenant', 'other', WORKFLOW],
    ['workflow', 'default', 'embedded/data_sync'],
  ])(
    'error: another %s than asked for is not found',
    async (_, tenant, ref) => {
      const api = new FakeWorkflowRuns();
      api.add(aSnapshot());
      const { result } = renderEmbeddedHook(
        () => useWorkflowExecution(tenant, ref, RUN, { enableSSE: true }),
        api,
      );
      await settle(10_000);
      expect(result.current).toMatchObject({
        execution: null,
        progress: null,
        isLoading: false,
        isRunning: false,
        canCancel: false,
        canRetry: false,
      });
      expect(result.current.error?.message).toMatch(/There is no run/);
      let answers: unknown[] = [];
      await act(async () => {
        answers = [
          await result.current.cancelExecution(),
          await result.current.retryExecution(),
          await result.current.retryStep('load_account'),
        ];
      });
      expect(answers).toEqual([false, null, false]);
      expect(api.calls.map(call => call.id)).toEqual([
        'getRun',
        'listSteps',
        'listAttempts',
      ]);
    },
  );

  it('error: a run that may no longer be read is shown no longer, nor asked for', async () => {
    const { api, asked, now } = await follow();
    api.fail('getRun', apiError(404));
    await settle(2_000);
    expect(now().execution).toBeNull();
    expect(now().error).not.toBeNull();
    const before = asked();
    await settle(60_000);
    expect(asked()).toBe(before);
  });

  it('progress: tells how long the run is likely to go on, and nothing once it has ended', async () => {
    const { api, now } = await follow();
    const forecast = {
      at: at(10),
      finish: { earliest: at(20), likely: at(40), latest: at(90) },
    };
    Object.assign(api.runs[0], { forecast });
    await settle(10_000);
    expect(now().progress?.estimatedTimeRemaining).toBe(30_000);

    // It takes longer than it was likely to.
    Object.assign(api.runs[0], { forecast: { ...forecast, at: at(50) } });
    await settle(10_000);
    expect(now().progress?.estimatedTimeRemaining).toBe(0);

    become(api, completed());
    await settle(2_000);
    expect(now().progress?.estimatedTimeRemaining).toBeNull();
  });

  it('progress: counts steps where nobody can say how long they take', async () => {
    const { now } = await follow();
    expect(now().progress).toEqual({
      completedSteps: 1,
      totalSteps: 3,
      percentage: 33,
      estimatedTimeRemaining: null,
    });
  });

  it.each([
    ['queued', true],
    ['running', true],
    ['paused', true],
    ['waiting_human', true],
    ['canceling', true],
    ['completed', false],
    ['failed', false],
    ['canceled', false],
  ] as const)('isRunning: of a %s run is %s', async (status, expected) => {
    const { now } = await follow({}, aSnapshot({ run: aRun({ status }) }));
    expect(now().isRunning).toBe(expected);
  });

  it.each([true, false])(
    'canCancel: is what the run says: %s',
    async allowed => {
      const allowedActions = actionsAllowed({
        cancel: { allowed, reason: allowed ? null : 'no permission' },
      });
      const { now } = await follow(
        {},
        aSnapshot({ run: aRun({ allowedActions }) }),
      );
      expect(now().canCancel).toBe(allowed);
    },
  );

  it.each([
    ['failed', true, true],
    ['failed', false, false],
    ['running', true, false],
    ['completed', true, false],
  ] as const)(
    'canRetry: of a %s run whose retry is allowed (%s) is %s',
    async (status, allowed, expected) => {
      const allowedActions = actionsAllowed({
        retry: { allowed, reason: allowed ? null : 'no permission' },
      });
      const { now } = await follow(
        {},
        aSnapshot({ run: aRun({ status, allowedActions }) }),
      );
      expect(now().canRetry).toBe(expected);
    },
  );

  it('cancelExecution: cancels once, however often it is clicked', async () => {
    const { api, asked, now } = await follow();
    api.onOperation = () =>
      become(
        api,
        aSnapshot({ run: aRun({ status: 'canceling', position: 20 }) }),
      );
    let answers: boolean[] = [];
    await act(async () => {
      const { cancelExecution } = now();
      answers = await Promise.all([cancelExecution(), cancelExecution()]);
    });
    expect(answers).toEqual([true, true]);
    expect(asked('cancelRun')).toBe(1);
    expect(api.calls.find(call => call.id === 'cancelRun')?.key).toBeTruthy();
    expect(now().execution?.status).toBe('canceling');
  });

  it('cancelExecution: is false where it is refused, and error says why', async () => {
    const { api, now } = await follow();
    api.fail('cancelRun', apiError(409, { message: 'The run has ended' }));
    let answer: boolean | undefined;
    await act(async () => {
      answer = await now().cancelExecution();
    });
    expect(answer).toBe(false);
    expect(now().error?.message).toBe('The run has ended');
    act(() => now().refreshExecution());
    await settle(300);
    expect(now().error).toBeNull();
  });

  it('retryStep: repeats a step, or an item of one', async () => {
    const { api, now } = await follow({}, failed());
    await act(async () => {
      expect(await now().retryStep('send_mail')).toBe(true);
      expect(await now().retryStep('send_mail[3]')).toBe(true);
    });
    expect(
      api.calls
        .filter(call => call.id === 'retryRun')
        .map(({ input }) => input.body),
    ).toEqual([{ step: 'send_mail' }, { step: 'send_mail', item: 3 }]);
    api.fail('retryRun', apiError(403, { message: 'You may not' }));
    await act(async () => {
      expect(await now().retryStep('send_mail')).toBe(false);
    });
    expect(now().error?.message).toBe('You may not');
  });

  it('retryExecution: resolves to the run as it goes on, and follows it', async () => {
    const { api, now } = await follow({}, failed());
    api.onOperation = () =>
      become(api, aSnapshot({ run: aRun({ generation: 1, position: 40 }) }));
    let answer: unknown;
    await act(async () => {
      answer = await now().retryExecution();
    });
    expect(answer).toMatchObject({ id: RUN, status: 'running' });
    become(
      api,
      aSnapshot({
        run: aRun({ generation: 1, position: 50, status: 'completed' }),
      }),
    );
    await settle(2_000);
    expect(now().execution?.status).toBe('completed');
  });

  it('retryExecution: looks on where the engine takes its time, but not for ever', async () => {
    const { api, asked, now } = await follow({}, failed());
    api.onOperation = () => ({ status: 'accepted' });
    await act(async () => {
      await now().retryExecution();
    });
    await settle(6_000);
    expect(asked()).toBe(5);
    await settle(30_000);
    const before = asked();
    await settle(60_000);
    expect(asked()).toBe(before);
  });

  it('retryExecution: is null where it is refused', async () => {
    const { api, now } = await follow({}, failed());
    api.fail('retryRun', apiError(409, { message: 'Nothing has failed' }));
    await act(async () => {
      expect(await now().retryExecution()).toBeNull();
    });
    expect(now().error?.message).toBe('Nothing has failed');
  });

  it('refreshExecution: loads once for many calls', async () => {
    const { asked, now } = await follow({ enablePolling: false });
    for (let call = 0; call < 5; call++) {
      act(() => now().refreshExecution());
      await settle(100);
    }
    expect(asked()).toBe(1);
    await settle(200);
    expect(asked()).toBe(2);
    expect(asked('listSteps')).toBe(2);
  });

  it('getActionResult: finds a result by its id', async () => {
    const { now } = await follow({}, failed());
    expect(now().getActionResult('send_mail')).toEqual({
      actionId: 'send_mail',
      actionType: 'tool',
      status: 'failed',
      duration: null,
      error: 'Mail server answered 503',
    });
    expect(now().getActionResult('unknown')).toBeNull();
  });
});

describe('what monitors share and leave behind', () => {
  const many = () => {
    const options = [{}, {}, { enableSSE: true }, { enableSSE: true }];
    return options.map(given =>
      // The number of hooks never changes.
      // eslint-disable-next-line react-hooks/rules-of-hooks
      useWorkflowExecution('default', WORKFLOW, RUN, given),
    );
  };

  it('several monitors of a run share one load, one poll and one stream', async () => {
    const api = new FakeWorkflowRuns();
    api.add(aSnapshot());
    const asked = (id: string) =>
      api.calls.filter(call => call.id === id).length;
    renderEmbeddedHook(many, api);
    await settle();
    await settle(50);
    expect(asked('getRun')).toBe(1);
    expect(api.streams.count()).toBe(1);
    await settle(2_000);
    expect(asked('getRun')).toBe(2);
  });

  it('asks for the steps only when something was recorded', async () => {
    const { api, asked } = await follow();
    await settle(10_000);
    expect([asked(), asked('listSteps')]).toEqual([6, 1]);
    become(api, aSnapshot({ run: aRun({ position: 20 }) }));
    await settle(2_000);
    expect(asked('listSteps')).toBe(2);
  });

  it('a completed run is asked for no more when a monitor mounts again', async () => {
    const { api, asked, unmount } = await follow({}, completed());
    unmount();
    await settle(60_000);
    const again = renderEmbeddedHook(
      () => useWorkflowExecution('default', WORKFLOW, RUN),
      api,
    );
    expect(again.result.current.execution?.status).toBe('completed');
    await settle(10_000);
    expect(asked()).toBe(1);
  });

  it('a failed one is, for it may have been opened again', async () => {
    const { api, asked, unmount } = await follow({}, failed());
    unmount();
    await settle(60_000);
    renderEmbeddedHook(
      () => useWorkflowExecution('default', WORKFLOW, RUN),
      api,
    );
    await settle();
    expect(asked()).toBe(2);
  });

  it('timers, streams and requests end at unmount', async () => {
    const api = new FakeWorkflowRuns();
    api.add(aSnapshot());
    const { result, unmount } = renderEmbeddedHook(many, api);
    await settle();
    await settle(1_000);
    expect(api.streams.count(RUN)).toBe(1);
    act(() => result.current[0].refreshExecution());
    unmount();
    // The stream outlives the moment between two pages.
    await settle(1_300);
    expect(api.streams.count(RUN)).toBe(0);
    const before = api.calls.length;
    // The only one that is left forgets what was loaded.
    expect(jest.getTimerCount()).toBe(1);
    await settle(5 * 60_000);
    expect(jest.getTimerCount()).toBe(0);
    expect(api.calls).toHaveLength(before);
  });

  it('a request that is under way ends at unmount', async () => {
    const api = new FakeWorkflowRuns();
    api.add(aSnapshot());
    const signals: AbortSignal[] = [];
    api.call = (_id: string, _input: unknown, options: any) => {
      signals.push(options.signal);
      return new Promise<never>((_, reject) => {
        options.signal.addEventListener('abort', () =>
          reject(options.signal.reason),
        );
      });
    };
    const { unmount } = renderEmbeddedHook(
      () => useWorkflowExecution('default', WORKFLOW, RUN),
      api,
    );
    await settle();
    expect(signals.at(-1)?.aborted).toBe(false);
    unmount();
    await settle();
    expect(signals.every(signal => signal.aborted)).toBe(true);
  });
});
