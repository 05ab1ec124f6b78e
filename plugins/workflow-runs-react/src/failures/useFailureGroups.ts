import { keepPreviousData, useQuery } from '@tanstack/react-query';
import {
  FailureFilter,
  FailureGroup,
  toFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import { useAskAgain } from '../query/askAgain';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';

const POLL_MS = 15_000;

/** @public */
export interface UseFailureGroupsResult {
  /** Those seen last first. */
  groups: FailureGroup[];
  /** There are others that fit. */
  hasMore: boolean;
  loading: boolean;
  error: unknown;
  /** When they were read, in epoch milliseconds; 0 before the first time. */
  updatedAt: number;
  reload: () => void;
}

/**
 * Failures that belong together, read again every 15 s while the page is visible.
 *
 * @param options - `limit`: how many, at most 100
 * @public
 */
export function useFailureGroups(
  filter: FailureFilter,
  options: { limit: number },
): UseFailureGroupsResult {
  const { api } = useSession();
  const { limit } = options;
  const queryKey = keys.failureGroups(filter, limit);
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      api.call(
        'listFailureGroups',
        { query: { ...toFailureQuery(filter), limit } },
        { signal },
      ),
    // What is shown stays while more of it is read.
    placeholderData: keepPreviousData,
    refetchInterval: POLL_MS,
  });
  return {
    groups: query.data?.items ?? [],
    hasMore: Boolean(query.data?.nextAfter),
    loading: query.isPending,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload,
  };
}

function toFailureQuery({ state, ...filter }: FailureFilter) {
  return {
    ...toFilterQuery(filter),
    ...(state ? { state: state.join(',') } : {}),
  };
}
