import { useQuery } from '@tanstack/react-query';
import { RetryPlanAnswer } from 'backstage-plugin-workflow-runs-common';
import { useAskAgain } from '../query/askAgain';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';
import { asRefusal } from './asRefusal';

/** What a retry would do. @public */
export interface UseRetryPlanResult {
  plan: RetryPlanAnswer | undefined;
  loading: boolean;
  /** Why it cannot be told, or why there cannot be one from there. */
  error: unknown;
  reload: () => void;
}

/**
 * What a retry would do, as the engine of the run says. A run goes on, so that each look asks anew.
 *
 * @param step - the first one to do again; undefined: what the engine does where none is named
 * @public
 */
export function useRetryPlan(
  runId: string,
  step: string | undefined,
  options: { enabled?: boolean } = {},
): UseRetryPlanResult {
  const { api } = useSession();
  const { enabled = true } = options;
  const queryKey = keys.retryPlan(runId, step);
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      api.call(
        'getRetryPlan',
        { params: { runId }, query: { step } },
        { signal },
      ),
    enabled,
    retry: false,
    refetchOnWindowFocus: false,
    staleTime: 0,
    gcTime: 0,
  });
  return {
    plan: query.data,
    loading: query.isPending && enabled,
    error: asRefusal(query.error),
    reload,
  };
}
