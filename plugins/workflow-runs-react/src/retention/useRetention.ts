import { useQuery } from '@tanstack/react-query';
import { Retention } from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';

/** @public */
export interface UseRetentionResult {
  retention: Retention | undefined;
  loading: boolean;
  error: unknown;
  /** When it was read, in epoch milliseconds; 0 before the first time. */
  updatedAt: number;
  reload: () => void;
}

/** How long runs are kept. @public */
export function useRetention(): UseRetentionResult {
  const { api } = useSession();
  const query = useQuery({
    queryKey: keys.retention(),
    queryFn: ({ signal }) => api.call('getRetention', {}, { signal }),
  });
  return {
    retention: query.data,
    loading: query.isPending,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload: () => {
      query.refetch();
    },
  };
}
