import { useQuery } from '@tanstack/react-query';
import {
  Freshness,
  hasEnded,
  KnownRun,
} from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { SentRequest, useRequest } from '../query/useRequest';
import { useSession } from '../query/WorkflowRunsProvider';

/** Whoever looks at a run has its engine asked for it: that is what the backend goes by. */
const OPEN_MS = 10_000;
const ENDED_MS = 60_000;

/**
 * As of when a run is known whose engine is asked for it; null where nobody needs to ask. As long as it is looked at,
 * it is kept fresh.
 *
 * @public
 */
export function useFreshness({
  run: { id: runId, status },
  freshness = null,
}: Pick<KnownRun, 'run' | 'freshness'>): Freshness | null {
  const { api } = useSession();
  const everyMs = hasEnded(status) ? ENDED_MS : OPEN_MS;
  const query = useQuery({
    queryKey: keys.freshness(runId),
    queryFn: async ({ signal }) => {
      const run = await api.call('getRun', { params: { runId } }, { signal });
      return run.freshness;
    },
    enabled: freshness !== null,
    initialData: freshness,
    staleTime: everyMs,
    refetchInterval: everyMs,
  });
  return query.data;
}

/** Has the engine of a run asked for it now. @public */
export function useSyncRun(runId: string): SentRequest<void, Freshness> {
  const { api, queryClient } = useSession();
  return useRequest({
    act: (_: void, idempotencyKey) =>
      api.call('syncRun', { params: { runId } }, { idempotencyKey }),
    onSuccess: answer => {
      queryClient.setQueryData(keys.freshness(runId), answer);
      queryClient.invalidateQueries({ queryKey: keys.run(runId) });
    },
  });
}
