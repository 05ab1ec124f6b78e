import {
  RunCriterion,
  RunResource,
  WorkflowCriterion,
  WorkflowResource,
} from './resources';

const OF_WORKFLOW: {
  [F in WorkflowCriterion['field']]: (
    workflow: WorkflowResource,
  ) => readonly string[];
} = {
  owner: workflow => workflow.ownerRefs,
  workflow: workflow => [workflow.ref],
  engine: workflow => [workflow.engine],
  tenant: workflow => [workflow.tenantId],
};

const OF_RUN: {
  [F in Exclude<RunCriterion['field'], WorkflowCriterion['field']>]: (
    run: RunResource,
  ) => readonly string[];
} = {
  startedBy: run => (run.startedBy === null ? [] : [run.startedBy]),
  environment: run => [run.environment],
  tag: run => run.tags,
  status: run => [run.status],
};

/** Whether a criterion is about the workflow, and so the same for all its runs. @public */
export function isOfWorkflow(
  criterion: RunCriterion,
): criterion is WorkflowCriterion {
  return Object.hasOwn(OF_WORKFLOW, criterion.field);
}

/** Whether a workflow fits a criterion. @public */
export function workflowFits(
  workflow: WorkflowResource,
  { field, values }: WorkflowCriterion,
): boolean {
  return OF_WORKFLOW[field](workflow).some(value => values.includes(value));
}

/** Whether a run fits a criterion. @public */
export function runFits(run: RunResource, criterion: RunCriterion): boolean {
  if (isOfWorkflow(criterion)) return workflowFits(run.workflow, criterion);
  const { field, values } = criterion;
  const held = OF_RUN[field as keyof typeof OF_RUN](run);
  return held.some(value => values.includes(value));
}
