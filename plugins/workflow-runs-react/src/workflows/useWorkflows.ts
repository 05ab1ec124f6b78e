import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  LaunchRequest,
  parseWorkflowRef,
  Workflow,
  WorkflowDetail,
} from 'backstage-plugin-workflow-runs-common';
import { useAskAgain } from '../query/askAgain';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';

/** @public */
export interface UseWorkflowsResult {
  workflows: Workflow[];
  loading: boolean;
  error: unknown;
  reload: () => void;
}

/** The workflows that the reader may see, or those of one catalog entity. @public */
export function useWorkflows(
  options: { entity?: string; enabled?: boolean } = {},
): UseWorkflowsResult {
  const { api } = useSession();
  const { entity, enabled = true } = options;
  const queryKey = keys.workflows(entity);
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      api.call('listWorkflows', { query: { entity } }, { signal }),
    enabled,
    staleTime: 60_000,
  });
  return {
    workflows: query.data?.items ?? [],
    loading: query.isPending && enabled,
    error: query.error,
    reload,
  };
}

/** @public */
export interface UseWorkflowResult {
  workflow: WorkflowDetail | undefined;
  loading: boolean;
  error: unknown;
  reload: () => void;
}

/**
 * A workflow with its definition and the schema of its input.
 *
 * @param ref - `<engine>/<name>`; undefined while none is chosen
 * @public
 */
export function useWorkflow(ref: string | undefined): UseWorkflowResult {
  const { api } = useSession();
  const parsed = ref === undefined ? undefined : parseWorkflowRef(ref);
  const queryKey = keys.workflow(ref ?? '');
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      api.call('getWorkflow', { params: parsed! }, { signal }),
    enabled: parsed !== undefined,
    staleTime: 60_000,
  });
  return {
    workflow: query.data,
    loading: query.isPending && parsed !== undefined,
    error: query.error,
    reload,
  };
}

/** Launches runs; the same key again finds the run that the first call has launched. @public */
export function useLaunch() {
  const { api } = useSession();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (call: { request: LaunchRequest; idempotencyKey: string }) =>
      api.launch(call.request, { idempotencyKey: call.idempotencyKey }),
    onSuccess: () =>
      queryClient.invalidateQueries({ queryKey: keys.allRuns() }),
  });
}
