import { useMemo } from 'react';
import { RunFilter } from 'backstage-plugin-workflow-runs-common';
import { useLatestRuns } from 'backstage-plugin-workflow-runs-react';
import { isEnded } from './summarizeRuns';

/** The latest runs that have ended, of those that fit a filter: one request tells of all of them. */
export function useEndedRuns(filter: RunFilter, limit: number) {
  const latest = useLatestRuns(
    { ...filter, status: ['completed', 'failed', 'canceled'] },
    { limit },
  );
  const { runs } = latest;
  return { ...latest, runs: useMemo(() => runs.filter(isEnded), [runs]) };
}
