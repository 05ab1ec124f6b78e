import { useEffect } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { LogLine } from 'backstage-plugin-workflow-runs-common';
import { useAskAgain } from '../query/askAgain';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';
import { useOfRun } from './useOfRun';

const PAGE = 1_000;

/** @public */
export interface UseLogsResult {
  lines: LogLine[];
  loading: boolean;
  error: unknown;
  /** When the log was read last, in epoch milliseconds. */
  updatedAt: number;
  reload: () => void;
}

const none: LogLine[] = [];

/**
 * The log of a run, oldest line first. It reads on from its last line whenever the run that is being
 * followed ({@link useRun}) says that there is more.
 *
 * @public
 */
export function useLogs(runId: string): UseLogsResult {
  const { api } = useSession();
  const queryClient = useQueryClient();
  const key = keys.logs(runId);
  const reload = useAskAgain(key);
  const query = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      let lines = queryClient.getQueryData<LogLine[]>(key) ?? none;
      for (;;) {
        const after = lines.at(-1)?.sequence ?? 0;
        const { items } = await api.call(
          'listLogs',
          { params: { runId }, query: { after, limit: PAGE } },
          { signal },
        );
        if (items.length > 0) lines = lines.concat(items);
        if (items.length < PAGE) return lines;
        // Millions of lines arrive piece by piece: show what there is.
        queryClient.setQueryData(key, lines);
      }
    },
    structuralSharing: false,
    refetchOnWindowFocus: false,
  });

  const logSequence = useOfRun(runId, run => run?.logSequence ?? null);
  const lines = query.data ?? none;
  const behind =
    query.isSuccess &&
    !query.isFetching &&
    (logSequence ?? 0) > (lines.at(-1)?.sequence ?? 0);
  const { refetch } = query;
  useEffect(() => {
    if (behind) refetch();
  }, [behind, refetch, logSequence]);

  return {
    lines,
    loading: query.isPending,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload,
  };
}
