import { QueryClient, QueryKey } from '@tanstack/react-query';
import { useSession } from './WorkflowRunsProvider';

/** Asks again, and does not wait on with whoever has asked before: that answer may never come. */
async function askAgain(
  queryClient: QueryClient,
  queryKey: QueryKey,
): Promise<void> {
  const query = { queryKey, exact: true };
  await queryClient.cancelQueries(query);
  await queryClient.refetchQueries(query);
}

/**
 * Asks a query again, for a reader who will not wait any longer.
 *
 * @param queryKey - of the one query that is meant
 */
export function useAskAgain(queryKey: QueryKey): () => void {
  const { queryClient } = useSession();
  return () => {
    askAgain(queryClient, queryKey).catch(() => {});
  };
}
