import { useQuery } from '@tanstack/react-query';
import { LogSource, TraceSource } from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';

/** What tools outside know of a run. @public */
export interface TelemetryResult<T> {
  /** One for each tool that was asked; none where none is configured. */
  sources: T[];
  error: unknown;
  /** Asks the tools again. */
  reload: () => void;
}

/** Asking tools outside takes long, and they may charge for it: only who looks anew asks again. */
const ONCE = { retry: false, refetchOnWindowFocus: false } as const;

/**
 * Spans of a run, from the tracing tools of the portal.
 *
 * @param traceId - of the passage that is looked at: each has a trace of its own
 * @public
 */
export function useTraceSources(
  runId: string,
  traceId: string,
): TelemetryResult<TraceSource> {
  const { api } = useSession();
  return resultOf(
    useQuery({
      ...ONCE,
      queryKey: keys.traces(runId, traceId),
      queryFn: ({ signal }) =>
        api.call('getTraces', { params: { runId } }, { signal }),
    }),
  );
}

/** Log lines about a run, from the log stores of the portal. @public */
export function useExternalLogs(runId: string): TelemetryResult<LogSource> {
  const { api } = useSession();
  return resultOf(
    useQuery({
      ...ONCE,
      queryKey: keys.externalLogs(runId),
      queryFn: ({ signal }) =>
        api.call('getExternalLogs', { params: { runId } }, { signal }),
    }),
  );
}

function resultOf<T>(query: {
  data: { sources: T[] } | undefined;
  error: unknown;
  refetch: () => unknown;
}): TelemetryResult<T> {
  return {
    sources: query.data?.sources ?? [],
    error: query.error,
    reload: () => {
      query.refetch();
    },
  };
}
