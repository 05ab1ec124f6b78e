import { waitFor } from '@testing-library/react';
import { renderRunsHook } from '../__testUtils__/render';
import { FakeWorkflowRuns } from '../testing';
import { useSlos, useWorkflowSlos } from '.';

it('objectives are read of many workflows, and of one day by day', async () => {
  const api = new FakeWorkflowRuns();
  const { result } = renderRunsHook(
    () => ({
      all: useSlos({ owner: ['group:default/team-growth'] }),
      one: useWorkflowSlos('embedded/trial_activation'),
    }),
    api,
  );

  await waitFor(() => expect(result.current.all.slos).toBeDefined());
  await waitFor(() => expect(result.current.one.slos).toBeDefined());
  const asked = (id: string) => api.calls.find(call => call.id === id)?.input;
  expect(asked('listSlos')?.query).toEqual({
    owner: 'group:default/team-growth',
  });
  expect(asked('getWorkflowSlos')?.params).toEqual({
    engine: 'embedded',
    name: 'trial_activation',
  });
});
