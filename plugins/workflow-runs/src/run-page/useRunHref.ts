import { useCallback } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { runRouteRef } from '../routes';

/** Where a run opens on the page of all runs. */
export function useRunHref(): (runId: string) => string {
  const link = useRouteRef(runRouteRef);
  return useCallback(
    (runId: string) =>
      link?.({ runId }) ?? `/workflow-runs/runs/${encodeURIComponent(runId)}`,
    [link],
  );
}
