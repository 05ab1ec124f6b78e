import {
  Run,
  RunFacet,
  RunFilter,
  runFilterSchema,
  runStatusSchema,
} from 'backstage-plugin-workflow-runs-common';

type Values = (run: Run) => (string | null)[];

/** What each filter looks at. */
const fields: Partial<Record<keyof RunFilter, Values>> = {
  workflow: run => [run.workflow.ref],
  engine: run => [run.workflow.engine],
  entity: run => [run.workflow.entityRef],
  tenant: run => [run.tenantId],
  environment: run => [run.environment],
  version: run => [run.workflowVersion],
  status: run => [run.status],
  tag: run => run.tags,
  errorCode: run => [run.error?.code ?? null],
  errorCategory: run => [run.error?.category ?? null],
  hitl: run => [run.hitl],
  sla: run => [run.sla?.status ?? null],
  owner: run => [run.owner],
  startedBy: run => [run.startedBy],
  priority: run => [run.priority],
  triggerType: run => [run.triggerType],
  businessEventId: run => [run.businessEventId],
};

/** The runs that fit a query of the API. */
export function runsThatFit(
  runs: Run[],
  query: Record<string, unknown>,
): Run[] {
  const names = Object.keys(runFilterSchema.shape);
  const filter = runFilterSchema.parse(
    Object.fromEntries(
      Object.entries(query).filter(([name]) => names.includes(name)),
    ),
  );
  const tests = Object.entries(filter).map(
    ([name, wanted]) =>
      (run: Run) =>
        fits(run, name as keyof RunFilter, wanted),
  );
  return runs.filter(run => tests.every(test => test(run)));
}

function fits(run: Run, name: keyof RunFilter, wanted: unknown): boolean {
  if (wanted === undefined) return true;
  switch (name) {
    case 'from':
      return Date.parse(run.queuedAt) >= Number(wanted);
    case 'to':
      return Date.parse(run.queuedAt) < Number(wanted);
    case 'failureGroup':
      // Runs do not tell it: the fake has left out the others already.
      return true;
    case 'tagPattern':
      return run.tags.some(tag => new RegExp(String(wanted)).test(tag));
    case 'backfill':
    case 'needsIntervention':
      return run[name] === wanted;
    default:
      return (fields[name]?.(run) ?? []).some(value =>
        (wanted as unknown[]).includes(value),
      );
  }
}

/** The runs in an order of the API; they are given newest first. */
export function inOrder(runs: Run[], sort: string | undefined): Run[] {
  const duration = (run: Run) => run.durationMs ?? 0;
  const statuses = runStatusSchema.options;
  const ended = runs.filter(run => run.durationMs !== null);
  if (sort === 'duration')
    return ended.sort((a, b) => duration(a) - duration(b));
  if (sort === '-duration')
    return ended.sort((a, b) => duration(b) - duration(a));
  return sort === 'status'
    ? [...runs].sort(
        (a, b) => statuses.indexOf(a.status) - statuses.indexOf(b.status),
      )
    : runs;
}

/** How many runs each status has. */
export function countsOf(runs: Run[]) {
  return runStatusSchema.options.map(status => ({
    status,
    count: runs.filter(run => run.status === status).length,
    isMore: false,
  }));
}

/** Which values a field has, the most frequent first. */
export function facetOf(runs: Run[], facet: RunFacet) {
  const counts = new Map<string, number>();
  for (const value of runs.flatMap(fields[facet] ?? (() => []))) {
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return {
    facet,
    values: [...counts]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count),
    counted: { count: runs.length, isMore: false },
  };
}
