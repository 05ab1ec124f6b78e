import type { Run, RunsUpdate } from 'backstage-plugin-workflow-runs-common';

/** The newest runs that a filter lets through. */
export interface RunList {
  runs: readonly Run[];
  /** There are older ones. */
  hasMore: boolean;
}

/** A list with what the stream has told, and whether it has to be read anew to be right. */
export function updateList(
  { runs, hasMore }: RunList,
  { items, gone, isPartial }: RunsUpdate,
): { list: RunList; isStale: boolean } {
  const told = new Map(items.map(run => [run.id, run]));
  const left = new Set(gone);
  const oldest = runs.at(-1)?.queuedAt;
  // What is older than the last row is on another page.
  const belongs = (run: Run) =>
    !hasMore || oldest === undefined || run.queuedAt >= oldest;
  const known = new Set(runs.map(run => run.id));
  const kept = runs
    .filter(run => !left.has(run.id))
    .map(run => newer(run, told.get(run.id)));
  const added = items.filter(run => !known.has(run.id) && belongs(run));
  return {
    list: { runs: inOrder([...added, ...kept]), hasMore },
    // Those that went have made room for older ones.
    isStale: isPartial || (hasMore && kept.length < runs.length),
  };
}

function newer(run: Run, told: Run | undefined): Run {
  return told && told.position >= run.position ? told : run;
}

function inOrder(runs: Run[]): Run[] {
  return runs.sort((a, b) => b.queuedAt.localeCompare(a.queuedAt));
}
