import { useState } from 'react';
import { act, waitFor } from '@testing-library/react';
import { renderRunsHook } from '../__testUtils__/render';
import {
  apiError,
  aRetryPlan,
  aRun,
  aSnapshot,
  FakeWorkflowRuns,
  someQuestions,
} from '../testing';
import { describeError } from '../states/describeError';
import { useHandlers } from './useHandlers';
import { useNativeHistory } from './useNativeHistory';
import { useRetryPlan } from './useRetryPlan';
import { useRunQuery } from './useRunQuery';

const RUN = aRun().id;

function backend(questions: Parameters<typeof someQuestions>[0]) {
  const api = new FakeWorkflowRuns();
  api.add({ ...aSnapshot(), questions: someQuestions(questions) });
  return api;
}
const callsOf = (api: FakeWorkflowRuns, id: string) =>
  api.calls.filter(call => call.id === id);

describe('useHandlers', () => {
  const handlers = {
    signals: [{ name: 'approve', description: null }],
    updates: [],
    queries: [],
  };

  it('tells what a run understands', async () => {
    const { result } = renderRunsHook(
      () => useHandlers(RUN),
      backend({ handlers }),
    );
    expect(result.current.loading).toBe(true);
    await waitFor(() => expect(result.current.handlers).toEqual(handlers));
  });

  it('asks a run once, and not again where it does not answer', async () => {
    const api = backend({ handlers });
    api.fail('listHandlers', apiError(503));
    const { result } = renderRunsHook(() => useHandlers(RUN), api);
    await waitFor(() => expect(result.current.error).not.toBeNull());
    expect(callsOf(api, 'listHandlers')).toHaveLength(1);
  });

  it('does not ask where nobody wants to know', () => {
    const api = backend({ handlers });
    const { result } = renderRunsHook(
      () => useHandlers(RUN, { enabled: false }),
      api,
    );
    expect(result.current.loading).toBe(false);
    expect(callsOf(api, 'listHandlers')).toEqual([]);
  });
});

describe('useRetryPlan', () => {
  const plans = {
    '': aRetryPlan({ again: ['a', 'b'] }),
    b: aRetryPlan({ again: ['b'], kept: ['a'] }),
  };

  it('tells what a retry would do, from the step that is named', async () => {
    const api = backend({ plans });
    const { result } = renderRunsHook(() => {
      const [step, setStep] = useState<string>();
      return { ...useRetryPlan(RUN, step), setStep };
    }, api);
    await waitFor(() => expect(result.current.plan).toEqual(plans['']));
    act(() => result.current.setStep('b'));
    expect(result.current.plan).toBeUndefined();
    await waitFor(() => expect(result.current.plan).toEqual(plans.b));
  });

  it('says why there can be none, and asks again when it is told to', async () => {
    const api = backend({ plans: {} });
    const { result } = renderRunsHook(() => useRetryPlan(RUN, 'c'), api);
    await waitFor(() =>
      expect(describeError(result.current.error)).toMatchObject({
        kind: 'conflict',
        message: 'It cannot be done again from there',
      }),
    );
    api.runs[0].questions.plans = { c: aRetryPlan() };
    act(() => result.current.reload());
    await waitFor(() => expect(result.current.plan).toEqual(aRetryPlan()));
  });
});

describe('useRunQuery', () => {
  it('asks a run, and brings its answer or its refusal', async () => {
    const api = backend({ answers: { progress: 0.5 } });
    const { result } = renderRunsHook(() => useRunQuery(RUN), api);
    act(() => result.current.send({ name: 'progress', args: [1] }));
    await waitFor(() => expect(result.current.answer).toEqual({ value: 0.5 }));
    expect(callsOf(api, 'queryRun')[0].input).toEqual({
      params: { runId: RUN },
      body: { name: 'progress', args: [1] },
    });
    act(() => result.current.send({ name: 'unknown' }));
    await waitFor(() => expect(result.current.phase).toBe('refused'));
  });
});

describe('useNativeHistory', () => {
  const history = Array.from({ length: 450 }, (_, id) => ({ id }));

  it('reads page by page until there is no more', async () => {
    const api = backend({ history });
    const { result } = renderRunsHook(() => useNativeHistory(RUN), api);
    await waitFor(() => expect(result.current.items).toHaveLength(200));
    for (const length of [400, 450]) {
      expect(result.current.hasMore).toBe(true);
      act(() => result.current.loadMore());
      await waitFor(() => expect(result.current.items).toHaveLength(length));
    }
    expect(result.current.hasMore).toBe(false);
    expect(result.current.items).toEqual(history);
    expect(callsOf(api, 'getNativeHistory')).toHaveLength(3);
  });

  it('is fetched anew when it is told to', async () => {
    const api = backend({ history: [] });
    const { result } = renderRunsHook(() => useNativeHistory(RUN), api);
    await waitFor(() => expect(result.current.loading).toBe(false));
    expect(result.current.items).toEqual([]);
    api.runs[0].questions.history = history.slice(0, 2);
    act(() => result.current.reload());
    await waitFor(() => expect(result.current.items).toHaveLength(2));
  });
});
