import { useEffect, useRef, useSyncExternalStore } from 'react';
import { QueryKey } from '@tanstack/react-query';
import {
  Connection,
  Refresher,
  Run,
  RunFilter,
} from 'backstage-plugin-workflow-runs-common';
import { ListChange } from '../live/LiveLists';
import { useSession } from '../query/WorkflowRunsProvider';

/** What a query has read. */
interface Positioned {
  /** Up to which place in the log all is in it; undefined where nobody knows. */
  position?: number;
}

/** A list of runs, as the stream of the tab is to keep it up to date. */
export interface LiveList<Cached extends Positioned> {
  queryKey: QueryKey;
  /** What is streamed for it; undefined where it makes do with what others stream. */
  filter: RunFilter | undefined;
  /** When it was read or changed last, in epoch milliseconds; 0 while it was not. */
  updatedAt: number;
  /** It is not read again more often than that. */
  leastMs: number;
  /** Takes over what is told of its rows. */
  patch: (cached: Cached, change: ListChange) => Cached;
  /** Whether it has to be read again, because a change tells too little. */
  isStale: (patched: Cached, change: ListChange) => boolean;
}

/**
 * Keeps what a query has read up to date by the stream of the tab, and reads it again where that does
 * not tell enough.
 *
 * @returns how it stands with the stream
 */
export function useLiveList<Cached extends Positioned>(
  list: LiveList<Cached>,
): Connection {
  const { live, queryClient } = useSession();
  const { leastMs } = list;
  const latest = useRef(list);
  useEffect(() => {
    latest.current = list;
  });
  const hash = JSON.stringify(list.queryKey);
  const isRead = list.updatedAt > 0;

  useEffect(() => {
    if (!isRead) return undefined;
    const { queryKey, filter } = latest.current;
    const refresher = new Refresher(
      () => queryClient.invalidateQueries({ queryKey, exact: true }),
      leastMs,
    );
    const leave = live.lists.watch({
      filter,
      knownTo: () => queryClient.getQueryData<Cached>(queryKey)?.position,
      change: change => {
        const { patch, isStale } = latest.current;
        const before = queryClient.getQueryData<Cached>(queryKey);
        if (before === undefined) return;
        const patched = patch(before, change);
        if (patched !== before) queryClient.setQueryData(queryKey, patched);
        if (isStale(patched, change)) refresher.ask();
      },
      reload: () => refresher.ask(),
    });
    return () => {
      const toldTo = leave();
      refresher.stop();
      if (toldTo === undefined) return;
      // Whoever comes back goes on where it was left; what was still to be read, nobody tells again.
      const updatedAt = queryClient.getQueryState(queryKey)?.dataUpdatedAt;
      queryClient.setQueryData<Cached>(
        queryKey,
        cached =>
          cached && {
            ...cached,
            position: refresher.isIdle
              ? Math.max(toldTo, cached.position ?? 0)
              : undefined,
          },
        { updatedAt },
      );
    };
  }, [live, queryClient, hash, isRead, leastMs]);

  return useSyncExternalStore(
    live.connection.subscribe,
    live.connection.getConnection,
  );
}

/** Whether the stream tells of changes, so that nobody need ask for them. */
export function isStreamed({ status }: Connection): boolean {
  return status === 'live' || status === 'delayed';
}

/** How fresh a list is that is polled while the stream does not hold. */
export function connectionOfList(
  stream: Connection,
  query: { error: unknown; updatedAt: number },
): Connection {
  if (stream.status !== 'disconnected' || query.error) return stream;
  return { status: 'polling', heardAt: query.updatedAt, error: stream.error };
}

/** Rows, with those that a change tells newer things of; the same ones where it tells of none. */
export function withNewerRuns(rows: Run[], runs: readonly Run[]): Run[] {
  const newer = new Map(runs.map(run => [run.id, run]));
  let isChanged = false;
  const next = rows.map(row => {
    const run = newer.get(row.id);
    if (!run || run.position < row.position) return row;
    isChanged = true;
    return run;
  });
  return isChanged ? next : rows;
}
