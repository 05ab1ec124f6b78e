import {
  MAX_FILTER_VALUES,
  Run,
  RunFilter,
} from 'backstage-plugin-workflow-runs-common';

/**
 * The narrowest filter of the API that lets through whatever one of these does: a tab has one stream with
 * one list, however many lists it shows.
 */
export function coveringFilter(filters: readonly RunFilter[]): RunFilter {
  const [first = {}, ...others] = filters;
  return others.reduce(covering, first);
}

function covering(a: RunFilter, b: RunFilter): RunFilter {
  const names = Object.keys(a) as (keyof RunFilter)[];
  return Object.fromEntries(
    names.flatMap(name => {
      const value = either(name, a[name], b[name]);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

type Value = RunFilter[keyof RunFilter];

/** @returns undefined where it does not narrow both */
function either(name: keyof RunFilter, a: Value, b: Value): Value {
  if (a === undefined || b === undefined) return undefined;
  if (Array.isArray(a) && Array.isArray(b)) {
    const values = [...new Set<string>([...a, ...b])];
    return values.length > MAX_FILTER_VALUES ? undefined : (values as Value);
  }
  if (name === 'from') return Math.min(Number(a), Number(b));
  if (name === 'to') return Math.max(Number(a), Number(b));
  return a === b ? a : undefined;
}

/** What of a run tells whether it fits; the other filters only the backend can judge. */
const fields: Partial<
  Record<keyof RunFilter, (run: Run) => readonly (string | null)[]>
> = {
  workflow: run => [run.workflow.ref],
  engine: run => [run.workflow.engine],
  entity: run => [run.workflow.entityRef],
  tenant: run => [run.tenantId],
  environment: run => [run.environment],
  version: run => [run.workflowVersion],
  status: run => [run.status],
  tag: run => run.tags,
  hitl: run => [run.hitl],
  sla: run => [run.sla?.status ?? null],
  startedBy: run => [run.startedBy],
  priority: run => [run.priority],
  triggerType: run => [run.triggerType],
  parent: run => [run.parentRunId],
  origin: run => [run.originRunId],
};

/** Whether a run may be one of those that a filter lets through; what cannot be told may be. */
export function mayFit(run: Run, filter: RunFilter): boolean {
  const queuedAt = Date.parse(run.queuedAt);
  if (filter.from !== undefined && queuedAt < filter.from) return false;
  if (filter.to !== undefined && queuedAt >= filter.to) return false;
  return Object.entries(fields).every(([name, valuesOf]) => {
    const wanted = filter[name as keyof RunFilter];
    return (
      !Array.isArray(wanted) ||
      valuesOf(run).some(value => (wanted as unknown[]).includes(value))
    );
  });
}
