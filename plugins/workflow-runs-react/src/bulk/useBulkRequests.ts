import { useQueryClient } from '@tanstack/react-query';
import {
  BulkAction,
  BulkJob,
  BulkParams,
} from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { SentRequest, useRequest } from '../query/useRequest';
import { useSession } from '../query/WorkflowRunsProvider';
import { BulkChoice, runsOf } from './useBulkPreview';

/** A bulk job that is to be. @public */
export interface NewBulkJob {
  name: string;
  action: BulkAction;
  params: BulkParams;
  reason: string;
  choice: BulkChoice;
}

/** Something that is asked about bulk jobs; the answer is the job as it is then. @public */
export type BulkRequest<Asked> = SentRequest<Asked, BulkJob>;

/** Starts a bulk job, once even where it is sent twice. @public */
export function useBulkStart(): BulkRequest<NewBulkJob> {
  const { api } = useSession();
  return useBulkRequest(({ choice, ...job }, idempotencyKey) =>
    api.call(
      'startBulkJob',
      { body: { ...job, ...runsOf(choice) } },
      { idempotencyKey },
    ),
  );
}

/** Calls off what a bulk job has not done yet. @public */
export function useBulkAbort(
  jobId: string,
): BulkRequest<{ reason: string | undefined }> {
  const { api } = useSession();
  return useBulkRequest((body, idempotencyKey) =>
    api.call('abortBulkJob', { params: { jobId }, body }, { idempotencyKey }),
  );
}

/** Lets a bulk job go on with what it has called off, or failed at. @public */
export function useBulkResume(jobId: string): BulkRequest<{}> {
  const { api } = useSession();
  return useBulkRequest((_, idempotencyKey) =>
    api.call('resumeBulkJob', { params: { jobId } }, { idempotencyKey }),
  );
}

function useBulkRequest<Asked>(
  act: (asked: Asked, idempotencyKey: string) => Promise<BulkJob>,
): BulkRequest<Asked> {
  const queryClient = useQueryClient();
  return useRequest({
    act,
    onSuccess: job => {
      const key = keys.bulkJobs(job.startedBy);
      // A short job has ended before its list is read again: that it was started is known all the same.
      queryClient.setQueryData<BulkJob[]>(key, (jobs = []) =>
        jobs.some(({ id }) => id === job.id)
          ? jobs.map(each => (each.id === job.id ? job : each))
          : [job, ...jobs],
      );
      queryClient.invalidateQueries({ queryKey: key });
    },
  });
}
