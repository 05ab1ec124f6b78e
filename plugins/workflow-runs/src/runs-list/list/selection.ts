import { useMemo, useState } from 'react';
import { Run } from 'backstage-plugin-workflow-runs-common';

/** The rows that are selected, by the ids of their runs: what comes and goes around them does not matter. */
export interface Selection {
  ids: ReadonlySet<string>;
  /** All that match are meant, also those that are not shown. */
  all: boolean;
  select: (runId: string, selected: boolean) => void;
  selectAll: (runs: readonly Pick<Run, 'id'>[]) => void;
  /** Means all that match, and not only those that are selected. */
  takeAll: () => void;
}

interface Selected {
  list: string;
  ids: ReadonlySet<string>;
  all: boolean;
}

/**
 * What is selected in a list.
 *
 * @param list - what is listed: of another list, nothing is selected
 */
export function useSelection(list: string): Selection {
  const nothing = useMemo(
    () => ({ list, ids: new Set<string>(), all: false }),
    [list],
  );
  const [last, setLast] = useState<Selected>(nothing);
  const { ids, all } = last.list === list ? last : nothing;
  // The same ones each time: a row is drawn again only when its run has changed.
  const changes = useMemo(() => {
    const change = (next: (before: Selected) => Partial<Selected>) =>
      setLast(before => {
        const now = before.list === list ? before : nothing;
        return { ...now, all: false, ...next(now) };
      });
    return {
      select: (runId: string, selected: boolean) =>
        change(before => {
          const next = new Set(before.ids);
          if (selected) next.add(runId);
          else next.delete(runId);
          return { ids: next };
        }),
      selectAll: (runs: readonly Pick<Run, 'id'>[]) =>
        change(() => ({ ids: new Set(runs.map(run => run.id)) })),
      takeAll: () => change(() => ({ all: true })),
    };
  }, [list, nothing]);
  return useMemo(() => ({ ids, all, ...changes }), [ids, all, changes]);
}
