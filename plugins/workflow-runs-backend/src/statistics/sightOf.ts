import { PermissionCriteria } from '@backstage/plugin-permission-common';
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
import { Visibility } from '../queries/condition';
import { OUTCOMES } from './contribution';

/** Whether all runs of a series are visible, or none; undefined where it depends on the run. */
export type Sight = boolean | undefined;

/** What is known of all runs of a series. */
export interface SeriesResource {
  workflow: WorkflowResource;
  environment: string;
}

/**
 * Evaluates a condition on what is known of a series, in the logic of Kleene: what is not known stays so,
 * unless the rest decides it.
 */
export function sightOf(series: SeriesResource, visibility: Visibility): Sight {
  if (visibility === 'all' || visibility === 'none')
    return visibility === 'all';
  return evaluate(series, visibility);
}

function evaluate(
  series: SeriesResource,
  criteria: PermissionCriteria<RunCriterion>,
): Sight {
  if (isAndCriteria(criteria)) {
    return allOf(criteria.allOf.map(part => evaluate(series, part)));
  }
  if (isOrCriteria(criteria)) {
    return not(allOf(criteria.anyOf.map(part => not(evaluate(series, part)))));
  }
  if (isNotCriteria(criteria)) return not(evaluate(series, criteria.not));
  return fits(series, criteria as RunCriterion);
}

function allOf(parts: Sight[]): Sight {
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
}

function not(sight: Sight): Sight {
  return sight === undefined ? undefined : !sight;
}

function fits(
  { workflow, environment }: SeriesResource,
  criterion: RunCriterion,
): Sight {
  const { field, values } = criterion;
  if (isOfWorkflow(criterion)) return workflowFits(workflow, criterion);
  if (field === 'environment') return values.includes(environment);
  if (values.length === 0) return false;
  if (field !== 'status') return undefined;
  // All that is counted has ended.
  const ended = Object.keys(OUTCOMES).filter(each => values.includes(each));
  if (ended.length === 0) return false;
  return ended.length === Object.keys(OUTCOMES).length ? true : undefined;
}
