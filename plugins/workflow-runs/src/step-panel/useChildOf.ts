import { RelatedRun, Step } from 'backstage-plugin-workflow-runs-common';
import { useLineage } from 'backstage-plugin-workflow-runs-react';

/** The run that a step has launched, where it is known; of several the newest. */
export function useChildOf(runId: string, step: Step): RelatedRun | undefined {
  const { lineage } = useLineage(runId);
  return lineage?.children.items.find(
    child => child.stepKey !== null && child.stepKey === step.stepKey,
  );
}
