import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { Query, useQuery } from '@tanstack/react-query';
import { NotFoundError } from '@backstage/errors';
import {
  Connection,
  hasEnded,
  LiveRun,
  loadRun,
  Run,
  KnownRun,
  withNewer,
} from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { Session } from '../query/Session';
import { useEmbeddedSession } from '../query/WorkflowRunsProvider';
import { isGone } from '../states/describeError';
import { belongsTo } from './fromRun';
import { pollRun } from './pollRun';
import { useRunEnd } from './useRunEnd';

/** Monitors that mount one after the other share what the first one loads. */
const FRESH_MS = 2_000;
/** An engine that has taken a retry opens the run within this time, or not at all. */
const REOPENING_MS = 30_000;

/** Which run, as whoever embeds it names it. */
export interface ExecutionAddress {
  workspaceId: string;
  workflowId: string;
  executionId: string;
}

/** How an embedded run is kept up to date. */
export interface FollowOptions {
  enablePolling: boolean;
  pollingInterval: number;
  enableSSE: boolean;
  autoRefreshOnComplete: boolean;
}

/** An embedded run, with what the hook keeps to itself. */
export interface Execution {
  session: Session;
  snapshot: KnownRun | undefined;
  loading: boolean;
  /** Why it could not be loaded the last time. */
  error: Error | null;
  /** When it was loaded or changed last, in epoch milliseconds. */
  updatedAt: number;
  connection: Connection;
  /** Whether it is followed by a stream, as far as that holds. */
  streamed: boolean;
  /** How often it is asked for now, in milliseconds; false where it is not. */
  polling: number | false;
  /** Loads all of it, whatever is cached. */
  reload: () => Promise<void>;
  /** An ended run is about to be opened again: look until it is. */
  expectReopening: (run: Run) => void;
}

const idle: Connection = { status: 'connecting', heardAt: null };
const never = () => () => {};
// The query holds the error, for all who show the run.
const ignore = () => {};

/** An embedded run, kept up to date by its own options and sharing everything else. */
export function useExecution(
  address: ExecutionAddress,
  options: FollowOptions,
): Execution {
  const { workspaceId, workflowId, executionId } = address;
  const session = useEmbeddedSession();
  const { api, queryClient } = session;
  const queryKey = keys.run(executionId);
  const known = () => queryClient.getQueryData<KnownRun>(queryKey);
  const isForeign = (snapshot: KnownRun | undefined) =>
    snapshot !== undefined && !belongsTo(snapshot.run, workspaceId, workflowId);

  const [live, setLive] = useState<LiveRun>();
  const connection = useSyncExternalStore(
    live?.subscribe ?? never,
    live?.getConnection ?? (() => idle),
  );
  const streams = options.enableSSE && connection.status === 'live';
  const [reopening, expectReopening] = useReopening();

  type RunQuery = Query<KnownRun, Error, KnownRun, typeof queryKey>;
  const pollsOf = ({ state: { data, error } }: RunQuery) => {
    if (isForeign(data) || isGone(error)) return false;
    if (data && hasEnded(data.run.status)) {
      return isReopening(data.run, reopening);
    }
    return options.enablePolling && !streams;
  };
  const query = useQuery(
    {
      queryKey,
      queryFn: ({ signal }) => pollRun(api, executionId, known, signal),
      // A browser that says that it is offline would wait in silence.
      networkMode: 'always',
      // What has completed stays so, and what may be opened again is looked at again.
      staleTime: ({ state: { data } }: RunQuery) =>
        data?.run.status === 'completed' ? Infinity : FRESH_MS,
      refetchInterval: (current: RunQuery) =>
        pollsOf(current) && options.pollingInterval,
      // It was not asked for while the tab was hidden.
      refetchOnWindowFocus: (current: RunQuery) => pollsOf(current) && 'always',
      refetchOnReconnect: (current: RunQuery) => pollsOf(current) && 'always',
    },
    queryClient,
  );

  const reload = useCallback(async () => {
    const key = keys.run(executionId);
    await queryClient.fetchQuery({
      queryKey: key,
      queryFn: async ({ signal }) => {
        const loaded = await loadRun(api, executionId, signal);
        return withNewer(loaded, queryClient.getQueryData<KnownRun>(key));
      },
      staleTime: 0,
    });
  }, [api, queryClient, executionId]);

  const foreign = isForeign(query.data);
  const snapshot = foreign || isGone(query.error) ? undefined : query.data;
  const generation = snapshot?.run.generation;
  const { enableSSE } = options;
  useEffect(() => {
    if (!enableSSE || generation === undefined) return undefined;
    const watch = session.live.runs.watchStream(executionId);
    setLive(watch.live);
    return () => {
      watch.leave();
      setLive(undefined);
    };
    // A run that is opened again is streamed again.
  }, [session, enableSSE, executionId, generation]);

  useRunEnd(snapshot?.run, () => {
    if (options.autoRefreshOnComplete) reload().catch(ignore);
  });

  return {
    session,
    snapshot,
    loading: query.isPending,
    error: foreign ? notFound(executionId) : query.error,
    updatedAt: query.dataUpdatedAt,
    connection,
    streamed: options.enableSSE,
    polling:
      snapshot !== undefined &&
      !hasEnded(snapshot.run.status) &&
      options.enablePolling &&
      !streams &&
      options.pollingInterval,
    reload,
    expectReopening,
  };
}

/** What another tenant's run looks like: one that is not there. */
export function notFound(runId: string): Error {
  return new NotFoundError(`There is no run '${runId}', or you may not see it`);
}

type Passage = Pick<Run, 'id' | 'generation'>;

/** @returns the passage that is expected not to be the last one, for a while */
function useReopening() {
  const [passage, setPassage] = useState<Passage>();
  useEffect(() => {
    if (passage === undefined) return undefined;
    const timer = setTimeout(() => setPassage(undefined), REOPENING_MS);
    return () => clearTimeout(timer);
  }, [passage]);
  return [passage, setPassage] as const;
}

function isReopening(run: Run, passage: Passage | undefined): boolean {
  return run.id === passage?.id && run.generation === passage.generation;
}
