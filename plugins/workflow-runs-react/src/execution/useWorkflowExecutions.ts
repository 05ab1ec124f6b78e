import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { hasEnded, toFilterQuery } from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { useEmbeddedSession } from '../query/WorkflowRunsProvider';
import { toSummary } from './fromRun';
import { WorkflowExecutionSummary } from './types';
import { useDebounced } from './useDebounced';

const LIMIT = 10;
const OPEN_POLL_MS = 3_000;
const QUIET_POLL_MS = 15_000;

/** @public */
export interface UseWorkflowExecutionsOptions {
  /**
   * How many of the newest runs, from 1 to 200.
   *
   * @defaultValue 10
   */
  limit?: number;
}

/** What {@link useWorkflowExecutions} returns. @public */
export interface UseWorkflowExecutionsResult {
  /** Newest first. */
  executions: WorkflowExecutionSummary[];
  /** They are being loaded for the first time. */
  isLoading: boolean;
  /** Why they could not be loaded the last time. */
  error: Error | null;
  /** Loads them anew; many calls at once are one. */
  refreshExecutions: () => void;
}

/**
 * The newest runs of a workflow. While the tab is seen they are read again: every 3 s while one of them
 * is open, every 15 s else. To follow one of them, give its id to {@link useWorkflowExecution}.
 *
 * @param workspaceId - the tenant; `default` where there is only one
 * @param workflowId - `<engine>/<name>`
 * @public
 */
export function useWorkflowExecutions(
  workspaceId: string,
  workflowId: string,
  options: UseWorkflowExecutionsOptions = {},
): UseWorkflowExecutionsResult {
  const { limit = LIMIT } = options;
  const { api, queryClient } = useEmbeddedSession();
  const query = useQuery(
    {
      queryKey: keys.executions(workspaceId, workflowId, limit),
      queryFn: ({ signal }) =>
        api.call(
          'listRuns',
          {
            query: {
              ...toFilterQuery({
                tenant: [workspaceId],
                workflow: [workflowId],
              }),
              limit,
            },
          },
          { signal },
        ),
      // A browser that says that it is offline would wait in silence.
      networkMode: 'always',
      staleTime: 1_000,
      refetchInterval: ({ state }) =>
        state.data?.items.some(run => !hasEnded(run.status))
          ? OPEN_POLL_MS
          : QUIET_POLL_MS,
      refetchOnWindowFocus: 'always',
    },
    queryClient,
  );
  const executions = useMemo(
    () => query.data?.items.map(toSummary) ?? [],
    [query.data],
  );
  const { refetch } = query;
  return {
    executions,
    isLoading: query.isPending,
    error: query.error,
    refreshExecutions: useDebounced(() => refetch()),
  };
}
