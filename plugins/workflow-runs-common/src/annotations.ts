/** Ties a catalog entity to a workflow; its value is `<engine>/<name>`. @public */
export const WORKFLOW_ANNOTATION = 'workflow-runs.io/workflow';

/** Names the tenant that an entity's workflow belongs to; `default` where it is absent. @public */
export const TENANT_ANNOTATION = 'workflow-runs.io/tenant';

/** Links what to do when the workflow fails: an `https` address. @public */
export const RUNBOOK_ANNOTATION = 'workflow-runs.io/runbook';

/** What is expected of the runs of the workflow: `success-rate=99%; p95-duration=10m; window=28d`. @public */
export const SLO_ANNOTATION = 'workflow-runs.io/slo';

/** How long a run of the workflow may take: `30m`, `1h30m`. @public */
export const SLA_ANNOTATION = 'workflow-runs.io/sla';

/** An engine and the name of a workflow in it. @public */
export interface WorkflowRef {
  engine: string;
  name: string;
}

/**
 * Reads `<engine>/<name>`; the name may hold further slashes.
 *
 * @returns undefined where it is none
 * @public
 */
export function parseWorkflowRef(ref: string): WorkflowRef | undefined {
  const slash = ref.indexOf('/');
  if (slash < 1 || slash === ref.length - 1) return undefined;
  return { engine: ref.slice(0, slash), name: ref.slice(slash + 1) };
}

/** Writes `<engine>/<name>`. @public */
export function stringifyWorkflowRef({ engine, name }: WorkflowRef): string {
  return `${engine}/${name}`;
}
