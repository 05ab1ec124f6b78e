import { useQuery } from '@tanstack/react-query';
import { RunHandlerList } from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';

/** What a run can be told and asked. @public */
export interface UseHandlersResult {
  /** Undefined while it is not known, or where it cannot be. */
  handlers: RunHandlerList | undefined;
  loading: boolean;
  error: unknown;
}

/**
 * What a run can be told and asked, as far as it says so. Its engine asks the run itself, which takes a worker: it
 * is asked once.
 *
 * @public
 */
export function useHandlers(
  runId: string,
  options: { enabled?: boolean } = {},
): UseHandlersResult {
  const { api } = useSession();
  const { enabled = true } = options;
  const query = useQuery({
    queryKey: keys.handlers(runId),
    queryFn: ({ signal }) =>
      api.call('listHandlers', { params: { runId } }, { signal }),
    enabled,
    retry: false,
    refetchOnWindowFocus: false,
  });
  return {
    handlers: query.data,
    loading: query.isPending && enabled,
    error: query.error,
  };
}
