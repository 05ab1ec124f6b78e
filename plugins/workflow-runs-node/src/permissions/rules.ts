import { z } from 'zod';
import {
  createConditionExports,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { runFits, workflowFits } from './criteria';
import {
  RunCriterion,
  runResourceRef,
  WorkflowCriterion,
  workflowResourceRef,
} from './resources';

/** A list, because `$ownerRefs` of the RBAC plugin expands only inside lists. */
const listOf = (meaning: string) => z.array(z.string()).describe(meaning);

const owner = {
  name: 'IS_WORKFLOW_OWNER',
  description:
    'Allow where one of the claims owns the workflow’s catalog entity',
  paramsSchema: z.object({
    claims: listOf('Entity refs, one of which must own the workflow’s entity'),
  }),
  toQuery: (params: { claims: string[] }): WorkflowCriterion => ({
    field: 'owner',
    values: params.claims,
  }),
};
const workflow = {
  name: 'IS_WORKFLOW',
  description: 'Allow for the named workflows',
  paramsSchema: z.object({
    workflows: listOf('Workflows as <engine>/<name>, one of which it must be'),
  }),
  toQuery: (params: { workflows: string[] }): WorkflowCriterion => ({
    field: 'workflow',
    values: params.workflows,
  }),
};
const engine = {
  name: 'IS_ENGINE',
  description: 'Allow for the workflows of the named engines',
  paramsSchema: z.object({
    engines: listOf('Ids of engines, one of which must be the workflow’s'),
  }),
  toQuery: (params: { engines: string[] }): WorkflowCriterion => ({
    field: 'engine',
    values: params.engines,
  }),
};
const tenant = {
  name: 'IS_TENANT',
  description: 'Allow for the workflows of the named tenants',
  paramsSchema: z.object({
    tenants: listOf('Ids of tenants, one of which must be the workflow’s'),
  }),
  toQuery: (params: { tenants: string[] }): WorkflowCriterion => ({
    field: 'tenant',
    values: params.tenants,
  }),
};
const startedBy = {
  name: 'IS_STARTED_BY',
  description: 'Allow where one of the claims has launched the run',
  paramsSchema: z.object({
    claims: listOf('Entity refs, one of which must have launched the run'),
  }),
  toQuery: (params: { claims: string[] }): RunCriterion => ({
    field: 'startedBy',
    values: params.claims,
  }),
};
const environment = {
  name: 'IS_ENVIRONMENT',
  description: 'Allow for runs in the named environments',
  paramsSchema: z.object({
    environments: listOf('Environments, one of which must be the run’s'),
  }),
  toQuery: (params: { environments: string[] }): RunCriterion => ({
    field: 'environment',
    values: params.environments,
  }),
};
const tag = {
  name: 'HAS_TAG',
  description: 'Allow for runs with one of the tags',
  paramsSchema: z.object({
    tags: listOf('Tags, one of which the run must have'),
  }),
  toQuery: (params: { tags: string[] }): RunCriterion => ({
    field: 'tag',
    values: params.tags,
  }),
};
const status = {
  name: 'HAS_STATUS',
  description: 'Allow for runs in one of the statuses',
  paramsSchema: z.object({
    statuses: listOf('Statuses, one of which the run must be in'),
  }),
  toQuery: (params: { statuses: string[] }): RunCriterion => ({
    field: 'status',
    values: params.statuses,
  }),
};

/** Rules on workflows. @public */
export const workflowRules = {
  isWorkflowOwner: createPermissionRule({
    ...owner,
    resourceRef: workflowResourceRef,
    apply: (resource, params) => workflowFits(resource, owner.toQuery(params)),
  }),
  isWorkflow: createPermissionRule({
    ...workflow,
    resourceRef: workflowResourceRef,
    apply: (resource, params) =>
      workflowFits(resource, workflow.toQuery(params)),
  }),
  isEngine: createPermissionRule({
    ...engine,
    resourceRef: workflowResourceRef,
    apply: (resource, params) => workflowFits(resource, engine.toQuery(params)),
  }),
  isTenant: createPermissionRule({
    ...tenant,
    resourceRef: workflowResourceRef,
    apply: (resource, params) => workflowFits(resource, tenant.toQuery(params)),
  }),
};

/** Rules on runs: those on their workflows, and those on what a run itself says. @public */
export const runRules = {
  isWorkflowOwner: createPermissionRule({
    ...owner,
    resourceRef: runResourceRef,
    apply: (run, params) => runFits(run, owner.toQuery(params)),
  }),
  isWorkflow: createPermissionRule({
    ...workflow,
    resourceRef: runResourceRef,
    apply: (run, params) => runFits(run, workflow.toQuery(params)),
  }),
  isEngine: createPermissionRule({
    ...engine,
    resourceRef: runResourceRef,
    apply: (run, params) => runFits(run, engine.toQuery(params)),
  }),
  isTenant: createPermissionRule({
    ...tenant,
    resourceRef: runResourceRef,
    apply: (run, params) => runFits(run, tenant.toQuery(params)),
  }),
  isStartedBy: createPermissionRule({
    ...startedBy,
    resourceRef: runResourceRef,
    apply: (run, params) => runFits(run, startedBy.toQuery(params)),
  }),
  isEnvironment: createPermissionRule({
    ...environment,
    resourceRef: runResourceRef,
    apply: (run, params) => runFits(run, environment.toQuery(params)),
  }),
  hasTag: createPermissionRule({
    ...tag,
    resourceRef: runResourceRef,
    apply: (run, params) => runFits(run, tag.toQuery(params)),
  }),
  hasStatus: createPermissionRule({
    ...status,
    resourceRef: runResourceRef,
    apply: (run, params) => runFits(run, status.toQuery(params)),
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
