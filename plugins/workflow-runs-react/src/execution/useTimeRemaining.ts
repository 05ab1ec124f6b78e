import { useQuery } from '@tanstack/react-query';
import { hasEnded, Run } from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { Session } from '../query/Session';

const REFRESH_MS = 10_000;

/**
 * How long a run is likely to go on, in milliseconds, by how long its steps took in other runs; null where nobody
 * can say.
 *
 * @param isFollowed - it is asked for again while the run goes on
 */
export function useTimeRemaining(
  { api, queryClient }: Session,
  run: Pick<Run, 'id' | 'status'> | undefined,
  isFollowed: boolean,
): number | null {
  const isOpen = run !== undefined && !hasEnded(run.status);
  const { data } = useQuery(
    {
      // As the page of the run has it.
      queryKey: keys.forecast(run?.id ?? '', run?.status ?? ''),
      queryFn: ({ signal }) =>
        api.call('getForecast', { params: { runId: run!.id } }, { signal }),
      enabled: isOpen,
      retry: false,
      staleTime: REFRESH_MS,
      refetchInterval: isFollowed && REFRESH_MS,
      refetchOnWindowFocus: isFollowed,
      refetchOnReconnect: isFollowed,
      // Nobody wants to know what was likely then.
      gcTime: 0,
    },
    queryClient,
  );
  if (!isOpen || !data?.finish) return null;
  return Math.max(0, Date.parse(data.finish.likely) - Date.parse(data.at));
}
