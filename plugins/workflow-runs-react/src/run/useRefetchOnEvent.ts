import { useEffect } from 'react';
import { RunEvent } from 'backstage-plugin-workflow-runs-common';
import { useOfRun } from './useOfRun';

/**
 * Reads a part of a run anew when the run that is being followed tells of an event that changes it.
 *
 * @param changes - whether an event changes that part
 */
export function useRefetchOnEvent(
  runId: string,
  query: { refetch: () => unknown },
  changes: (event: RunEvent) => boolean,
): void {
  const latest = useOfRun(
    runId,
    snapshot => snapshot?.recentEvents.findLast(changes)?.number ?? 0,
  );
  const { refetch } = query;
  useEffect(() => {
    if (latest > 0) refetch();
  }, [latest, refetch]);
}
