import { useCallback, useMemo, useState } from 'react';
import { Run } from 'backstage-plugin-workflow-runs-common';

/** The rows that are selected, by the ids of their runs: what comes and goes around them does not matter. */
export interface Selection {
  ids: ReadonlySet<string>;
  select: (runId: string, selected: boolean) => void;
  selectAll: (runs: readonly Run[]) => void;
}

export function useSelection(): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const select = useCallback((runId: string, selected: boolean) => {
    setIds(before => {
      const next = new Set(before);
      if (selected) next.add(runId);
      else next.delete(runId);
      return next;
    });
  }, []);
  const selectAll = useCallback((runs: readonly Run[]) => {
    setIds(new Set(runs.map(run => run.id)));
  }, []);
  return useMemo(() => ({ ids, select, selectAll }), [ids, select, selectAll]);
}
