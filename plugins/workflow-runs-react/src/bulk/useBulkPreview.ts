import { useQuery } from '@tanstack/react-query';
import {
  BulkAction,
  BulkPreview,
  RunFilter,
  toFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';

/** Which runs are meant: named ones, or all that fit a filter. @public */
export type BulkChoice = { runIds: string[] } | { filter: RunFilter };

/** @public */
export interface UseBulkPreviewResult {
  preview: BulkPreview | undefined;
  loading: boolean;
  error: unknown;
  reload: () => void;
}

/** What an action would do to many runs now, and to which not, and why. It is read once, when it is asked for. @public */
export function useBulkPreview(
  action: BulkAction,
  choice: BulkChoice,
): UseBulkPreviewResult {
  const { api } = useSession();
  const query = useQuery({
    queryKey: keys.bulkPreview(action, choice),
    queryFn: ({ signal }) =>
      api.call(
        'previewBulkJob',
        { body: { action, ...runsOf(choice) } },
        { signal },
      ),
    // Another dialog is about the runs as they are then.
    gcTime: 0,
    // What somebody reads before they decide does not change under them.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  return {
    preview: query.data,
    loading: query.isFetching,
    error: query.error,
    reload: () => {
      query.refetch();
    },
  };
}

/** The runs that are meant, as a request names them. */
export function runsOf(choice: BulkChoice) {
  return 'runIds' in choice
    ? { runIds: choice.runIds }
    : { filter: toFilterQuery(choice.filter) };
}
