import { act, waitFor } from '@testing-library/react';
import { renderRunsHook } from '../__testUtils__/render';
import { aRetentionJob, aRun, aSnapshot, FakeWorkflowRuns } from '../testing';
import {
  useRetention,
  useRetentionAbort,
  useRetentionChange,
  useRetentionJobs,
  useRetentionPreview,
  useRetentionStart,
  useRunKept,
  useRunPurge,
} from '.';

const draft = {
  policies: [
    { tenantId: 'acme', workflow: null, status: null, days: { logs: 7 } },
  ],
  legalHoldTags: ['audit-2026'],
};
const useEverything = () => ({
  retention: useRetention(),
  jobs: useRetentionJobs(5),
  preview: useRetentionPreview(),
  change: useRetentionChange(),
  start: useRetentionStart(),
  abort: useRetentionAbort('ret_1'),
});

describe('retention', () => {
  it('is what was made of it', async () => {
    const { result } = renderRunsHook(useEverything, new FakeWorkflowRuns());
    await waitFor(() =>
      expect(result.current.retention.retention?.revision).toBe(0),
    );
    act(() => result.current.change.send({ ...draft, revision: 0 }));
    await waitFor(() =>
      expect(result.current.retention.retention).toMatchObject({
        revision: 1,
        legalHoldTags: [{}, { pattern: 'audit-2026', origin: 'database' }],
      }),
    );
    act(() => result.current.change.send({ ...draft, revision: 0 }));
    await waitFor(() => expect(result.current.change.phase).toBe('refused'));
  });

  it('is previewed, without changing anything', async () => {
    const api = new FakeWorkflowRuns();
    const { result } = renderRunsHook(useEverything, api);
    act(() => result.current.preview.send(draft));

    await waitFor(() =>
      expect(result.current.preview.answer?.amounts[0].runs).toBe(12_340),
    );
    expect(api.retention.retention.revision).toBe(0);
  });

  it('is carried out by jobs, which can be stopped', async () => {
    const { result } = renderRunsHook(useEverything, new FakeWorkflowRuns());
    await waitFor(() => expect(result.current.jobs.jobs).toEqual([]));
    act(() => result.current.start.send({}));
    await waitFor(() =>
      expect(result.current.jobs.jobs).toMatchObject([{ status: 'running' }]),
    );
    act(() => result.current.abort.send({}));
    await waitFor(() =>
      expect(result.current.jobs.jobs).toMatchObject([{ status: 'aborting' }]),
    );
  });

  it('takes one run away by hand, with a reason', async () => {
    const api = new FakeWorkflowRuns();
    const { run } = api.add(aSnapshot({ run: aRun({ status: 'completed' }) }));
    const { result } = renderRunsHook(
      () => ({ purge: useRunPurge(run.id), jobs: useRetentionJobs(5) }),
      api,
    );
    await waitFor(() => expect(result.current.jobs.loading).toBe(false));
    act(() => result.current.purge.send({ reason: 'They asked for it' }));

    await waitFor(() => expect(result.current.purge.phase).toBe('done'));
    expect(api.retention.purged).toEqual([run.id]);
    await waitFor(() =>
      expect(result.current.jobs.jobs).toMatchObject([
        { kind: 'run', reason: 'They asked for it' },
      ]),
    );
  });

  it('shows older jobs when they are asked for', async () => {
    const api = new FakeWorkflowRuns();
    api.retention.jobs = Array.from({ length: 7 }, (_, index) =>
      aRetentionJob({ id: `ret_${index}` }),
    );
    const { result } = renderRunsHook(useEverything, api);

    await waitFor(() => expect(result.current.jobs.jobs).toHaveLength(5));
    expect(result.current.jobs.hasMore).toBe(true);
  });
});

it('how long a run is kept is asked once it has ended', async () => {
  const api = new FakeWorkflowRuns();
  const over = aRun({ id: 'run_over', status: 'completed' });
  api.add(aSnapshot({ run: over }));
  const { result } = renderRunsHook(
    () => [useRunKept(over), useRunKept(aRun({ status: 'running' }))],
    api,
  );

  await waitFor(() => expect(result.current[0]?.heldBy).toBeNull());
  expect(result.current[1]).toBeUndefined();
});
