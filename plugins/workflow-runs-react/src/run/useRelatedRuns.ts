import { useQuery } from '@tanstack/react-query';
import { Comparison, Lineage } from 'backstage-plugin-workflow-runs-common';
import { useAskAgain } from '../query/askAgain';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';

/** Where a run comes from, and what has come of it. @public */
export interface UseLineageResult {
  lineage: Lineage | undefined;
  loading: boolean;
  error: unknown;
}

/**
 * Which runs a run comes from, and which have come of it; the first 50 of each.
 *
 * @public
 */
export function useLineage(runId: string): UseLineageResult {
  const { api } = useSession();
  const query = useQuery({
    queryKey: keys.lineage(runId),
    queryFn: ({ signal }) =>
      api.call('getLineage', { params: { runId }, query: {} }, { signal }),
  });
  return {
    lineage: query.data,
    loading: query.isPending,
    error: query.error,
  };
}

/** Two runs side by side. @public */
export interface UseComparisonResult {
  comparison: Comparison | undefined;
  loading: boolean;
  error: unknown;
  /** When they were compared, in epoch milliseconds. */
  updatedAt: number;
  reload: () => void;
}

/**
 * A run beside another one.
 *
 * @param a - undefined while none is chosen
 * @param b - the id of a run, or `last-good`
 * @public
 */
export function useComparison(
  a: string | undefined,
  b: string,
): UseComparisonResult {
  const { api } = useSession();
  const queryKey = keys.comparison(a ?? '', b);
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      api.call(
        'compareRuns',
        { params: { runId: a! }, query: { with: b } },
        { signal },
      ),
    enabled: a !== undefined,
  });
  return {
    comparison: query.data,
    loading: query.isPending && a !== undefined,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload,
  };
}
