import fc from 'fast-check';
import {
  AuthorizeResult,
  Permission,
  PermissionCriteria,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  basicPermissions,
  RESOURCE_TYPE_RUN,
  RESOURCE_TYPE_WORKFLOW,
  runPermissions,
  workflowPermissions,
} from 'backstage-plugin-workflow-runs-common';
import { RunCriterion } from 'backstage-plugin-workflow-runs-node';
import {
  runCriteria,
  workflowCriteria,
} from '../../../queries/__testUtils__/arbitraries';
import {
  RunCriteria,
  Visibility,
  WorkflowCriteria,
} from '../../../queries/condition';

/** What one caller may, by the name of each permission. */
export type Policy = Record<string, Visibility>;

/** The rule that says what a criterion says, and the name of its parameter. */
const RULES: Record<RunCriterion['field'], [rule: string, param: string]> = {
  owner: ['IS_WORKFLOW_OWNER', 'claims'],
  workflow: ['IS_WORKFLOW', 'workflows'],
  engine: ['IS_ENGINE', 'engines'],
  tenant: ['IS_TENANT', 'tenants'],
  startedBy: ['IS_STARTED_BY', 'claims'],
  environment: ['IS_ENVIRONMENT', 'environments'],
  tag: ['HAS_TAG', 'tags'],
  status: ['HAS_STATUS', 'statuses'],
};

const decided = (criteria: fc.Arbitrary<RunCriteria | WorkflowCriteria>) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant('all' as const) },
    { weight: 1, arbitrary: fc.constant('none' as const) },
    { weight: 5, arbitrary: criteria },
  ) as fc.Arbitrary<Visibility>;

/** Any policy that the permission framework could answer with. */
export const policies: fc.Arbitrary<Policy> = fc.record({
  ...arbitraryFor(runPermissions, decided(runCriteria)),
  ...arbitraryFor(workflowPermissions, decided(workflowCriteria)),
  ...arbitraryFor(basicPermissions, fc.constantFrom('all', 'none')),
}) as fc.Arbitrary<Policy>;

function arbitraryFor<T>(
  permissions: readonly Permission[],
  arbitrary: fc.Arbitrary<T>,
) {
  return Object.fromEntries(permissions.map(({ name }) => [name, arbitrary]));
}

/** What the permission framework answers by a policy. */
export function decideBy(
  policy: Policy,
  permission: Permission,
): PolicyDecision {
  const visibility = policy[permission.name];
  if (visibility === 'all') return { result: AuthorizeResult.ALLOW };
  if (visibility === 'none') return { result: AuthorizeResult.DENY };
  const resourceType = runPermissions.some(
    ({ name }) => name === permission.name,
  )
    ? RESOURCE_TYPE_RUN
    : RESOURCE_TYPE_WORKFLOW;
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'workflow-runs',
    resourceType,
    conditions: toConditions(visibility, resourceType) as any,
  };
}

function toConditions(
  criteria: PermissionCriteria<RunCriterion>,
  resourceType: string,
): object {
  const parts = (list: readonly PermissionCriteria<RunCriterion>[]) =>
    list.map(part => toConditions(part, resourceType));
  if ('allOf' in criteria) return { allOf: parts(criteria.allOf) };
  if ('anyOf' in criteria) return { anyOf: parts(criteria.anyOf) };
  if ('not' in criteria)
    return { not: toConditions(criteria.not, resourceType) };
  const { field, values } = criteria as RunCriterion;
  const [rule, param] = RULES[field];
  return { rule, resourceType, params: { [param]: values } };
}
