import { useQuery } from '@tanstack/react-query';
import { FailureGroupDetail } from 'backstage-plugin-workflow-runs-common';
import { useAskAgain } from '../query/askAgain';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';

const POLL_MS = 15_000;

/** @public */
export interface UseFailureGroupResult {
  group: FailureGroupDetail | undefined;
  loading: boolean;
  error: unknown;
  /** When it was read, in epoch milliseconds; 0 before the first time. */
  updatedAt: number;
  reload: () => void;
}

/** Failures that belong together, with runs and episodes; read again every 15 s while the page is visible. @public */
export function useFailureGroup(groupId: string): UseFailureGroupResult {
  const { api } = useSession();
  const queryKey = keys.failureGroup(groupId);
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      api.call('getFailureGroup', { params: { groupId } }, { signal }),
    refetchInterval: POLL_MS,
  });
  return {
    group: query.data,
    loading: query.isPending,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload,
  };
}
