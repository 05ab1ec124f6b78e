import { StepStatistics } from 'backstage-plugin-workflow-runs-common';
import { PartProps } from './parts';
import { only } from './runsQuery';

/** What identifies a step among those of all workflows. */
export const stepId = ({ workflow, stepKey }: StepStatistics): string =>
  `${workflow.id} ${stepKey}`;

/** What a step is called where there may be those of other workflows. */
export function stepName(
  { workflow, name }: StepStatistics,
  { several }: PartProps,
): string {
  return several ? `${workflow.title}: ${name}` : name;
}

/** Where the runs of a step are listed, by their workflow: no list tells runs by their steps. */
export function stepRunsHref(
  { workflow }: StepStatistics,
  { several, runsHref }: PartProps,
  status = 'completed,failed,canceled',
): string {
  return runsHref({
    ...(several && { workflow: only(workflow.ref) }),
    status,
  });
}
