import { useQuery } from '@tanstack/react-query';
import { KeysStatus } from 'backstage-plugin-workflow-runs-common';
import { useAskAgain } from '../query/askAgain';
import { keys } from '../query/keys';
import { SentRequest, useRequest } from '../query/useRequest';
import { useSession } from '../query/WorkflowRunsProvider';
import { WholeResult } from './useRunAccess';

/** A rotation goes on by itself: what is shown of it is read again. */
const POLL_MS = 15_000;

/** How it stands with the keys that seal what engines keep of runs. @public */
export function useSealingKeys(): WholeResult<KeysStatus> {
  const { api } = useSession();
  const queryKey = keys.sealingKeys();
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => api.call('getKeys', {}, { signal }),
    refetchInterval: POLL_MS,
  });
  return {
    value: query.data,
    loading: query.isPending,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload,
  };
}

/** Whose keys are to be shredded, and why. @public */
export interface ShredRequest {
  /** Either a run that has ended … */
  runId?: string;
  /** … or all of a tenant. */
  tenantId?: string;
  reason: string;
}

/** How many runs have lost their keys, and how many go on. @public */
export interface ShredAnswer {
  shredded: number;
  goingOn: number;
}

/** Makes unreadable, for good, what engines keep of a run or of a tenant. @public */
export function useShredKeys(): SentRequest<ShredRequest, ShredAnswer> {
  const { api, queryClient } = useSession();
  return useRequest({
    act: (body: ShredRequest, idempotencyKey) =>
      api.call('shredKeys', { body }, { idempotencyKey }),
    onSuccess: (_: ShredAnswer) => {
      queryClient.invalidateQueries({ queryKey: keys.sealingKeys() });
    },
  });
}
