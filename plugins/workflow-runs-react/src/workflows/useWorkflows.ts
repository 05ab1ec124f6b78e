import { useQuery, useQueryClient } from '@tanstack/react-query';
import {
  ActionResult,
  LaunchRequest,
  parseWorkflowRef,
  Workflow,
  WorkflowDetail,
} from 'backstage-plugin-workflow-runs-common';
import { useAskAgain } from '../query/askAgain';
import { keys } from '../query/keys';
import { useActOnce } from '../query/useActOnce';
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

/** A launch, and what has come of it. @public */
export interface LaunchCall {
  isPending: boolean;
  error: unknown;
  /** Launches; while a launch is under way, it does nothing. */
  send: (request: LaunchRequest) => void;
  /** Forgets what has come of it. */
  reset: () => void;
}

/** Launches a run, once even where it is sent twice. @public */
export function useLaunch(options: {
  onLaunched: (result: ActionResult) => void;
}): LaunchCall {
  const { api } = useSession();
  const queryClient = useQueryClient();
  return useActOnce({
    act: (request: LaunchRequest, idempotencyKey) =>
      api.launch(request, { idempotencyKey }),
    onSuccess: result => {
      queryClient.invalidateQueries({ queryKey: keys.allRuns() });
      options.onLaunched(result);
    },
  });
}
