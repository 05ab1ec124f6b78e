import { joinList, Slo } from 'backstage-plugin-workflow-runs-common';
import { RunsQuery } from '../statistics/runsQuery';

/**
 * The runs that have used the budget: those that failed, or those that took longest. The list goes by when runs
 * were queued, which is the nearest that it has to when they ended.
 *
 * @param time - a part of the window
 */
export function badRuns(
  slo: Pick<Slo, 'objective' | 'environment' | 'from' | 'to'>,
  time: { from: string; to: string } = slo,
): RunsQuery {
  const { objective, environment } = slo;
  return {
    ...(environment !== null && { environment: joinList([environment]) }),
    from: time.from,
    to: time.to,
    backfill: 'false',
    ...(objective === 'success_rate'
      ? { status: 'failed' }
      : { status: 'completed', sort: '-duration' }),
  };
}
