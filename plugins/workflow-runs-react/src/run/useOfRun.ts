import { useCallback, useSyncExternalStore } from 'react';
import { notifyManager } from '@tanstack/react-query';
import { KnownRun } from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';

/**
 * Looks at the run that somebody else follows, and loads nothing. It is no query of its own: a query
 * takes over the options of whoever asked last, and would forget how to load the run.
 *
 * @param select - what of it is wanted, as a value that can be compared
 */
export function useOfRun<T extends number | string | null>(
  runId: string,
  select: (snapshot: KnownRun | undefined) => T,
): T {
  const { queryClient } = useSession();
  const subscribe = useCallback(
    (onChange: () => void) => {
      const changed = notifyManager.batchCalls(onChange);
      return queryClient.getQueryCache().subscribe(({ type, query }) => {
        const [kind, id] = query.queryKey;
        if (type === 'updated' && kind === 'run' && id === runId) changed();
      });
    },
    [queryClient, runId],
  );
  return useSyncExternalStore(subscribe, () =>
    select(queryClient.getQueryData<KnownRun>(keys.run(runId))),
  );
}
