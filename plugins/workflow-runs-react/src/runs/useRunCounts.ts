import { keepPreviousData, useQuery } from '@tanstack/react-query';
import {
  RunCount,
  RunFilter,
  RunStatus,
  toFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import { useAskAgain } from '../query/askAgain';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';
import { useLiveList } from './useLiveList';

const POLL_MS = 15_000;
/** Runs change all the time; numbers that do cannot be read. */
const LEAST_MS = 5_000;

const unchanged = <Counts>(counts: Counts) => counts;
const always = () => true;

/** @public */
export interface UseRunCountsResult {
  /** Runs in any of the statuses, or in all; undefined while nobody knows. */
  countOf: (statuses?: readonly RunStatus[]) => RunCount | undefined;
  error: unknown;
  /** When it was counted, in epoch milliseconds; 0 before the first time. */
  updatedAt: number;
  reload: () => void;
}

/**
 * How many runs fit a filter, by status; counted again every 15 s while the page is visible, and soon after
 * the stream of the tab has told a list of a change.
 *
 * @public
 */
export function useRunCounts(
  filter: RunFilter,
  options: { enabled?: boolean } = {},
): UseRunCountsResult {
  const { api } = useSession();
  const queryKey = keys.counts(filter);
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      api.call('countRuns', { query: toFilterQuery(filter) }, { signal }),
    enabled: options.enabled ?? true,
    // Numbers that vanish for a moment while a filter changes would flicker.
    placeholderData: keepPreviousData,
    refetchInterval: POLL_MS,
  });
  useLiveList({
    queryKey,
    // The lists beside it say what is streamed: what changes unseen, the next count finds.
    filter: undefined,
    updatedAt: query.dataUpdatedAt,
    leastMs: LEAST_MS,
    patch: unchanged,
    isStale: always,
  });
  return {
    countOf: statuses => {
      const counted = query.data?.statuses.filter(
        each => !statuses || statuses.includes(each.status),
      );
      return counted && sum(counted);
    },
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload,
  };
}

function sum(counts: RunCount[]): RunCount {
  return {
    count: counts.reduce((total, { count }) => total + count, 0),
    isMore: counts.some(({ isMore }) => isMore),
  };
}
