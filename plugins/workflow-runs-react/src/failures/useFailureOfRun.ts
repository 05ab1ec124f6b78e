import { useQuery } from '@tanstack/react-query';
import { Run, RunFailureGroup } from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';

/** Failures are put into groups a moment after they have happened. */
const SOON_MS = 2_000;
const POLL_MS = 30_000;

/** The group of failures that a run is failed in; undefined where it is not, and while nobody knows. @public */
export function useFailureOfRun({
  id: runId,
  status,
}: Pick<Run, 'id' | 'status'>): RunFailureGroup | undefined {
  const { api } = useSession();
  const query = useQuery({
    queryKey: keys.failureOfRun(runId),
    queryFn: async ({ signal }) => {
      const run = await api.call('getRun', { params: { runId } }, { signal });
      return run.failureGroup;
    },
    enabled: status === 'failed',
    refetchInterval: ({ state }) => (state.data ? POLL_MS : SOON_MS),
  });
  return status === 'failed' ? query.data ?? undefined : undefined;
}
