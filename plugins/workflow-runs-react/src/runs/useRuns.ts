import { useEffect, useRef } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  Run,
  RunFilter,
  toFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import { WorkflowRunsApi } from '../api';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';
import { hasEnded } from '../run/snapshot';
import { describeError } from '../states/describeError';
import {
  appendPage,
  missingFrom,
  refreshList,
  RunList,
  showPending,
} from './runList';

const PAGE = 25;
const MOST_AT_ONCE = 200;
/** A run that leaves the list is looked up once; many at once are not worth a request each. */
const MOST_LOOKED_UP = 10;
const OPEN_POLL_MS = 3_000;
const QUIET_POLL_MS = 15_000;

/** @public */
export interface UseRunsOptions {
  pageSize?: number;
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
  hasMore: boolean;
  loadingMore: boolean;
  loadMore: () => void;
  reload: () => void;
}

/**
 * Runs, newest first, kept up to date by polling while the page is visible: every 3 s while one of
 * them is open, every 15 s else. Rows change in place.
 *
 * @public
 */
export function useRuns(
  filter: RunFilter,
  options: UseRunsOptions = {},
): UseRunsResult {
  const { pageSize = PAGE, enabled = true } = options;
  const { api } = useSession();
  const queryClient = useQueryClient();
  const key = keys.runs({ ...filter, pageSize });
  const mayShowNew = useRef(options.mayShowNew);
  useEffect(() => {
    mayShowNew.current = options.mayShowNew;
  });

  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => {
      const list = queryClient.getQueryData<RunList>(key);
      return list
        ? refresh(
            api,
            filter,
            list,
            pageSize,
            () => mayShowNew.current?.() ?? true,
            signal,
          )
        : firstPage(api, filter, pageSize, signal);
    },
    enabled,
    staleTime: 1_000,
    // One that was left a while ago is opened anew rather than patched.
    gcTime: 60_000,
    refetchInterval: ({ state }) =>
      state.data?.rows.some(run => !hasEnded(run.status))
        ? OPEN_POLL_MS
        : QUIET_POLL_MS,
    refetchOnWindowFocus: 'always',
  });

  const more = useMutation({
    mutationFn: (token: string) => page(api, filter, pageSize, { token }),
    onSuccess: next =>
      queryClient.setQueryData<RunList>(
        key,
        list => list && appendPage(list, next),
      ),
  });

  const list = query.data;
  return {
    runs: list?.rows ?? [],
    newRuns: list?.pending.length ?? 0,
    showNew: () => {
      queryClient.setQueryData<RunList>(
        key,
        before => before && showPending(before),
      );
    },
    loading: query.isPending && enabled,
    error: query.error ?? more.error,
    updatedAt: query.dataUpdatedAt,
    hasMore: Boolean(list?.nextToken),
    loadingMore: more.isPending,
    loadMore: () => {
      if (list?.nextToken && !more.isPending) more.mutate(list.nextToken);
    },
    reload: () => {
      query.refetch();
    },
  };
}

function page(
  api: WorkflowRunsApi,
  filter: RunFilter,
  limit: number,
  rest: { token?: string; signal?: AbortSignal },
) {
  return api.call(
    'listRuns',
    { query: { ...toFilterQuery(filter), limit, token: rest.token } },
    { signal: rest.signal },
  );
}

async function firstPage(
  api: WorkflowRunsApi,
  filter: RunFilter,
  pageSize: number,
  signal: AbortSignal,
): Promise<RunList> {
  const first = await page(api, filter, pageSize, { signal });
  return { rows: first.items, pending: [], nextToken: first.nextToken };
}

async function refresh(
  api: WorkflowRunsApi,
  filter: RunFilter,
  list: RunList,
  pageSize: number,
  mayShowNew: () => boolean,
  signal: AbortSignal,
): Promise<RunList> {
  const limit = Math.min(
    MOST_AT_ONCE,
    Math.max(pageSize, list.rows.length + list.pending.length),
  );
  const { items: head } = await page(api, filter, limit, { signal });
  const looked = await lookUp(
    api,
    missingFrom(list, head, limit).filter(run => !hasEnded(run.status)),
    signal,
  );
  return refreshList(list, { head, ...looked }, mayShowNew());
}

async function lookUp(api: WorkflowRunsApi, runs: Run[], signal: AbortSignal) {
  const departed: Run[] = [];
  const gone = new Set<string>();
  await Promise.all(
    runs.slice(0, MOST_LOOKED_UP).map(async run => {
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
