import { RunSnapshot } from 'backstage-plugin-workflow-runs-common';
import { StepGroup } from './groups';
import { field, fitting, nativeIdOf } from './names';

/** What a step says of the run that it has launched, which itself does not know of which step it is. */
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
  const namespace = about?.namespace || parent.namespace;
  const isElsewhere = namespace !== parent.namespace;
  return [
    {
      nativeId: nativeIdOf(workflowId, runId),
      namespace,
      workflow: { name: fitting(about?.workflowType?.name ?? '') },
      triggerType: 'parent',
      ...field('businessEventId', workflowId, 256),
      parent: {
        nativeId: nativeIdOf(parent.workflowId, parent.runId),
        ...(isElsewhere ? { namespace: parent.namespace } : {}),
        step: key,
      },
      tags: [],
      passages: [],
      steps: [],
    },
  ];
}
