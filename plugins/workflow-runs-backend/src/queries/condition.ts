import { Knex } from 'knex';
import {
  AuthorizeResult,
  PermissionCriteria,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import { parseWorkflowRef } from 'backstage-plugin-workflow-runs-common';
import { WorkflowCriterion } from 'backstage-plugin-workflow-runs-node';

/**
 * What a reader may see: everything, nothing, or the workflows (and their runs) that fit a
 * condition. Every query takes one, so there is no way to read past it.
 */
export type Visibility = 'all' | 'none' | PermissionCriteria<WorkflowCriterion>;

/** Turns the answer of the permission framework into something that queries understand. */
export function toVisibility(
  decision: PolicyDecision,
  toCriteria: (conditions: any) => PermissionCriteria<WorkflowCriterion>,
): Visibility {
  switch (decision.result) {
    case AuthorizeResult.ALLOW:
      return 'all';
    case AuthorizeResult.CONDITIONAL:
      return toCriteria(decision.conditions);
    default:
      return 'none';
  }
}

/** Narrows a query on `workflows` to what is visible. */
export function whereVisible(
  query: Knex.QueryBuilder,
  visibility: Visibility,
): Knex.QueryBuilder {
  if (visibility === 'all') return query;
  if (visibility === 'none') return query.whereRaw('1 = 0');
  return query.where(builder => applyCriteria(builder, visibility));
}

function applyCriteria(
  query: Knex.QueryBuilder,
  criteria: PermissionCriteria<WorkflowCriterion>,
): void {
  // Each list starts with what it means when it is empty: knex drops a group that says nothing, and
  // a policy that allows none of nothing would allow everything.
  if (isAndCriteria(criteria)) {
    query.whereRaw('1 = 1');
    for (const part of criteria.allOf)
      query.andWhere(inner => applyCriteria(inner, part));
  } else if (isOrCriteria(criteria)) {
    query.where(either => {
      either.whereRaw('1 = 0');
      for (const part of criteria.anyOf)
        either.orWhere(inner => applyCriteria(inner, part));
    });
  } else if (isNotCriteria(criteria)) {
    query.whereNot(inner => applyCriteria(inner, criteria.not));
  } else {
    applyCriterion(query, criteria);
  }
}

function applyCriterion(
  query: Knex.QueryBuilder,
  { field, values }: WorkflowCriterion,
) {
  if (field === 'owner') {
    query.whereIn('workflows.id', owned =>
      owned
        .select('workflow_id')
        .from('workflow_owners')
        .whereIn('owner_ref', values),
    );
    return;
  }
  const refs = values.flatMap(value => parseWorkflowRef(value) ?? []);
  query.where(either => {
    either.whereRaw('1 = 0');
    for (const { engine, name } of refs) {
      either.orWhere({ 'workflows.engine': engine, 'workflows.name': name });
    }
  });
}

/** The same condition on one workflow that is loaded already. */
export function isVisible(
  workflow: { ref: string; ownerRefs: readonly string[] },
  visibility: Visibility,
): boolean {
  if (visibility === 'all' || visibility === 'none')
    return visibility === 'all';
  if (isAndCriteria(visibility)) {
    return visibility.allOf.every(part => isVisible(workflow, part));
  }
  if (isOrCriteria(visibility)) {
    return visibility.anyOf.some(part => isVisible(workflow, part));
  }
  if (isNotCriteria(visibility)) return !isVisible(workflow, visibility.not);
  return visibility.field === 'owner'
    ? workflow.ownerRefs.some(ref => visibility.values.includes(ref))
    : visibility.values.includes(workflow.ref);
}
