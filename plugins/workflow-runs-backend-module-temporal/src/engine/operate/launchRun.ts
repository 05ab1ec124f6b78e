import { temporal } from '@temporalio/proto';
import { Json } from 'backstage-plugin-workflow-runs-common';
import {
  CommandRefused,
  EngineLaunch,
  NativeRun,
} from 'backstage-plugin-workflow-runs-node';
import { TemporalRefusal } from '../../client/failureOf';
import { nativeIdOf } from '../nativeId';
import { VisibilityGate } from '../sync/VisibilityGate';
import { TemporalNamespace } from '../TemporalNamespace';
import { identityOf } from './asking';

const { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } =
  temporal.api.enums.v1;

/** Where executions are launched. */
export interface LaunchOptions {
  namespace: TemporalNamespace;
  /** By type, as the configuration says. */
  taskQueues: Readonly<Record<string, string>>;
  gate: VisibilityGate;
}

/**
 * Launches an execution. Its workflow id is what it is about, so that there is one at a time: while one is open,
 * another is refused (conflict policy `FAIL`); once it has ended there may be the next (reuse policy
 * `ALLOW_DUPLICATE`). Temporal finds what the same key has launched before, open or ended.
 *
 * @throws CommandRefused where one is open already, or nobody knows on which queue its workers are
 */
export async function launchRun(
  options: LaunchOptions,
  request: EngineLaunch,
  signal: AbortSignal,
): Promise<NativeRun> {
  const { namespace } = options;
  const { workflow, businessEventId, idempotencyKey, actor } = request;
  const workflowId = businessEventId ?? `${workflow}-${idempotencyKey}`;
  const taskQueue = await taskQueueFor(options, workflow, signal);
  const input = await namespace.write(argumentsOf(request.input));
  try {
    const { runId } = await namespace.call({ signal }, api =>
      api.startWorkflowExecution({
        namespace: namespace.name,
        workflowId,
        workflowType: { name: workflow },
        taskQueue: { name: taskQueue },
        input,
        identity: identityOf(actor),
        requestId: idempotencyKey,
        workflowIdConflictPolicy:
          WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL,
        workflowIdReusePolicy:
          WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
      }),
    );
    return {
      namespace: namespace.name,
      nativeId: nativeIdOf({ workflowId, runId }),
    };
  } catch (error) {
    if (!(error instanceof TemporalRefusal) || !error.isTaken) throw error;
    throw new CommandRefused(
      `An execution '${workflowId}' is open already: there is one at a time of each workflow id. Wait for it, cancel it, or say another business event id`,
    );
  }
}

/** Workflows are given their arguments in order: `args` are several, anything else is the first. */
function argumentsOf(input: Record<string, Json>): readonly Json[] {
  const names = Object.keys(input);
  if (names.length === 0) return [];
  return names.length === 1 && Array.isArray(input.args) ? input.args : [input];
}

async function taskQueueFor(
  { namespace, taskQueues, gate }: LaunchOptions,
  workflow: string,
  signal: AbortSignal,
): Promise<string> {
  if (Object.hasOwn(taskQueues, workflow)) return taskQueues[workflow];
  await gate.turn(signal);
  const { executions } = await namespace.call({ signal }, api =>
    api.listWorkflowExecutions({
      namespace: namespace.name,
      query: `WorkflowType = ${quoted(workflow)}`,
      pageSize: 1,
    }),
  );
  const taskQueue = executions?.[0]?.taskQueue;
  if (taskQueue) return taskQueue;
  throw new CommandRefused(
    `No execution of '${workflow}' is known, and so no task queue: say it in workflowRuns.temporal.clusters, taskQueues`,
  );
}

function quoted(text: string): string {
  return `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
}
