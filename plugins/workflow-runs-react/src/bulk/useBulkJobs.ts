import { useQuery } from '@tanstack/react-query';
import { BulkJob } from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';

const POLL_MS = 1_000;
/** Jobs that are listed: older ones are for the API. */
const MOST = 20;

/** @public */
export interface UseBulkJobsResult {
  /** Newest first. */
  jobs: BulkJob[];
  loading: boolean;
  error: unknown;
  /** When they were read, in epoch milliseconds; 0 before the first time. */
  updatedAt: number;
  reload: () => void;
}

/** Whether something of a job is still to come. @public */
export function isBulkJobOpen({ status }: Pick<BulkJob, 'status'>): boolean {
  return status === 'running' || status === 'aborting';
}

/**
 * The latest bulk jobs of a user, read again every second while one of them works and somebody looks.
 *
 * @param startedBy - entity ref; empty while nobody knows
 * @public
 */
export function useBulkJobs(
  startedBy: string,
  options: { watched: boolean },
): UseBulkJobsResult {
  const { api } = useSession();
  const query = useQuery({
    queryKey: keys.bulkJobs(startedBy),
    queryFn: async ({ signal }) => {
      const { items } = await api.call(
        'listBulkJobs',
        { query: { startedBy, limit: MOST } },
        { signal },
      );
      return items;
    },
    enabled: startedBy !== '',
    refetchInterval: ({ state }) =>
      options.watched && state.data?.some(isBulkJobOpen) ? POLL_MS : false,
  });
  return {
    jobs: query.data ?? [],
    loading: query.isPending,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload: () => {
      query.refetch();
    },
  };
}
