import {
  Retention,
  RetentionDraft,
  RetentionJob,
  RetentionPreview,
} from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { OneAct, useActOnce } from '../query/useActOnce';
import { useSession } from '../query/WorkflowRunsProvider';

/** Something that is asked of retention, and what has come of it. @public */
export interface RetentionRequest<Asked, Answer> {
  phase: 'idle' | 'sending' | 'done' | 'refused';
  error: unknown;
  answer: Answer | undefined;
  /** Asks; while it is under way, asking again does nothing. */
  send: (asked: Asked) => void;
  /** Forgets what has come of it. */
  reset: () => void;
}

/** What policies would delete now. @public */
export function useRetentionPreview(): RetentionRequest<
  RetentionDraft,
  RetentionPreview
> {
  const { api } = useSession();
  return toRequest(
    useActOnce({
      act: (body: RetentionDraft) => api.call('previewRetention', { body }),
    }),
  );
}

/** Changes how long runs are kept. @public */
export function useRetentionChange(): RetentionRequest<
  RetentionDraft & { revision: number },
  Retention
> {
  const { api, queryClient } = useSession();
  return toRequest(
    useActOnce({
      act: (body: RetentionDraft & { revision: number }, idempotencyKey) =>
        api.call('changeRetention', { body }, { idempotencyKey }),
      onSuccess: (retention: Retention) =>
        queryClient.setQueryData(keys.retention(), retention),
    }),
  );
}

/** Starts a job. @public */
export function useRetentionStart(): RetentionRequest<{}, RetentionJob> {
  const { api, queryClient } = useSession();
  return toRequest(
    useActOnce({
      act: (_: {}, idempotencyKey) =>
        api.call('startRetentionJob', {}, { idempotencyKey }),
      onSettled: () =>
        queryClient.invalidateQueries({ queryKey: keys.allRetentionJobs() }),
    }),
  );
}

/** Stops a job. @public */
export function useRetentionAbort(
  retentionJobId: string,
): RetentionRequest<{}, RetentionJob> {
  const { api, queryClient } = useSession();
  return toRequest(
    useActOnce({
      act: (_: {}, idempotencyKey) =>
        api.call(
          'abortRetentionJob',
          { params: { retentionJobId } },
          { idempotencyKey },
        ),
      onSettled: () =>
        queryClient.invalidateQueries({ queryKey: keys.allRetentionJobs() }),
    }),
  );
}

function toRequest<Asked, Answer>({
  isPending,
  error,
  answer,
  send,
  reset,
}: OneAct<Asked, Answer>): RetentionRequest<Asked, Answer> {
  const phase = () => {
    if (isPending) return 'sending';
    if (error) return 'refused';
    return answer ? 'done' : 'idle';
  };
  return { phase: phase(), error, answer, send, reset };
}
