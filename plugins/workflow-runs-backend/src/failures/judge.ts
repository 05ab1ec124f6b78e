import {
  isOfWorkflow,
  workflowFits,
  WorkflowResource,
} from 'backstage-plugin-workflow-runs-node';
import { Visibility } from '../queries/condition';
import { judge as judgeBy, Verdict } from '../queries/judge';

/** What all runs of a group in one environment have in common. */
export interface KnownOfRuns {
  workflow: WorkflowResource;
  environment: string;
}

/** Whether runs are visible of which only this is known. */
export function judge(
  visibility: Visibility,
  { workflow, environment }: KnownOfRuns,
): Verdict {
  return judgeBy(visibility, criterion => {
    if (isOfWorkflow(criterion)) return workflowFits(workflow, criterion);
    return criterion.field === 'environment'
      ? criterion.values.includes(environment)
      : undefined;
  });
}
