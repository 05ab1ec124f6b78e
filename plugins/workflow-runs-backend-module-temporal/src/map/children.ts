import { RunSnapshot } from 'backstage-plugin-workflow-runs-common';
import { StepGroup } from './groups';
import { nativeIdOf } from './names';

/**
 * What a step says of the run that it has launched: of which step it is, which that run does not know itself. All else
 * it says better, and it is shown once it has. Those of another namespace are of another instance, and not told here.
 */
export function childrenOf(
  { kind, key, head, followers }: StepGroup,
  parent: { namespace: string; workflowId: string; runId: string },
): RunSnapshot[] {
  if (kind !== 'child') return [];
  const about = head.startChildWorkflowExecutionInitiatedEventAttributes;
  const started = followers
    .map(event => event.childWorkflowExecutionStartedEventAttributes)
    .find(Boolean);
  const { workflowId, runId } = started?.workflowExecution ?? {};
  if (!workflowId || !runId) return [];
  const { namespace } = parent;
  if (about?.namespace && about.namespace !== namespace) return [];
  return [
    {
      nativeId: nativeIdOf(workflowId, runId),
      namespace,
      parent: {
        nativeId: nativeIdOf(parent.workflowId, parent.runId),
        step: key,
      },
      tags: [],
      passages: [],
      steps: [],
    },
  ];
}
