import { RunFilter, Statistics } from 'backstage-plugin-workflow-runs-common';
import {
  StatisticsFilter,
  useLatestRuns,
  useStatistics,
} from 'backstage-plugin-workflow-runs-react';
import { RedWorkflow, redWorkflows } from './redWorkflows';
import { timeBefore } from './timeBefore';

/** So many runs are looked at for which ended last: as many as one page of a list has. */
const LATEST = 200;

/**
 * The workflows that need somebody to look at them, judged by the time before and by the runs that ended last.
 *
 * @param filter - what the statistics were asked for
 * @param statistics - what they are; nothing is asked before
 */
export function useRedWorkflows(
  filter: StatisticsFilter,
  statistics: Statistics | undefined,
  options: { enabled: boolean },
): { red: RedWorkflow[]; loading: boolean; error: unknown } {
  const enabled = options.enabled && statistics !== undefined;
  const { from: _, to: __, ...narrowed } = filter;
  const earlier = statistics && timeBefore(statistics);
  const before = useStatistics(
    {
      ...narrowed,
      ...(earlier && {
        from: Date.parse(earlier.from),
        to: Date.parse(earlier.to),
      }),
    },
    { enabled },
  );
  const listed: RunFilter = { ...narrowed, status: ['completed', 'failed'] };
  const latest = useLatestRuns(listed, { limit: LATEST, enabled });
  return {
    red: statistics
      ? redWorkflows(
          statistics.workflows,
          before.statistics?.workflows ?? [],
          latest.runs,
        )
      : [],
    loading: before.loading || latest.loading,
    error: before.error ?? latest.error,
  };
}
