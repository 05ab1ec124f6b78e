import { BulkJobStatus } from 'backstage-plugin-workflow-runs-common';
import { allowedForJob, toBulkJob } from './bulkJobToWire';

const row = {
  id: 'blk_1',
  name: 'Tidy up',
  action: 'cancel',
  params: '{}',
  reason: 'no longer needed',
  status: 'running',
  started_by: 'user:default/ada',
  // As PostgreSQL returns them.
  created_at: '1000',
  updated_at: '2000',
  completed_at: null,
  aborted_by: null,
  abort_reason: null,
  total: 10,
  done: 4,
  refused: 3,
  failed: 2,
  canceled: 0,
};

it('what has not come to anything yet is pending', () => {
  expect(toBulkJob(row)).toMatchObject({
    startedAt: '1970-01-01T00:00:01.000Z',
    completedAt: null,
    counts: { total: 10, pending: 1, done: 4, refused: 3, failed: 2 },
  });
});

describe('what may be done to a job', () => {
  const whyNot = (
    status: BulkJobStatus,
    change: Partial<typeof row> = {},
    reader = 'user:default/ada',
  ) => {
    const job = toBulkJob({ ...row, status, ...change });
    const { abort, resume } = allowedForJob(job, reader);
    expect([abort.allowed, resume.allowed]).toEqual([
      abort.reason === null,
      resume.reason === null,
    ]);
    return [abort.reason, resume.reason];
  };
  const all = { done: 7, refused: 3, failed: 0 };

  it.each<[BulkJobStatus, object, (string | null)[]]>([
    ['running', {}, [null, 'The job is running already']],
    [
      'aborting',
      {},
      ['The job is aborting already', 'What is under way has not ended yet'],
    ],
    ['aborted', { canceled: 1 }, ['The job is aborted already', null]],
    [
      'aborted',
      all,
      ['The job is aborted already', 'Nothing of the job is left to do'],
    ],
    [
      'completed',
      all,
      ['The job is completed already', 'Nothing of the job is left to do'],
    ],
    ['completed', {}, ['The job is completed already', null]],
    // Whoever has resumed it got as far as that.
    [
      'completed',
      { done: 6, failed: 0 },
      ['The job is completed already', null],
    ],
  ])('that is %s with %j', (status, change, expected) => {
    expect(whyNot(status, change)).toEqual(expected);
  });

  it('is to abort it for others, but not to act in the name of who started it', () => {
    expect(whyNot('running', {}, 'user:default/bo')[0]).toBeNull();
    expect(whyNot('completed', {}, 'user:default/bo')[1]).toBe(
      'Only who has started the job may resume it',
    );
  });
});
