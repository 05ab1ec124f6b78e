import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { RetentionJob } from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';

const BUSY_MS = 1_000;
const POLL_MS = 15_000;

/** @public */
export interface UseRetentionJobsResult {
  /** Newest first. */
  jobs: RetentionJob[];
  /** There are older ones. */
  hasMore: boolean;
  loading: boolean;
  error: unknown;
  /** When they were read, in epoch milliseconds; 0 before the first time. */
  updatedAt: number;
  reload: () => void;
}

/** Whether something of a job is still to come. @public */
export function isRetentionJobOpen({
  status,
}: Pick<RetentionJob, 'status'>): boolean {
  return status === 'running' || status === 'aborting';
}

/**
 * What was deleted when, read again every second while a job works.
 *
 * @param limit - how many, at most 100
 * @public
 */
export function useRetentionJobs(limit: number): UseRetentionJobsResult {
  const { api } = useSession();
  const query = useQuery({
    queryKey: keys.retentionJobs(limit),
    queryFn: ({ signal }) =>
      api.call('listRetentionJobs', { query: { limit } }, { signal }),
    // What is shown stays while more of it is read.
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.items.some(isRetentionJobOpen) ? BUSY_MS : POLL_MS,
  });
  return {
    jobs: query.data?.items ?? [],
    hasMore: Boolean(query.data?.nextAfter),
    loading: query.isPending,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload: () => {
      query.refetch();
    },
  };
}
