import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import {
  Annotation,
  Business,
  RunEvent,
  KnownRun,
  Watching,
} from 'backstage-plugin-workflow-runs-common';
import { useAskAgain } from '../query/askAgain';
import { keys } from '../query/keys';
import { pagesOf } from '../query/pagesOf';
import { useSession } from '../query/WorkflowRunsProvider';
import { useRefetchOnEvent } from './useRefetchOnEvent';
import { PagedRunPartResult } from './useRunParts';

const ANNOTATIONS_PAGE = 50;

const isNote = ({ type, payload }: RunEvent) =>
  type === 'run.changed' && Boolean(payload.annotation);

/** Notes that people have left at a run, newest first, page by page. @public */
export function useAnnotations(runId: string): PagedRunPartResult<Annotation> {
  const { api } = useSession();
  const queryKey = keys.annotations(runId);
  const reload = useAskAgain(queryKey);
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      api.call(
        'listAnnotations',
        {
          params: { runId },
          query: { after: pageParam, limit: ANNOTATIONS_PAGE },
        },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextAfter ?? undefined,
  });
  useRefetchOnEvent(runId, query, isNote);
  return pagesOf(query, reload);
}

/** Whether the reader hears of a run, and how to change that. @public */
export interface WatchResult {
  /** Undefined until the run has said. */
  watch: Watching | undefined;
  busy: boolean;
  error: unknown;
  toggle: () => void;
}

/** Hears of a run, or hears of it no longer. @public */
export function useWatch(snapshot: KnownRun): WatchResult {
  const { api } = useSession();
  const queryClient = useQueryClient();
  const { watch, run } = snapshot;
  const mutation = useMutation({
    mutationFn: (wanted: boolean) =>
      api.call('watchRun', {
        params: { runId: run.id },
        body: { watch: wanted },
      }),
    onSuccess: answer => {
      queryClient.setQueryData<KnownRun>(
        keys.run(run.id),
        known => known && { ...known, watch: answer },
      );
    },
  });
  return {
    watch,
    busy: mutation.isPending,
    error: mutation.error,
    toggle: () => {
      if (watch && !mutation.isPending) mutation.mutate(!watch.watching);
    },
  };
}

/** What a run was good for, as its steps have reported it. @public */
export interface BusinessResult {
  business: Business | undefined;
  loading: boolean;
  error: unknown;
  updatedAt: number;
  reload: () => void;
}

/** What the steps of a run have reported, read anew when one of them reports. @public */
export function useBusiness(snapshot: KnownRun): BusinessResult {
  const { api } = useSession();
  const { run, steps } = snapshot;
  const reports = steps.filter(step => step.report !== null);
  // Reports arrive with the rows of steps, and this is made of all of them.
  const version =
    reports
      .map(step => step.updatedAt)
      .sort()
      .at(-1) ?? null;
  const queryKey = [...keys.business(run.id), version, reports.length];
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const answer = await api.call(
        'getRun',
        { params: { runId: run.id } },
        { signal },
      );
      return answer.business;
    },
    placeholderData: before => before,
  });
  return {
    business: query.data,
    loading: query.isPending,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload,
  };
}
