import {
  isOfWorkflow,
  RunCriterion,
  workflowFits,
  WorkflowResource,
} from 'backstage-plugin-workflow-runs-node';
import { Visibility } from '../queries/condition';
import { judge, Verdict } from '../queries/judge';
import { OUTCOMES } from './contribution';

/** Whether all runs of a series are visible, or none; undefined where it depends on the run. */
export type Sight = Verdict;

/** What is known of all runs of a series. */
export interface SeriesResource {
  workflow: WorkflowResource;
  environment: string;
}

/** Whether the runs of a series are visible, by what is known of all of them. */
export function sightOf(series: SeriesResource, visibility: Visibility): Sight {
  return judge(visibility, criterion => fits(series, criterion));
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
