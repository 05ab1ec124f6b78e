import {
  Retention,
  RetentionDraft,
  RetentionJob,
  RetentionPreview,
} from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { SentRequest, useRequest } from '../query/useRequest';
import { useSession } from '../query/WorkflowRunsProvider';

/** What policies would delete now. @public */
export function useRetentionPreview(): SentRequest<
  RetentionDraft,
  RetentionPreview
> {
  const { api } = useSession();
  return useRequest({
    act: (body: RetentionDraft) => api.call('previewRetention', { body }),
  });
}

/** Changes how long runs are kept. @public */
export function useRetentionChange(): SentRequest<
  RetentionDraft & { revision: number },
  Retention
> {
  const { api, queryClient } = useSession();
  return useRequest({
    act: (body: RetentionDraft & { revision: number }, idempotencyKey) =>
      api.call('changeRetention', { body }, { idempotencyKey }),
    onSuccess: (retention: Retention) =>
      queryClient.setQueryData(keys.retention(), retention),
  });
}

/** Starts a job. @public */
export function useRetentionStart(): SentRequest<{}, RetentionJob> {
  const { api, queryClient } = useSession();
  return useRequest({
    act: (_: {}, idempotencyKey) =>
      api.call('startRetentionJob', {}, { idempotencyKey }),
    onSettled: () =>
      queryClient.invalidateQueries({ queryKey: keys.allRetentionJobs() }),
  });
}

/** Deletes a run that has ended, for good. @public */
export function useRunPurge(
  runId: string,
): SentRequest<{ reason: string }, RetentionJob> {
  const { api, queryClient } = useSession();
  return useRequest({
    act: (query: { reason: string }, idempotencyKey) =>
      api.call('purgeRun', { params: { runId }, query }, { idempotencyKey }),
    onSettled: () =>
      queryClient.invalidateQueries({ queryKey: keys.allRetentionJobs() }),
  });
}

/** Stops a job. @public */
export function useRetentionAbort(
  retentionJobId: string,
): SentRequest<{}, RetentionJob> {
  const { api, queryClient } = useSession();
  return useRequest({
    act: (_: {}, idempotencyKey) =>
      api.call(
        'abortRetentionJob',
        { params: { retentionJobId } },
        { idempotencyKey },
      ),
    onSettled: () =>
      queryClient.invalidateQueries({ queryKey: keys.allRetentionJobs() }),
  });
}
