import { useCallback } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Artifact } from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';

/** Cancels a run; asked twice with the same key, it happens once. @public */
export function useCancelRun(runId: string) {
  const { api } = useSession();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (request: { reason?: string; idempotencyKey: string }) =>
      api.call(
        'cancelRun',
        {
          params: { runId },
          body: request.reason ? { reason: request.reason } : {},
        },
        { idempotencyKey: request.idempotencyKey },
      ),
    onSettled: () => {
      queryClient.invalidateQueries({ queryKey: keys.run(runId) });
      queryClient.invalidateQueries({ queryKey: keys.actions(runId) });
      queryClient.invalidateQueries({ queryKey: keys.allRuns() });
    },
  });
}

/** Fetches the content of an artifact as the signed-in user. @public */
export function useArtifactContent() {
  const { api } = useSession();
  return useCallback(
    (artifact: Artifact) => api.downloadArtifact(artifact),
    [api],
  );
}
