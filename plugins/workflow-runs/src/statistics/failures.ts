import { Run } from 'backstage-plugin-workflow-runs-common';

/** Failed runs that have something in common. */
export interface FailureGroup {
  key: string;
  count: number;
  /** The newest of them. */
  latest: Run;
}

/** Where the runs of a group failed. */
export interface StepFailures extends FailureGroup {
  workflow: Run['workflow'];
  /** Null: the run failed, and none of its steps. */
  stepKey: string | null;
}

/** How the runs of a group failed. */
export interface CauseFailures extends FailureGroup {
  category: NonNullable<Run['error']>['category'];
}

/**
 * The steps at which runs failed, the most frequent first. Each run counts once, by the first step
 * that failed for good: all that a list of runs tells of its steps.
 */
export function failuresByStep(runs: readonly Run[]): StepFailures[] {
  const groups = groupBy(
    runs.filter(run => run.status === 'failed'),
    run => JSON.stringify([run.workflow.id, run.error?.stepKey ?? null]),
  );
  return groups.map(group => ({
    ...group,
    workflow: group.latest.workflow,
    stepKey: group.latest.error?.stepKey ?? null,
  }));
}

/** The categories of the errors that runs failed with, the most frequent first. */
export function failuresByCause(runs: readonly Run[]): CauseFailures[] {
  const groups = groupBy(
    runs.filter(run => run.status === 'failed' && run.error !== null),
    run => run.error!.category,
  );
  return groups.map(group => ({
    ...group,
    category: group.latest.error!.category,
  }));
}

function groupBy(
  runs: readonly Run[],
  keyOf: (run: Run) => string,
): FailureGroup[] {
  const groups = new Map<string, FailureGroup>();
  for (const run of runs) {
    const key = keyOf(run);
    const group = groups.get(key) ?? { key, count: 0, latest: run };
    groups.set(key, {
      key,
      count: group.count + 1,
      latest: run.queuedAt > group.latest.queuedAt ? run : group.latest,
    });
  }
  return [...groups.values()].sort(
    (a, b) =>
      b.count - a.count || b.latest.queuedAt.localeCompare(a.latest.queuedAt),
  );
}
