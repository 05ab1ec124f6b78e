import { temporal } from '@temporalio/proto';
import { Json } from 'backstage-plugin-workflow-runs-common';
import {
  CommandRefused,
  EngineAnswer,
  EngineAway,
} from 'backstage-plugin-workflow-runs-node';
import { TemporalRefusal, TemporalSilence } from '../../client/failureOf';
import { errorOf } from '../../map';
import { Asking } from './asking';
import { withWorker, WORKER_MS } from './withWorker';

const { UpdateWorkflowExecutionLifecycleStage: Stage } = temporal.api.enums.v1;
const ACCEPTED = Stage.UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_ACCEPTED;
const COMPLETED = Stage.UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_COMPLETED;

/** How long it takes at most to say how far an update is, in milliseconds: whoever has asked still waits. */
const LOOK_MS = 1_500;

interface Update {
  name: string;
  args: readonly Json[];
  identity: string;
  requestId: string;
}

type Stand = Pick<
  temporal.api.workflowservice.v1.IUpdateWorkflowExecutionResponse,
  'outcome' | 'stage'
>;

/**
 * Has an execution do something and answer. What takes longer than is waited for is `accepted`: the run tells.
 *
 * @throws CommandRefused where the execution rejects it
 * @throws Error where the execution has begun it, and fails at it
 * @throws EngineAway where nobody can say whether the execution does it
 */
export async function updateRun(
  asking: Asking,
  options: Update,
): Promise<EngineAnswer> {
  const { namespace } = asking;
  const { outcome, stage } = await withWorker(asking, () =>
    standOf(asking, options),
  );
  if (outcome?.failure) throw await failureOf(asking, options, outcome.failure);
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

/** Temporal waits longer for an update than people do: where it says nothing, it is asked how far the update is. */
async function standOf(asking: Asking, update: Update): Promise<Stand> {
  try {
    return await ask(asking, update);
  } catch (error) {
    if (!(error instanceof TemporalSilence)) throw error;
  }
  try {
    return await look(asking, update, ACCEPTED);
  } catch (error) {
    const isUnsaid =
      error instanceof TemporalSilence || error instanceof TemporalRefusal;
    if (!isUnsaid) throw error;
    throw new EngineAway(
      'The workflow has not answered: it may or may not do it. Look at the run before you ask again',
    );
  }
}

async function ask(
  { namespace, execution, signal }: Asking,
  { name, args, identity, requestId: updateId }: Update,
): Promise<Stand> {
  const input = await namespace.write(args);
  return namespace.call({ signal, timeoutMs: WORKER_MS }, api =>
    api.updateWorkflowExecution({
      namespace: namespace.name,
      workflowExecution: execution,
      waitPolicy: { lifecycleStage: COMPLETED },
      request: { meta: { updateId, identity }, input: { name, args: input } },
    }),
  );
}

/** How far an update is; it waits for the stage. Temporal knows none that was rejected. */
async function look(
  { namespace, execution, signal }: Asking,
  { identity, requestId: updateId }: Update,
  lifecycleStage: number,
): Promise<Stand> {
  return namespace.call({ signal, timeoutMs: LOOK_MS }, api =>
    api.pollWorkflowExecutionUpdate({
      namespace: namespace.name,
      updateRef: { workflowExecution: execution, updateId },
      identity,
      waitPolicy: { lifecycleStage },
    }),
  );
}

async function failureOf(
  asking: Asking,
  update: Update,
  failure: temporal.api.failure.v1.IFailure,
): Promise<Error> {
  const { namespace } = asking;
  const decoded = await namespace.decode(failure);
  const { message } = errorOf(decoded, namespace.reader());
  return (await wasAccepted(asking, update))
    ? new Error(`the workflow has failed at it: ${message}`)
    : new CommandRefused(`The workflow will not: ${message}`);
}

/** An update that was rejected and one that has failed end alike, but only the second is kept. */
async function wasAccepted(asking: Asking, update: Update): Promise<boolean> {
  try {
    await look(asking, update, COMPLETED);
    return true;
  } catch (error) {
    // Where nobody can tell, it is not said to be rejected.
    return !(error instanceof TemporalRefusal && error.isGone);
  }
}

function messageOf(stage: number | null | undefined): string {
  return stage === ACCEPTED
    ? 'The workflow has accepted it, and works on it'
    : 'No worker has taken it yet';
}
