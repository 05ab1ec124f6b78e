import { useQuery } from '@tanstack/react-query';
import {
  RunFilter,
  Statistics,
  toFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import { useAskAgain } from '../query/askAgain';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';

const POLL_MS = 15_000;

/** Which runs to sum up: those that ended between `from` and `to`, and are told apart by the rest. @public */
export type StatisticsFilter = Pick<
  RunFilter,
  | 'workflow'
  | 'engine'
  | 'entity'
  | 'owner'
  | 'tenant'
  | 'environment'
  | 'version'
  | 'backfill'
  | 'from'
  | 'to'
>;

/** @public */
export interface UseStatisticsResult {
  statistics: Statistics | undefined;
  /** Nothing is known yet. */
  loading: boolean;
  /** What is shown was asked for before; the answer to what is asked for now is still to come. */
  changing: boolean;
  error: unknown;
  /** When they were read, in epoch milliseconds; 0 before the first time. */
  updatedAt: number;
  reload: () => void;
}

/**
 * What runs that ended in some time come to, read again every 15 s while the page is visible. Days begin where
 * the reader is.
 *
 * @public
 */
export function useStatistics(
  filter: StatisticsFilter,
  options: { enabled?: boolean } = {},
): UseStatisticsResult {
  const { api } = useSession();
  const { enabled = true } = options;
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const queryKey = keys.statistics(filter, timeZone);
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      api.call(
        'getStatistics',
        { query: { ...toFilterQuery(filter), timeZone } },
        { signal },
      ),
    enabled,
    // The page keeps its shape while another time is asked for; the numbers of another workflow are not its own.
    placeholderData: (shown, asked) =>
      subjectOf(asked?.queryKey[2]) === subjectOf(filter) ? shown : undefined,
    refetchInterval: POLL_MS,
  });
  return {
    statistics: query.data,
    loading: query.isPending && enabled,
    changing: query.isPlaceholderData,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload,
  };
}

/** What statistics are about, whichever time, environment and version of it. */
function subjectOf(filter: StatisticsFilter | undefined): string {
  const { workflow, engine, entity, owner, tenant } = filter ?? {};
  return JSON.stringify([workflow, engine, entity, owner, tenant]);
}
