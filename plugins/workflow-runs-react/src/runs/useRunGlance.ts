import { useQuery } from '@tanstack/react-query';
import { Run, RunStateEntry } from 'backstage-plugin-workflow-runs-common';
import { useAskAgain } from '../query/askAgain';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';

/** @public */
export interface UseRunGlanceResult {
  run: (Run & { states: RunStateEntry[] }) | undefined;
  loading: boolean;
  error: unknown;
  reload: () => void;
}

/** A run with the states that it went through, read once: to look at it without following it. @public */
export function useRunGlance(runId: string): UseRunGlanceResult {
  const { api } = useSession();
  const queryKey = keys.glance(runId);
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      api.call('getRun', { params: { runId } }, { signal }),
    staleTime: 3_000,
  });
  return {
    run: query.data,
    loading: query.isPending,
    error: query.error,
    reload,
  };
}
