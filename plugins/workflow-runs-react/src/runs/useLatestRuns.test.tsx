import { act } from '@testing-library/react';
import { Run } from 'backstage-plugin-workflow-runs-common';
import { renderRunsHook } from '../__testUtils__/render';
import {
  anUpdate,
  apiError,
  aRun,
  aSnapshot,
  at,
  FakeWorkflowRuns,
} from '../testing';
import { useLatestRuns } from './useLatestRuns';

const runAt = (second: number, status: 'running' | 'completed') =>
  aSnapshot({
    run: aRun({ id: `run_${second}`, queuedAt: at(second), status }),
  });
const lists = (api: FakeWorkflowRuns) =>
  api.calls.filter(call => call.id === 'listRuns').length;
const settle = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('useLatestRuns', () => {
  it('has as many as were asked for, and says whether there are others', async () => {
    const api = new FakeWorkflowRuns();
    for (const second of [1, 2, 3]) api.add(runAt(second, 'completed'));
    const { result } = renderRunsHook(
      () => useLatestRuns({ status: ['completed'] }, { limit: 2 }),
      api,
    );
    expect(result.current.loading).toBe(true);
    await settle(0);
    expect(result.current.runs.map(run => run.id)).toEqual(['run_3', 'run_2']);
    expect(result.current.hasMore).toBe(true);
    expect(api.calls[0].input.query).toEqual({ status: 'completed', limit: 2 });
  });

  it('drops what is among the latest no longer, and asks seldom while nothing is open', async () => {
    const api = new FakeWorkflowRuns();
    api.fail('stream', apiError(503));
    api.add(runAt(1, 'running'));
    const { result } = renderRunsHook(
      () => useLatestRuns({}, { limit: 1 }),
      api,
    );
    await settle(0);
    api.add(runAt(2, 'completed'));
    await settle(5_100);
    expect(result.current.runs.map(run => run.id)).toEqual(['run_2']);
    const asked = lists(api);
    await settle(10_000);
    expect(lists(api)).toBe(asked);
    await settle(5_100);
    expect(lists(api)).toBe(asked + 1);
  });

  it('keeps what it has read when it cannot read again', async () => {
    const api = new FakeWorkflowRuns();
    api.add(runAt(1, 'completed'));
    const { result } = renderRunsHook(
      () => useLatestRuns({}, { limit: 5 }),
      api,
    );
    await settle(0);
    api.fail('stream', apiError(403));
    api.fail('listRuns', apiError(403));
    act(() => api.streams.end(undefined, apiError(403)));
    await settle(15_100);
    expect(result.current.error).toBeDefined();
    expect(result.current.updatedAt).toBeGreaterThan(0);
    expect(result.current.runs).toHaveLength(1);
  });

  it('changes as the stream tells, and reads again only for what it cannot know', async () => {
    const api = new FakeWorkflowRuns();
    for (const second of [1, 2, 3]) api.add(runAt(second, 'running'));
    const { result } = renderRunsHook(
      () => useLatestRuns({ status: ['running'] }, { limit: 2 }),
      api,
    );
    await settle(0);
    await settle(4_000);
    const asked = lists(api);
    const push = (id: string, run: Partial<Run>) => {
      const before = api.runs.find(each => each.run.id === id)!.run;
      act(() => api.push(id, anUpdate({ run: { ...before, ...run } })));
    };
    push('run_3', { position: 20, tags: ['eu'] });
    // It is older than those that are shown.
    push('run_1', { position: 21, tags: ['eu'] });
    await settle(5_000);
    expect(result.current.runs[0].tags).toEqual(['eu']);
    expect(lists(api)).toBe(asked);

    push('run_3', { position: 22, status: 'failed' });
    await settle(100);
    expect(result.current.runs.map(run => run.id)).toEqual(['run_2', 'run_1']);
    act(() => {
      api.add(runAt(4, 'running'));
    });
    await settle(3_100);
    expect(result.current.runs.map(run => run.id)).toEqual(['run_4', 'run_2']);
    expect(lists(api)).toBe(asked + 2);
  });

  it('asks for nothing while it is not to', async () => {
    const api = new FakeWorkflowRuns();
    const { result } = renderRunsHook(
      () => useLatestRuns({}, { limit: 5, enabled: false }),
      api,
    );
    await settle(20_000);
    expect(api.calls).toEqual([]);
    expect(result.current.loading).toBe(false);
  });
});
