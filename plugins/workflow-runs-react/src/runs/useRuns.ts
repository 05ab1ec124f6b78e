import { useEffect, useRef } from 'react';
import { useMutation, useQuery } from '@tanstack/react-query';
import {
  Connection,
  hasEnded,
  Run,
  RunFilter,
  RunSort,
  toFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import { WorkflowRunsApi } from '../api';
import { useAskAgain } from '../query/askAgain';
import { keys } from '../query/keys';
import { useLasting } from '../query/useLasting';
import { useSession } from '../query/WorkflowRunsProvider';
import { describeError } from '../states/describeError';
import {
  appendPage,
  isListStale,
  listOf,
  missingFrom,
  notAmong,
  patchList,
  refreshInPlace,
  refreshList,
  RunList,
  RunPage,
  showPending,
} from './runList';
import { connectionOfList, isStreamed, useLiveList } from './useLiveList';

const PAGE = 25;
const MOST_AT_ONCE = 200;
/** A run that leaves the list is looked up once; many at once are not worth a request each. */
const MOST_LOOKED_UP = 10;
const OPEN_POLL_MS = 3_000;
const QUIET_POLL_MS = 15_000;
/** Where many runs come in, the list is read again this often. */
const LEAST_MS = 2_000;

/** @public */
export interface UseRunsOptions {
  pageSize?: number;
  /** Default: newest first. */
  sort?: RunSort;
  /** Asked at each refresh: whether new runs may push the rows down. Default: they may. */
  mayShowNew?: () => boolean;
  enabled?: boolean;
}

/** @public */
export interface UseRunsResult {
  runs: Run[];
  /** How many runs have come in and wait for {@link UseRunsResult.showNew}. */
  newRuns: number;
  showNew: () => void;
  loading: boolean;
  error: unknown;
  /** When the list was read, in epoch milliseconds; 0 before the first time. */
  updatedAt: number;
  /** Whether changes arrive as they happen. */
  connection: Connection;
  hasMore: boolean;
  /**
   * How far back runs were looked at, in ISO 8601, where so many of them did not fit that the search
   * ended early: to load more is to search further.
   */
  searchedBackTo: string | null;
  loadingMore: boolean;
  loadMore: () => void;
  reload: () => void;
}

/**
 * Runs, newest first unless another order is asked for, kept up to date by the stream of the tab. Where that
 * does not hold they are polled while the page is visible: every 3 s while one of them is open, every 15 s
 * else. Rows change in place.
 *
 * @public
 */
export function useRuns(
  filter: RunFilter,
  options: UseRunsOptions = {},
): UseRunsResult {
  const { pageSize = PAGE, sort = '-queuedAt', enabled = true } = options;
  const { api, live, queryClient } = useSession();
  const key = keys.runs({ ...filter, pageSize, sort });
  const askAgain = useAskAgain(key);
  const mayShowNew = useRef(options.mayShowNew);
  useEffect(() => {
    mayShowNew.current = options.mayShowNew;
  });
  const read: ReadPage = ({ limit = pageSize, token, signal }) =>
    api.call(
      'listRuns',
      {
        query: {
          ...toFilterQuery(filter),
          // What the API does by itself.
          sort: sort === '-queuedAt' ? undefined : sort,
          limit,
          token,
        },
      },
      { signal },
    );
  const replace = (change: (list: RunList) => RunList) => {
    queryClient.setQueryData<RunList>(key, list => list && change(list));
  };

  const query = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const list = queryClient.getQueryData<RunList>(key);
      if (!list) return listOf(await read({ signal }));
      const head = await read({ limit: shownOf(list, pageSize), signal });
      const isByTime = sort === '-queuedAt';
      const missing = isByTime ? missingFrom(list, head) : notAmong(list, head);
      const looked = await lookUp(api, missing, signal);
      const { items, position } = head;
      const refresh = { head: items, position, ...looked };
      // The stream may have told of more meanwhile.
      const now = queryClient.getQueryData<RunList>(key) ?? list;
      if (!isByTime) return refreshInPlace(now, refresh);
      const showNew = mayShowNew.current?.() ?? true;
      return refreshList(now, refresh, showNew);
    },
    enabled,
    staleTime: 1_000,
    // One that was left a while ago is opened anew rather than patched.
    gcTime: 60_000,
    refetchInterval: ({ state }) => {
      if (isStreamed(live.connection.getConnection())) return false;
      return state.data?.rows.some(run => !hasEnded(run.status))
        ? live.pollMs(OPEN_POLL_MS)
        : QUIET_POLL_MS;
    },
    refetchOnWindowFocus: 'always',
  });
  const stream = useLiveList<RunList>({
    queryKey: key,
    filter,
    updatedAt: query.dataUpdatedAt,
    leastMs: LEAST_MS,
    patch: (before, { items }) => patchList(before, items),
    isStale: (patched, change) => isListStale(patched, change, filter, sort),
  });

  const more = useMutation({
    mutationFn: (token: string) => read({ token }),
    onSuccess: next => replace(list => appendPage(list, next)),
  });
  const anew = useMutation({
    mutationFn: (limit: number) => read({ limit }),
    onSuccess: head => replace(() => listOf(head)),
  });

  const { error, loading, forget } = useLasting(query);
  const list = query.data;
  return {
    runs: list?.rows ?? [],
    newRuns: list?.pending.length ?? 0,
    showNew: () => {
      if (sort === '-queuedAt') replace(showPending);
      else if (list) anew.mutate(shownOf(list, pageSize));
    },
    loading: loading && enabled,
    error: error ?? more.error ?? anew.error,
    updatedAt: query.dataUpdatedAt,
    connection: connectionOfList(stream, {
      error,
      updatedAt: query.dataUpdatedAt,
    }),
    hasMore: Boolean(list?.nextToken),
    searchedBackTo: list?.searchedBackTo ?? null,
    loadingMore: more.isPending,
    loadMore: () => {
      if (list?.nextToken && !more.isPending) more.mutate(list.nextToken);
    },
    reload: () => {
      more.reset();
      anew.reset();
      forget();
      live.connection.retry();
      askAgain();
    },
  };
}

type ReadPage = (page: {
  limit?: number;
  token?: string;
  signal?: AbortSignal;
}) => Promise<RunPage>;

/** How many runs a look at all that is shown asks for. */
function shownOf({ rows, pending }: RunList, pageSize: number): number {
  return Math.min(
    MOST_AT_ONCE,
    Math.max(pageSize, rows.length + pending.length),
  );
}

/** What became of those of the runs that had not ended. */
async function lookUp(api: WorkflowRunsApi, runs: Run[], signal: AbortSignal) {
  const departed: Run[] = [];
  const gone = new Set<string>();
  const open = runs.filter(run => !hasEnded(run.status));
  await Promise.all(
    open.slice(0, MOST_LOOKED_UP).map(async run => {
      try {
        departed.push(
          await api.call('getRun', { params: { runId: run.id } }, { signal }),
        );
      } catch (error) {
        if (describeError(error).kind !== 'notFound') throw error;
        gone.add(run.id);
      }
    }),
  );
  return { departed, gone };
}
