import { useQuery } from '@tanstack/react-query';
import { ObservedEngine } from 'backstage-plugin-workflow-runs-common';
import { WholeResult } from '../audit/useRunAccess';
import { useAskAgain } from '../query/askAgain';
import { keys } from '../query/keys';
import { SentRequest, useRequest } from '../query/useRequest';
import { useSession } from '../query/WorkflowRunsProvider';

/** They are asked for by themselves: what is shown of that is read again. */
const POLL_MS = 15_000;

/** Engines that run workflows elsewhere, and as of when their runs are known. @public */
export function useEngines(): WholeResult<ObservedEngine[]> {
  const { api } = useSession();
  const queryKey = keys.engines();
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: async ({ signal }) =>
      (await api.call('listEngines', {}, { signal })).items,
    // Where there is none, there will be none before the backend starts anew.
    refetchInterval: ({ state }) =>
      state.data?.length === 0 ? false : POLL_MS,
  });
  return {
    value: query.data,
    loading: query.isPending,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload,
  };
}

/** Has an engine asked for its runs now. @public */
export function useSyncEngine(): SentRequest<string, ObservedEngine> {
  const { api, queryClient } = useSession();
  return useRequest({
    act: (engineId: string, idempotencyKey) =>
      api.call('syncEngine', { params: { engineId } }, { idempotencyKey }),
    onSettled: () => {
      queryClient.invalidateQueries({ queryKey: keys.engines() });
    },
  });
}
