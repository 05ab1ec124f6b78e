import { useInfiniteQuery } from '@tanstack/react-query';
import { Json } from 'backstage-plugin-workflow-runs-common';
import { useAskAgain } from '../query/askAgain';
import { keys } from '../query/keys';
import { pagesOf } from '../query/pagesOf';
import { useSession } from '../query/WorkflowRunsProvider';
import { PagedRunPartResult } from '../run/useRunParts';

const PAGE = 200;

/**
 * What the engine of a run has recorded of it, oldest first, page by page. Each page is a call of the engine: nothing
 * is asked again unless somebody wants it.
 *
 * @public
 */
export function useNativeHistory(runId: string): PagedRunPartResult<Json> {
  const { api } = useSession();
  const queryKey = keys.nativeHistory(runId);
  const reload = useAskAgain(queryKey);
  const query = useInfiniteQuery({
    queryKey,
    queryFn: async ({ pageParam, signal }) => {
      const { events, nextCursor } = await api.call(
        'getNativeHistory',
        { params: { runId }, query: { cursor: pageParam, limit: PAGE } },
        { signal },
      );
      return { items: events, nextCursor };
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor ?? undefined,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    staleTime: Infinity,
    gcTime: 0,
  });
  return pagesOf(query, reload);
}
