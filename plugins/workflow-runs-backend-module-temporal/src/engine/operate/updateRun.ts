import { temporal } from '@temporalio/proto';
import { Json } from 'backstage-plugin-workflow-runs-common';
import {
  CommandRefused,
  EngineAnswer,
} from 'backstage-plugin-workflow-runs-node';
import { Asking } from './asking';
import { withWorker, WORKER_MS } from './withWorker';

const { UpdateWorkflowExecutionLifecycleStage: Stage } = temporal.api.enums.v1;

/**
 * Has an execution do something and answer. What takes longer than is waited for is `accepted`: the run tells.
 *
 * @throws CommandRefused where the execution rejects it, or fails at it
 */
export async function updateRun(
  asking: Asking,
  options: {
    name: string;
    args: readonly Json[];
    identity: string;
    requestId: string;
  },
): Promise<EngineAnswer> {
  const { namespace, execution, signal } = asking;
  const { name, args, identity, requestId: updateId } = options;
  const input = await namespace.write(args);
  const { outcome, stage } = await withWorker(asking, () =>
    namespace.call({ signal, timeoutMs: WORKER_MS }, api =>
      api.updateWorkflowExecution({
        namespace: namespace.name,
        workflowExecution: execution,
        waitPolicy: {
          lifecycleStage:
            Stage.UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_COMPLETED,
        },
        request: { meta: { updateId, identity }, input: { name, args: input } },
      }),
    ),
  );
  if (outcome?.failure) {
    throw new CommandRefused(
      `The workflow will not: ${
        outcome.failure.message || 'it did not say why'
      }`,
    );
  }
  if (outcome?.success) {
    return {
      status: 'completed',
      result: await namespace.read(outcome.success),
    };
  }
  return {
    status: 'accepted',
    message: messageOf(stage),
  };
}

function messageOf(stage: number | null | undefined): string {
  return stage === Stage.UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_ACCEPTED
    ? 'The workflow has accepted it, and works on it'
    : 'No worker has taken it yet';
}
