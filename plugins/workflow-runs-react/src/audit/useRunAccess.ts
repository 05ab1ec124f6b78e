import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { RunAccess } from 'backstage-plugin-workflow-runs-common';
import { useAskAgain } from '../query/askAgain';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';

/** Something that is read as a whole. @public */
export interface WholeResult<T> {
  value: T | undefined;
  loading: boolean;
  /** Where there is a value all the same, it is as of {@link WholeResult.updatedAt}. */
  error: unknown;
  /** When it was read last, in epoch milliseconds; 0 while it never was. */
  updatedAt: number;
  reload: () => void;
}

/**
 * Who can see a run, and why, as far as can be known.
 *
 * @param principal - entity ref of a user or group to be told about; empty for nobody in particular
 * @public
 */
export function useRunAccess(
  runId: string,
  principal: string,
): WholeResult<RunAccess> {
  const { api } = useSession();
  const queryKey = keys.access(runId, principal);
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      api.call(
        'explainAccess',
        { params: { runId }, query: { principal: principal || undefined } },
        { signal },
      ),
    placeholderData: keepPreviousData,
  });
  return {
    value: query.data,
    loading: query.isPending,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload,
  };
}
