import { useQuery } from '@tanstack/react-query';
import { Forecast, hasEnded, Run } from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';

const REFRESH_MS = 10_000;

/**
 * When a run is likely to end, and how long its steps usually take. It is asked for again while the run goes
 * on. Undefined until it is known, and where nobody can say: nothing else depends on it.
 *
 * @public
 */
export function useForecast(
  run: Pick<Run, 'id' | 'status'>,
): Forecast | undefined {
  const { api } = useSession();
  const query = useQuery({
    queryKey: keys.forecast(run.id, run.status),
    queryFn: ({ signal }) =>
      api.call('getForecast', { params: { runId: run.id } }, { signal }),
    // What was usual stays usual when the run enters another state.
    placeholderData: (before, of) =>
      of?.queryKey[1] === run.id ? before : undefined,
    retry: false,
    staleTime: REFRESH_MS,
    refetchInterval: hasEnded(run.status) ? false : REFRESH_MS,
  });
  return query.data;
}
