import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  SavedView,
  ViewChange,
  ViewRequest,
} from 'backstage-plugin-workflow-runs-common';
import { useAskAgain } from '../query/askAgain';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';

/** @public */
export interface UseSavedViewsResult {
  /** Those of the reader before those of their groups, by name. */
  views: SavedView[];
  loading: boolean;
  error: unknown;
  reload: () => void;
}

/** Saved views of the reader and of their groups. @public */
export function useSavedViews(
  options: { enabled?: boolean } = {},
): UseSavedViewsResult {
  const { api } = useSession();
  const { enabled = true } = options;
  const queryKey = keys.views();
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => api.call('listViews', {}, { signal }),
    enabled,
  });
  return {
    views: query.data?.items ?? [],
    loading: query.isPending && enabled,
    error: query.error,
    reload,
  };
}

/** @public */
export interface UseSavedViewResult {
  view: SavedView | undefined;
  loading: boolean;
  error: unknown;
  reload: () => void;
}

/**
 * One saved view.
 *
 * @param viewId - null while none is open
 * @public
 */
export function useSavedView(viewId: string | null): UseSavedViewResult {
  const { api } = useSession();
  const queryKey = keys.view(viewId ?? '');
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      api.call('getView', { params: { viewId: viewId! } }, { signal }),
    enabled: viewId !== null,
    staleTime: 60_000,
  });
  return {
    view: viewId === null ? undefined : query.data,
    loading: query.isPending && viewId !== null,
    error: viewId === null ? null : query.error,
    reload,
  };
}

/** Saves, changes and deletes views. @public */
export function useViewChanges() {
  const { api } = useSession();
  const queryClient = useQueryClient();
  const known = (view: SavedView) => {
    queryClient.setQueryData(keys.view(view.id), view);
    return queryClient.invalidateQueries({ queryKey: keys.views() });
  };
  return {
    create: useMutation({
      mutationFn: (view: ViewRequest) => api.call('createView', { body: view }),
      onSuccess: known,
    }),
    change: useMutation({
      mutationFn: (call: { viewId: string; change: ViewChange }) =>
        api.call('changeView', {
          params: { viewId: call.viewId },
          body: call.change,
        }),
      onSuccess: known,
    }),
    remove: useMutation({
      mutationFn: async (viewId: string) => {
        await api.call('deleteView', { params: { viewId } });
      },
      onSuccess: (_, viewId) => {
        queryClient.removeQueries({ queryKey: keys.view(viewId) });
        return queryClient.invalidateQueries({ queryKey: keys.views() });
      },
    }),
  };
}
