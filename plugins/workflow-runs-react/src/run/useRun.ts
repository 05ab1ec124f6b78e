import { useEffect, useState, useSyncExternalStore } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Connection } from '../live/connection';
import { LiveRun } from '../live/LiveRun';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';
import { loadRun } from './loadRun';
import { hasEnded, RunSnapshot } from './snapshot';
import { withNewer } from './withNewer';

/** A run that is being followed. @public */
export interface UseRunResult {
  snapshot: RunSnapshot | undefined;
  loading: boolean;
  /** Why it could not be loaded; null where it could. */
  error: unknown;
  connection: Connection;
  reload: () => void;
}

const idle: Connection = { status: 'connecting', heardAt: null };
const never = () => () => {};

/**
 * A run with its steps and attempts, kept up to date: loaded once, then streamed until it ends. All
 * components that ask for the same run share one stream.
 *
 * @param runId - undefined while none is chosen
 * @public
 */
export function useRun(runId: string | undefined): UseRunResult {
  const { api, queryClient, liveRuns } = useSession();
  const query = useQuery({
    queryKey: keys.run(runId ?? ''),
    queryFn: async ({ signal }) => {
      const loaded = await loadRun(api, runId!, signal);
      return withNewer(loaded, queryClient.getQueryData(keys.run(runId!)));
    },
    enabled: runId !== undefined,
    // The stream keeps it up to date while somebody looks; a look after a while loads it anew.
    staleTime: 10_000,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

  const loaded = query.data !== undefined;
  const ended = hasEnded(query.data?.run.status ?? '');
  const [live, setLive] = useState<LiveRun>();
  useEffect(() => {
    if (runId === undefined || !loaded) return undefined;
    const watched = liveRuns.watch(runId);
    setLive(watched.live);
    return () => {
      watched.leave();
      setLive(undefined);
    };
    // A retry opens a run again, and it is streamed once more.
  }, [liveRuns, runId, loaded, ended]);

  const connection = useSyncExternalStore(
    live?.subscribe ?? never,
    live?.getConnection ?? (() => idle),
  );
  return {
    snapshot: query.data,
    loading: query.isPending && runId !== undefined,
    error: query.error,
    connection,
    reload: () => {
      query.refetch();
    },
  };
}
