import { useQuery } from '@tanstack/react-query';
import { hasEnded, Run, RunKept } from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';

const FRESH_MS = 60_000;

/** How long a run and its parts are kept; undefined while it goes on, and while nobody knows. @public */
export function useRunKept({
  id: runId,
  status,
}: Pick<Run, 'id' | 'status'>): RunKept | undefined {
  const { api } = useSession();
  const isOver = hasEnded(status);
  const query = useQuery({
    queryKey: keys.kept(runId),
    queryFn: async ({ signal }) => {
      const run = await api.call('getRun', { params: { runId } }, { signal });
      return run.kept;
    },
    enabled: isOver,
    staleTime: FRESH_MS,
  });
  return isOver ? query.data : undefined;
}
