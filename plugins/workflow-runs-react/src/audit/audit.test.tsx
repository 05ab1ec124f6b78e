import { act, waitFor } from '@testing-library/react';
import { renderRunsHook } from '../__testUtils__/render';
import { anAuditEntry, aSnapshot, FakeWorkflowRuns } from '../testing';
import {
  useAudit,
  useRunAccess,
  useRunAudit,
  useSealingKeys,
  useShredKeys,
} from '.';

it('the trail, who can see a run, and the keys are read; keys are shredded once', async () => {
  const api = new FakeWorkflowRuns();
  const { run } = api.add(aSnapshot());
  api.audit.items = [anAuditEntry({ runId: run.id })];
  const { result } = renderRunsHook(
    () => ({
      all: useAudit({}),
      ofRun: useRunAudit(run.id),
      access: useRunAccess(run.id, ''),
      keys: useSealingKeys(),
      shred: useShredKeys(),
    }),
    api,
  );

  await waitFor(() => expect(result.current.all.items).toHaveLength(1));
  await waitFor(() => expect(result.current.ofRun.items).toHaveLength(1));
  await waitFor(() => expect(result.current.access.value?.runId).toBe(run.id));
  await waitFor(() =>
    expect(result.current.keys.value?.items[0].isActive).toBe(true),
  );
  act(() => result.current.shred.send({ runId: run.id, reason: 'asked for' }));
  await waitFor(() =>
    expect(api.calls.filter(({ id }) => id === 'shredKeys')).toHaveLength(1),
  );
});
