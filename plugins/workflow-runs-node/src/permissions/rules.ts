import { z } from 'zod';
import {
  createConditionExports,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import {
  runResourceRef,
  WorkflowCriterion,
  WorkflowResource,
  workflowResourceRef,
} from './resources';

// Parameters are arrays because `$ownerRefs` of the RBAC plugin expands only inside arrays.
const claims = z.object({
  claims: z
    .array(z.string())
    .describe('Entity refs, one of which must own the workflow’s entity'),
});
const workflows = z.object({
  workflows: z
    .array(z.string())
    .describe('Workflows as <engine>/<name>, one of which it must be'),
});
type Claims = z.infer<typeof claims>;
type Workflows = z.infer<typeof workflows>;

const owner = {
  name: 'IS_WORKFLOW_OWNER',
  description:
    'Allow where one of the claims owns the workflow’s catalog entity',
  paramsSchema: claims,
  toQuery: (params: Claims): WorkflowCriterion => ({
    field: 'owner',
    values: params.claims,
  }),
};
const isOwner = (workflow: WorkflowResource, params: Claims) =>
  workflow.ownerRefs.some(ref => params.claims.includes(ref));

const named = {
  name: 'IS_WORKFLOW',
  description: 'Allow for the named workflows',
  paramsSchema: workflows,
  toQuery: (params: Workflows): WorkflowCriterion => ({
    field: 'workflow',
    values: params.workflows,
  }),
};
const isNamed = (workflow: WorkflowResource, params: Workflows) =>
  params.workflows.includes(workflow.ref);

/** Rules on runs. @public */
export const runRules = {
  isWorkflowOwner: createPermissionRule({
    ...owner,
    resourceRef: runResourceRef,
    apply: (run, params) => isOwner(run.workflow, params),
  }),
  isWorkflow: createPermissionRule({
    ...named,
    resourceRef: runResourceRef,
    apply: (run, params) => isNamed(run.workflow, params),
  }),
};

/** Rules on workflows. @public */
export const workflowRules = {
  isWorkflowOwner: createPermissionRule({
    ...owner,
    resourceRef: workflowResourceRef,
    apply: isOwner,
  }),
  isWorkflow: createPermissionRule({
    ...named,
    resourceRef: workflowResourceRef,
    apply: isNamed,
  }),
};

const runExports = createConditionExports({
  resourceRef: runResourceRef,
  rules: runRules,
});
const workflowExports = createConditionExports({
  resourceRef: workflowResourceRef,
  rules: workflowRules,
});

/** Conditions on runs, for authors of policies. @public */
export const runConditions = runExports.conditions;
/** @public */
export const createRunConditionalDecision =
  runExports.createConditionalDecision;
/** Conditions on workflows, for authors of policies. @public */
export const workflowConditions = workflowExports.conditions;
/** @public */
export const createWorkflowConditionalDecision =
  workflowExports.createConditionalDecision;
