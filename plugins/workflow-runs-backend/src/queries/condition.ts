import { isDeepStrictEqual } from 'node:util';
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
import {
  isOfWorkflow,
  RunCriterion,
  runFits,
  RunResource,
  WorkflowCriterion,
  workflowFits,
  WorkflowResource,
} from 'backstage-plugin-workflow-runs-node';

/** A condition on runs. @see isVisible */
export type RunCriteria = PermissionCriteria<RunCriterion>;
/** A condition on workflows. */
export type WorkflowCriteria = PermissionCriteria<WorkflowCriterion>;

/**
 * What a reader may see: everything, nothing, or what fits a condition. Every query takes one, so
 * there is no way to read past it.
 */
export type Visibility<C = RunCriterion> =
  | 'all'
  | 'none'
  | PermissionCriteria<C>;

/** Turns the answer of the permission framework into something that queries understand. */
export function toVisibility<C>(
  decision: PolicyDecision,
  toCriteria: (conditions: any) => PermissionCriteria<C>,
): Visibility<C> {
  switch (decision.result) {
    case AuthorizeResult.ALLOW:
      return 'all';
    case AuthorizeResult.CONDITIONAL:
      return toCriteria(decision.conditions);
    default:
      return 'none';
  }
}

/** What is within both. Conditions that are the same stay one, which has an index to walk. */
export function overlapOf(one: Visibility, other: Visibility): Visibility {
  if (one === 'none' || other === 'none') return 'none';
  if (one === 'all' || isDeepStrictEqual(one, other)) return other;
  if (other === 'all') return one;
  return { allOf: [one, other] };
}

/** Whether a run that is loaded already is visible. */
export function isRunVisible(run: RunResource, visibility: Visibility) {
  return isVisible(visibility, criterion => runFits(run, criterion));
}

/** Whether a workflow that is loaded already is visible. */
export function isWorkflowVisible(
  workflow: WorkflowResource,
  visibility: Visibility<WorkflowCriterion>,
) {
  return isVisible(visibility, criterion => workflowFits(workflow, criterion));
}

function isVisible<C>(
  visibility: Visibility<C>,
  fits: (criterion: C) => boolean,
): boolean {
  if (visibility === 'all' || visibility === 'none')
    return visibility === 'all';
  if (isAndCriteria(visibility)) {
    return visibility.allOf.every(part => isVisible(part, fits));
  }
  if (isOrCriteria(visibility)) {
    return visibility.anyOf.some(part => isVisible(part, fits));
  }
  if (isNotCriteria(visibility)) return !isVisible(visibility.not, fits);
  return fits(visibility as C);
}

/** Narrows a query on `workflows` to what is visible. */
export function whereWorkflow(
  query: Knex.QueryBuilder,
  visibility: Visibility<WorkflowCriterion>,
): Knex.QueryBuilder {
  return whereVisible(query, visibility, ofWorkflow);
}

/** Narrows a query on `runs` to what is visible. */
export function whereRun(
  query: Knex.QueryBuilder,
  visibility: Visibility,
): Knex.QueryBuilder {
  return whereVisible(query, visibility, ofRun);
}

type Apply<C> = (query: Knex.QueryBuilder, criterion: C) => void;

function whereVisible<C>(
  query: Knex.QueryBuilder,
  visibility: Visibility<C>,
  apply: Apply<C>,
): Knex.QueryBuilder {
  if (visibility === 'all') return query;
  if (visibility === 'none') return query.whereRaw('1 = 0');
  return query.where(builder => applyCriteria(builder, visibility, apply));
}

function applyCriteria<C>(
  query: Knex.QueryBuilder,
  criteria: PermissionCriteria<C>,
  apply: Apply<C>,
): void {
  // Each list starts with what it means when it is empty: knex drops a group that says nothing, and
  // a policy that allows none of nothing would allow everything.
  if (isAndCriteria(criteria)) {
    query.whereRaw('1 = 1');
    for (const part of criteria.allOf)
      query.andWhere(inner => applyCriteria(inner, part, apply));
  } else if (isOrCriteria(criteria)) {
    query.where(either => {
      either.whereRaw('1 = 0');
      for (const part of criteria.anyOf)
        either.orWhere(inner => applyCriteria(inner, part, apply));
    });
  } else if (isNotCriteria(criteria)) {
    query.whereNot(inner => applyCriteria(inner, criteria.not, apply));
  } else {
    apply(query, criteria as C);
  }
}

function ofWorkflow(
  query: Knex.QueryBuilder,
  { field, values }: WorkflowCriterion,
) {
  switch (field) {
    case 'owner':
      query.whereIn('workflows.id', owned =>
        owned
          .select('workflow_id')
          .from('workflow_owners')
          .whereIn('owner_ref', values),
      );
      break;
    case 'engine':
      query.whereIn('workflows.engine', values);
      break;
    case 'tenant':
      query.whereIn('workflows.tenant_id', values);
      break;
    default:
      query.where(either => {
        either.whereRaw('1 = 0');
        for (const value of values) {
          const ref = parseWorkflowRef(value);
          if (!ref) continue;
          either.orWhere({
            'workflows.engine': ref.engine,
            'workflows.name': ref.name,
          });
        }
      });
  }
}

function ofRun(query: Knex.QueryBuilder, criterion: RunCriterion) {
  const { field, values } = criterion;
  if (isOfWorkflow(criterion)) {
    query.whereIn('runs.workflow_id', workflows =>
      ofWorkflow(workflows.select('id').from('workflows'), criterion),
    );
    return;
  }
  switch (field) {
    case 'startedBy':
      // Null is nobody, not unknown: the opposite of this condition holds for it.
      query.where(both =>
        both.whereNotNull('runs.started_by').whereIn('runs.started_by', values),
      );
      break;
    case 'tag':
      query.whereExists(tagged =>
        tagged
          .select('run_id')
          .from('run_tags')
          // With the time it is one row of the primary key. Without, SQLite takes all that have the tag.
          .whereRaw('run_tags.ordered_at = runs.ordered_at')
          .whereRaw('run_tags.run_id = runs.id')
          .whereIn('tag', values),
      );
      break;
    default:
      query.whereIn(`runs.${field}`, values);
  }
}
