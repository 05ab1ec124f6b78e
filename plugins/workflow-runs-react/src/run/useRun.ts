import { useEffect, useState, useSyncExternalStore } from 'react';
import { useQuery } from '@tanstack/react-query';
import {
  Connection,
  hasEnded,
  LiveRun,
  loadRun,
  KnownRun,
  withNewer,
} from 'backstage-plugin-workflow-runs-common';
import { useAskAgain } from '../query/askAgain';
import { keys } from '../query/keys';
import { useLasting } from '../query/useLasting';
import { useSession } from '../query/WorkflowRunsProvider';
import { isPassing } from '../states/describeError';

const RETRY_UNTIL_THERE_MS = 5_000;

/** A run that is being followed. @public */
export interface UseRunResult {
  snapshot: KnownRun | undefined;
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
 * components of a tab share one stream.
 *
 * @param runId - undefined while none is chosen
 * @public
 */
export function useRun(runId: string | undefined): UseRunResult {
  const { api, queryClient, live: tab } = useSession();
  const queryKey = keys.run(runId ?? '');
  const askAgain = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const loaded = await loadRun(api, runId!, signal);
      return withNewer(loaded, queryClient.getQueryData(keys.run(runId!)));
    },
    enabled: runId !== undefined,
    // The stream keeps it up to date while somebody looks; a look after a while loads it anew.
    staleTime: 10_000,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    // Once it is there, the stream comes back by itself; until then nobody else would.
    refetchInterval: ({ state }) =>
      state.status === 'error' &&
      state.data === undefined &&
      isPassing(state.error)
        ? RETRY_UNTIL_THERE_MS
        : false,
  });

  const { error, loading, forget } = useLasting(query);
  const loaded = query.data !== undefined;
  const ended = hasEnded(query.data?.run.status ?? '');
  const [live, setLive] = useState<LiveRun>();
  useEffect(() => {
    if (runId === undefined || !loaded) return undefined;
    const watched = tab.runs.watch(runId);
    setLive(watched.live);
    return () => {
      watched.leave();
      setLive(undefined);
    };
    // A retry opens a run again, and it is streamed once more.
  }, [tab, runId, loaded, ended]);

  const connection = useSyncExternalStore(
    live?.subscribe ?? never,
    live?.getConnection ?? (() => idle),
  );
  return {
    snapshot: query.data,
    loading: loading && runId !== undefined,
    error,
    connection,
    reload: () => {
      forget();
      tab.connection.retry();
      askAgain();
    },
  };
}
