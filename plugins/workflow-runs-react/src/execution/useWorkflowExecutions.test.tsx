import { act } from '@testing-library/react';
import { renderEmbeddedHook } from '../__testUtils__/render';
import { apiError, aRun, aSnapshot, FakeWorkflowRuns } from '../testing';
import { useWorkflowExecutions } from './useWorkflowExecutions';

const WORKFLOW = 'embedded/trial_activation';
const settle = (ms = 0) =>
  act(async () => {
    await jest.advanceTimersByTimeAsync(ms);
    await jest.advanceTimersByTimeAsync(1);
  });

async function list(limit?: number, runs = [aRun({ id: 'run_1' })]) {
  const api = new FakeWorkflowRuns();
  for (const run of runs) api.add(aSnapshot({ run }));
  const view = renderEmbeddedHook(
    () => useWorkflowExecutions('default', WORKFLOW, { limit }),
    api,
  );
  const before = view.result.current;
  await settle();
  return { api, before, ...view, now: () => view.result.current };
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('useWorkflowExecutions', () => {
  it('lists the newest runs of one workflow of one tenant', async () => {
    const other = aRun().workflow;
    const { api, before, now } = await list(2, [
      aRun({ id: 'run_1' }),
      aRun({ id: 'run_2' }),
      aRun({ id: 'run_3', tenantId: 'other' }),
      aRun({ id: 'run_4', workflow: { ...other, ref: 'embedded/data_sync' } }),
      aRun({ id: 'run_5', status: 'failed' }),
    ]);
    expect(before).toMatchObject({ executions: [], isLoading: true });
    expect(now()).toMatchObject({ isLoading: false, error: null });
    expect(now().executions.map(({ id, status }) => [id, status])).toEqual([
      ['run_5', 'failed'],
      ['run_2', 'running'],
    ]);
    expect(api.calls).toHaveLength(1);
  });

  it('asks for ten where nobody says how many', async () => {
    const { api } = await list();
    expect(api.calls[0].input.query?.limit).toBe(10);
  });

  it('reads again sooner while a run is open', async () => {
    const { api, now } = await list();
    await settle(9_000);
    expect(api.calls).toHaveLength(4);
    api.runs[0].run = aRun({ id: 'run_1', status: 'completed' });
    await settle(3_000);
    expect(now().executions[0].status).toBe('completed');
    await settle(14_900);
    expect(api.calls).toHaveLength(5);
    await settle(200);
    expect(api.calls).toHaveLength(6);
  });

  it('says why they could not be read, and reads when it is told to', async () => {
    const { api, now } = await list();
    api.fail('listRuns', apiError(403, { message: 'You may not' }));
    act(() => {
      now().refreshExecutions();
      now().refreshExecutions();
    });
    await settle(300);
    expect(api.calls).toHaveLength(2);
    expect(now().error?.message).toBe('You may not');
    expect(now().executions).toHaveLength(1);
  });

  it('leaves no timer but the one that forgets', async () => {
    const { api, unmount } = await list();
    unmount();
    await settle(60_000);
    expect(api.calls).toHaveLength(1);
    expect(jest.getTimerCount()).toBe(1);
  });
});
