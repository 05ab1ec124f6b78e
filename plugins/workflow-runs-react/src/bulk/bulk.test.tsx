import { act, waitFor } from '@testing-library/react';
import { renderRunsHook } from '../__testUtils__/render';
import { aBulkJob, aRun, aSnapshot, FakeWorkflowRuns } from '../testing';
import {
  useBulkAbort,
  useBulkItems,
  useBulkJobNews,
  useBulkJobs,
  useBulkPreview,
  useBulkResume,
  useBulkRunIds,
  useBulkStart,
} from '.';

const ME = 'user:default/guest';
const choice = { runIds: ['run_1', 'run_2'] };
const asked = {
  name: 'Tidy up',
  action: 'tag' as const,
  params: { add: ['seen'] },
  reason: 'to know what is left',
  choice,
};

function backend() {
  const api = new FakeWorkflowRuns();
  for (const id of choice.runIds) api.add(aSnapshot({ run: aRun({ id }) }));
  return api;
}

it('a job is previewed, started, followed, stopped and resumed', async () => {
  const api = backend();
  const onRead = jest.fn();
  const [onStart, onEnd] = [jest.fn(), jest.fn()];
  const { result } = renderRunsHook(() => {
    const jobs = useBulkJobs(ME, { watched: true });
    useBulkJobNews(jobs, { onStart, onEnd });
    const job = jobs.jobs[0] ?? aBulkJob();
    return {
      jobs,
      preview: useBulkPreview('tag', choice),
      start: useBulkStart(),
      abort: useBulkAbort(job.id),
      resume: useBulkResume(job.id),
      items: useBulkItems(job, 'done'),
      ids: useBulkRunIds({ onRead }),
    };
  }, api);
  await waitFor(() => expect(result.current.preview.preview?.total).toBe(2));
  act(() => result.current.start.send(asked));

  await waitFor(() => expect(result.current.start.phase).toBe('done'));
  await waitFor(() => expect(onStart).toHaveBeenCalledTimes(1));
  const { id } = result.current.jobs.jobs[0];
  act(() => result.current.abort.send({ reason: 'not now' }));
  await waitFor(() =>
    expect(result.current.jobs.jobs[0].status).toBe('aborting'),
  );
  act(() => result.current.resume.send({}));
  await waitFor(() => expect(result.current.resume.phase).toBe('done'));
  act(() => {
    api.bulkJobs.settle(id, [['done'], ['done']]);
    result.current.jobs.reload();
  });
  await waitFor(() => expect(result.current.items.items).toHaveLength(2), {
    timeout: 5_000,
  });
  act(() => result.current.ids.read(id, 'done'));
  await waitFor(() => expect(onRead).toHaveBeenCalled());
  expect(onRead.mock.calls[0][0].sort()).toEqual(choice.runIds);
});
