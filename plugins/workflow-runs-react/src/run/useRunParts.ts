import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import {
  Artifact,
  HumanDecision,
  OperatorAction,
  Payload,
  RunEvent,
} from 'backstage-plugin-workflow-runs-common';
import { useAskAgain } from '../query/askAgain';
import { keys } from '../query/keys';
import { pagesOf } from '../query/pagesOf';
import { useSession } from '../query/WorkflowRunsProvider';

/** A list that belongs to a run. @public */
export interface RunPartResult<T> {
  items: T[];
  loading: boolean;
  /** Where there are items all the same, they are as of {@link RunPartResult.updatedAt}. */
  error: unknown;
  /** When it was read last, in epoch milliseconds; 0 while it never was. */
  updatedAt: number;
  reload: () => void;
}

const EVENTS_PAGE = 200;

/** Redacted input and output of a run and of its steps. @public */
export function usePayloads(
  runId: string,
  options: { step?: string } = {},
): RunPartResult<Payload> {
  const { api } = useSession();
  const { step } = options;
  const queryKey = [...keys.payloads(runId), step ?? null];
  return partOf(
    useAskAgain(queryKey),
    useQuery({
      queryKey,
      queryFn: ({ signal }) =>
        api.call(
          'listPayloads',
          { params: { runId }, query: { step } },
          { signal },
        ),
    }),
  );
}

/** Files that a run has made. @public */
export function useArtifacts(runId: string): RunPartResult<Artifact> {
  const { api } = useSession();
  const queryKey = keys.artifacts(runId);
  return partOf(
    useAskAgain(queryKey),
    useQuery({
      queryKey,
      queryFn: ({ signal }) =>
        api.call('listArtifacts', { params: { runId } }, { signal }),
    }),
  );
}

/**
 * What was asked of a run, newest first.
 *
 * @param options - `everyMs`: reads it again and again, for who waits for an answer that the stream may
 * not tell of
 * @public
 */
export function useRunActions(
  runId: string,
  options: { everyMs?: number } = {},
): RunPartResult<OperatorAction> {
  const { api } = useSession();
  const queryKey = keys.actions(runId);
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      api.call('listActions', { params: { runId } }, { signal }),
    refetchInterval: options.everyMs ?? false,
  });
  return partOf(reload, query);
}

/** What humans were asked about a run, and what they said. @public */
export function useDecisions(runId: string): RunPartResult<HumanDecision> {
  const { api } = useSession();
  const queryKey = keys.decisions(runId);
  return partOf(
    useAskAgain(queryKey),
    useQuery({
      queryKey,
      queryFn: ({ signal }) =>
        api.call('listDecisions', { params: { runId } }, { signal }),
    }),
  );
}

/** A list that is read page by page. @public */
export interface PagedRunPartResult<T> extends RunPartResult<T> {
  hasMore: boolean;
  loadingMore: boolean;
  loadMore: () => void;
}

/** Events of a run as they were recorded, page by page. @public */
export function useRunEvents(runId: string): PagedRunPartResult<RunEvent> {
  const { api } = useSession();
  const queryKey = keys.events(runId);
  const reload = useAskAgain(queryKey);
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      api.call(
        'listEvents',
        { params: { runId }, query: { after: pageParam, limit: EVENTS_PAGE } },
        { signal },
      ),
    initialPageParam: 0,
    getNextPageParam: page =>
      page.items.length < EVENTS_PAGE ? undefined : page.items.at(-1)?.number,
  });
  return pagesOf(query, reload);
}

function partOf<T>(
  reload: () => void,
  query: {
    data: { items: T[] } | undefined;
    isPending: boolean;
    error: unknown;
    dataUpdatedAt: number;
  },
): RunPartResult<T> {
  return {
    items: query.data?.items ?? [],
    loading: query.isPending,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload,
  };
}
