import {
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import {
  isOfWorkflow,
  RunCriterion,
  workflowFits,
  WorkflowResource,
} from 'backstage-plugin-workflow-runs-node';
import { RunCriteria, Visibility } from '../queries/condition';

/** What all runs of a group in one environment have in common. */
export interface KnownOfRuns {
  workflow: WorkflowResource;
  environment: string;
}

/**
 * Whether runs are visible of which only this is known: all of them, none, or undefined where it takes more
 * to know. Kleene's three-valued logic, so what is unknown in one part may not matter for the whole.
 */
export function judge(
  visibility: Visibility,
  known: KnownOfRuns,
): boolean | undefined {
  if (visibility === 'all') return true;
  if (visibility === 'none') return false;
  return judgeCriteria(visibility, known);
}

function judgeCriteria(
  criteria: RunCriteria,
  known: KnownOfRuns,
): boolean | undefined {
  if (isAndCriteria(criteria)) {
    const parts = criteria.allOf.map(part => judgeCriteria(part, known));
    if (parts.includes(false)) return false;
    return parts.includes(undefined) ? undefined : true;
  }
  if (isOrCriteria(criteria)) {
    const parts = criteria.anyOf.map(part => judgeCriteria(part, known));
    if (parts.includes(true)) return true;
    return parts.includes(undefined) ? undefined : false;
  }
  if (isNotCriteria(criteria)) {
    const part = judgeCriteria(criteria.not, known);
    return part === undefined ? undefined : !part;
  }
  return judgeCriterion(criteria as RunCriterion, known);
}

function judgeCriterion(
  criterion: RunCriterion,
  { workflow, environment }: KnownOfRuns,
): boolean | undefined {
  if (isOfWorkflow(criterion)) {
    return workflowFits(workflow, criterion);
  }
  return criterion.field === 'environment'
    ? criterion.values.includes(environment)
    : undefined;
}
