import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import {
  BulkItem,
  BulkJob,
  BulkOutcome,
  MAX_BULK_RUN_IDS,
} from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';

const PAGE = 500;

/** @public */
export interface UseBulkItemsResult {
  /** The first of them, in the order of the job. */
  items: BulkItem[];
  loading: boolean;
  error: unknown;
  updatedAt: number;
  reload: () => void;
}

/** Runs of a bulk job with one outcome, read again when there are more of them. @public */
export function useBulkItems(
  { id: jobId, counts }: BulkJob,
  outcome: BulkOutcome,
): UseBulkItemsResult {
  const { api } = useSession();
  const query = useQuery({
    queryKey: keys.bulkItems(jobId, outcome, counts[outcome]),
    queryFn: async ({ signal }) => {
      const { items } = await api.call(
        'listBulkItems',
        { params: { jobId }, query: { outcome, limit: PAGE } },
        { signal },
      );
      return items;
    },
    placeholderData: keepPreviousData,
  });
  return {
    items: query.data ?? [],
    loading: query.isPending,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload: () => {
      query.refetch();
    },
  };
}

/** Reads which runs of a bulk job have an outcome: as many as another job may name. @public */
export function useBulkRunIds(options: {
  onRead: (runIds: string[]) => void;
}): {
  busy: boolean;
  error: unknown;
  read: (jobId: string, outcome: BulkOutcome) => void;
} {
  const { api } = useSession();
  const mutation = useMutation({
    mutationFn: async (asked: { jobId: string; outcome: BulkOutcome }) => {
      const { jobId, outcome } = asked;
      const runIds: string[] = [];
      let after: number | undefined;
      do {
        const page = await api.call('listBulkItems', {
          params: { jobId },
          query: { outcome, after, limit: PAGE },
        });
        runIds.push(...page.items.map(({ runId }) => runId));
        after = page.nextAfter ?? undefined;
      } while (after !== undefined && runIds.length < MAX_BULK_RUN_IDS);
      return runIds.slice(0, MAX_BULK_RUN_IDS);
    },
    onSuccess: options.onRead,
  });
  return {
    busy: mutation.isPending,
    error: mutation.error,
    read: (jobId, outcome) => {
      if (!mutation.isPending) mutation.mutate({ jobId, outcome });
    },
  };
}
