import { useQuery } from '@tanstack/react-query';
import {
  Run,
  RunFilter,
  toFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';
import { hasEnded } from '../run/snapshot';

const OPEN_POLL_MS = 5_000;
const QUIET_POLL_MS = 15_000;

/** @public */
export interface UseLatestRunsResult {
  /** Newest first. */
  runs: Run[];
  /** There are more runs that fit. */
  hasMore: boolean;
  loading: boolean;
  error: unknown;
  /** When they were read, in epoch milliseconds; 0 before the first time. */
  updatedAt: number;
  reload: () => void;
}

/**
 * The newest runs that fit a filter, as they are now: for cards and numbers, which need not keep the
 * place of a row. Read again while the page is visible, every 5 s while one of them is open and every
 * 15 s else.
 *
 * @param options - `limit`: how many, at most 200
 * @public
 */
export function useLatestRuns(
  filter: RunFilter,
  options: { limit: number; enabled?: boolean },
): UseLatestRunsResult {
  const { api } = useSession();
  const { limit, enabled = true } = options;
  const query = useQuery({
    queryKey: keys.latest(filter, limit),
    queryFn: ({ signal }) =>
      api.call(
        'listRuns',
        { query: { ...toFilterQuery(filter), limit } },
        { signal },
      ),
    enabled,
    refetchInterval: ({ state }) =>
      state.data?.items.some(run => !hasEnded(run.status))
        ? OPEN_POLL_MS
        : QUIET_POLL_MS,
  });
  return {
    runs: query.data?.items ?? [],
    hasMore: Boolean(query.data?.nextToken),
    loading: query.isPending && enabled,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload: () => {
      query.refetch();
    },
  };
}
