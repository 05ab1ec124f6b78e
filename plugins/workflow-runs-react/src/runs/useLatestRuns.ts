import { useQuery } from '@tanstack/react-query';
import {
  hasEnded,
  RouteResult,
  Routes,
  Run,
  RunFilter,
  toFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import { mayFit } from '../live/covering';
import { ListChange } from '../live/LiveLists';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';
import { isStreamed, useLiveList, withNewerRuns } from './useLiveList';

const OPEN_POLL_MS = 5_000;
const QUIET_POLL_MS = 15_000;
/** Where many runs come in, they are read again this often. */
const LEAST_MS = 3_000;

type LatestRuns = RouteResult<Routes['listRuns']>;

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
 * place of a row. They change as the stream of the tab tells; where it does not hold they are read again
 * while the page is visible, every 5 s while one of them is open and every 15 s else.
 *
 * @param options - `limit`: how many, at most 200
 * @public
 */
export function useLatestRuns(
  filter: RunFilter,
  options: { limit: number; enabled?: boolean },
): UseLatestRunsResult {
  const { api, live, queryClient } = useSession();
  const { limit, enabled = true } = options;
  const queryKey = keys.latest(filter, limit);
  const query = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const page = await api.call(
        'listRuns',
        { query: { ...toFilterQuery(filter), limit } },
        { signal },
      );
      // The stream may have told of more while the answer was on its way.
      const told = queryClient.getQueryData<LatestRuns>(queryKey)?.items ?? [];
      return { ...page, items: withNewerRuns(page.items, told) };
    },
    enabled,
    refetchInterval: ({ state }) => {
      if (isStreamed(live.connection.getConnection())) return false;
      return state.data?.items.some(run => !hasEnded(run.status))
        ? live.pollMs(OPEN_POLL_MS)
        : QUIET_POLL_MS;
    },
  });
  useLiveList<LatestRuns>({
    queryKey,
    filter,
    updatedAt: query.dataUpdatedAt,
    leastMs: LEAST_MS,
    patch: (latest, { items }) => {
      const patched = withNewerRuns(latest.items, items);
      return patched === latest.items ? latest : { ...latest, items: patched };
    },
    isStale: (latest, change) => isStale(latest.items, change, filter, limit),
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

/** Whether another run is among the newest now, or one of them no longer. */
function isStale(
  runs: Run[],
  { items, gone }: ListChange,
  filter: RunFilter,
  limit: number,
): boolean {
  const known = new Set(runs.map(run => run.id));
  const last = runs.length < limit ? undefined : runs.at(-1);
  return (
    runs.some(run => gone.has(run.id) || !mayFit(run, filter)) ||
    items.some(
      run =>
        !known.has(run.id) &&
        (!last || run.queuedAt >= last.queuedAt) &&
        mayFit(run, filter),
    )
  );
}
