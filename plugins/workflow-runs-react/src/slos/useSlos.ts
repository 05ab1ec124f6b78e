import { useQuery } from '@tanstack/react-query';
import {
  parseWorkflowRef,
  RunFilter,
  Slos,
  toFilterQuery,
  WorkflowSlosDetail,
} from 'backstage-plugin-workflow-runs-common';
import { useAskAgain } from '../query/askAgain';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';

/** Budgets last for days. */
const POLL_MS = 60_000;

/** Of which workflows, and of which environments of them. @public */
export type SlosFilter = Pick<
  RunFilter,
  'workflow' | 'engine' | 'entity' | 'owner' | 'tenant' | 'environment'
>;

/** @public */
export interface UseSlosResult {
  slos: Slos | undefined;
  /** Nothing is known yet. */
  loading: boolean;
  error: unknown;
  /** When they were read, in epoch milliseconds; 0 before the first time. */
  updatedAt: number;
  reload: () => void;
}

/**
 * How workflows meet their objectives, the most urgent first; read again every minute while the page is visible.
 *
 * @public
 */
export function useSlos(filter: SlosFilter): UseSlosResult {
  const { api } = useSession();
  const queryKey = keys.slos(filter);
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      api.call('listSlos', { query: toFilterQuery(filter) }, { signal }),
    refetchInterval: POLL_MS,
  });
  return {
    slos: query.data,
    loading: query.isPending,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload,
  };
}

/** @public */
export interface UseWorkflowSlosResult extends Omit<UseSlosResult, 'slos'> {
  slos: WorkflowSlosDetail | undefined;
}

/**
 * How one workflow meets its objectives, day by day; days begin where the reader is.
 *
 * @param ref - `<engine>/<name>`
 * @param environment - each is judged for itself; without it, all are together
 * @public
 */
export function useWorkflowSlos(
  ref: string,
  environment?: string[],
): UseWorkflowSlosResult {
  const { api } = useSession();
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const queryKey = keys.workflowSlos(ref, environment, timeZone);
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      api.call(
        'getWorkflowSlos',
        {
          params: parseWorkflowRef(ref) ?? { engine: ref, name: ref },
          query: { ...toFilterQuery({ environment }), timeZone },
        },
        { signal },
      ),
    refetchInterval: POLL_MS,
  });
  return {
    slos: query.data,
    loading: query.isPending,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload,
  };
}
