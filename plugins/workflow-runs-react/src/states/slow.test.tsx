import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { renderRunsHook, renderWithRuns } from '../__testUtils__/render';
import { useRuns } from '../runs/useRuns';
import { useRun } from '../run/useRun';
import { apiError, aRun, aSnapshot, FakeWorkflowRuns } from '../testing';
import { describeError } from './describeError';
import { RowsSkeleton } from './Skeletons';

describe('what is slow', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('says so after some seconds, and starts anew when it is tried again', async () => {
    jest.useFakeTimers();
    const onRetry = jest.fn();
    renderWithRuns(<RowsSkeleton rows={3} rowHeight={48} onRetry={onRetry} />);
    const wait = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));
    await wait(3_900);
    expect(screen.queryByText(/longer than usual/)).not.toBeInTheDocument();
    await wait(200);
    expect(screen.getByText(/longer than usual/)).toBeInTheDocument();
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(onRetry).toHaveBeenCalledTimes(1);
    expect(screen.queryByText(/longer than usual/)).not.toBeInTheDocument();
    await wait(4_100);
    expect(screen.getByText(/longer than usual/)).toBeInTheDocument();
  });

  it('says so without a button where nobody can ask again', async () => {
    jest.useFakeTimers();
    renderWithRuns(<RowsSkeleton rows={3} rowHeight={48} />);
    await act(() => jest.advanceTimersByTimeAsync(5_000));
    expect(screen.getByText(/longer than usual/)).toBeInTheDocument();
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });

  it('is asked for anew, and not waited for with the request that hangs', async () => {
    const api = new FakeWorkflowRuns();
    api.add(aSnapshot());
    const { call } = api;
    const signals: (AbortSignal | undefined)[] = [];
    api.call = (async (id: any, input: any, options: any) => {
      if (id === 'listRuns' && signals.push(options?.signal) === 1) {
        return new Promise((_, reject) => {
          options.signal.addEventListener('abort', () => reject(new Error()));
        });
      }
      return call(id, input, options);
    }) as typeof call;
    const { result } = renderRunsHook(() => useRuns({}), api);
    await waitFor(() => expect(signals).toHaveLength(1));
    expect(result.current.loading).toBe(true);
    act(() => result.current.reload());
    await waitFor(() => expect(result.current.runs).toHaveLength(1));
    expect(signals[0]?.aborted).toBe(true);
  });
});

describe('what is down', () => {
  it('comes by itself once it is up, and says meanwhile without a break why it is not there', async () => {
    jest.useFakeTimers();
    try {
      const api = new FakeWorkflowRuns();
      api.add(aSnapshot());
      api.fail('getRun', apiError(503));
      const states: string[] = [];
      const { result } = renderRunsHook(() => {
        const run = useRun(aRun().id);
        const now = run.error ? 'failed' : 'loading';
        const state = run.snapshot ? 'there' : now;
        if (states.at(-1) !== state) states.push(state);
        return run;
      }, api);
      const wait = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));
      await wait(5_000);
      expect(describeError(result.current.error).kind).toBe('server');
      await wait(20_000);
      api.fail('getRun', undefined);
      await wait(10_000);
      expect(result.current.snapshot).toBeDefined();
      expect(states).toEqual(['loading', 'failed', 'there']);
    } finally {
      jest.useRealTimers();
    }
  });

  it('is not tried again by itself where that cannot help', async () => {
    jest.useFakeTimers();
    try {
      const api = new FakeWorkflowRuns();
      renderRunsHook(() => useRun('run_nowhere'), api);
      await act(() => jest.advanceTimersByTimeAsync(30_000));
      expect(api.calls.filter(({ id }) => id === 'getRun')).toHaveLength(1);
    } finally {
      jest.useRealTimers();
    }
  });

  it('is the backend where a gateway answers with a page', () => {
    expect(describeError(new SyntaxError('Unexpected token <')).kind).toBe(
      'server',
    );
  });
});
