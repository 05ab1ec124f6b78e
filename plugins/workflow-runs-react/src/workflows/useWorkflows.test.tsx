import { act, renderHook, waitFor } from '@testing-library/react';
import { renderRunsHook } from '../__testUtils__/render';
import { useSession } from '../query/WorkflowRunsProvider';
import { aWorkflow, FakeWorkflowRuns } from '../testing';
import { useLaunch, useWorkflow, useWorkflows } from './useWorkflows';

function backend() {
  const api = new FakeWorkflowRuns();
  api.workflows = [
    aWorkflow(),
    aWorkflow({ name: 'other', entityRef: 'component:default/other' }),
  ];
  return api;
}

describe('workflows', () => {
  it('are listed, all or those of an entity', async () => {
    const { result } = renderRunsHook(
      () => [
        useWorkflows(),
        useWorkflows({ entity: 'component:default/other' }),
        useWorkflows({ enabled: false }),
      ],
      backend(),
    );
    await waitFor(() =>
      expect(result.current.map(each => each.workflows.length)).toEqual([
        2, 1, 2,
      ]),
    );
  });

  it('are read with the schema of their input', async () => {
    const { result } = renderRunsHook(
      () => useWorkflow('embedded/trial_activation'),
      backend(),
    );
    expect(result.current.loading).toBe(true);
    await waitFor(() =>
      expect(result.current.workflow?.inputSchema).toBeDefined(),
    );
  });

  it('are not read while none is chosen', () => {
    const api = backend();
    const { result } = renderRunsHook(() => useWorkflow(undefined), api);
    expect(result.current.loading).toBe(false);
    expect(api.calls).toEqual([]);
  });

  it('are launched once, with a key', async () => {
    const api = backend();
    const onLaunched = jest.fn();
    const { result } = renderRunsHook(() => useLaunch({ onLaunched }), api);
    act(() => {
      result.current.send({ workflow: 'embedded/trial_activation' });
      result.current.send({ workflow: 'embedded/trial_activation' });
    });
    await waitFor(() => expect(onLaunched).toHaveBeenCalledTimes(1));
    expect(api.calls).toEqual([
      expect.objectContaining({ id: 'launch', key: expect.any(String) }),
    ]);
  });
});

describe('the provider', () => {
  it('is asked for where it is missing', () => {
    jest.spyOn(console, 'error').mockImplementation(() => {});
    expect(() => renderHook(() => useSession())).toThrow(
      'needs a <WorkflowRunsProvider>',
    );
    jest.restoreAllMocks();
  });
});
