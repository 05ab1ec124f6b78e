import {
  CommandRefused,
  EngineAnswer,
  EngineCommand,
} from 'backstage-plugin-workflow-runs-node';
import { executionOf } from '../nativeId';
import { TemporalNamespace } from '../TemporalNamespace';
import { operateActivity } from './activities';
import { Asking, identityOf } from './asking';
import { resetRun } from './resetRun';
import { updateRun } from './updateRun';

/** Something that is asked of an execution, with what Temporal keeps of who asks. */
interface Command extends Asking {
  command: EngineCommand;
  /** Who, why, and by which key. */
  asked: { identity: string; reason: string; requestId: string };
}

type Perform = (command: Command) => Promise<EngineAnswer>;

/** What each action is in Temporal. */
const ACTIONS: Partial<Record<EngineCommand['action'], Perform>> = {
  cancel: async ({ namespace, execution, signal, asked }) => {
    await namespace.call({ signal }, api =>
      api.requestCancelWorkflowExecution({
        namespace: namespace.name,
        workflowExecution: execution,
        ...asked,
      }),
    );
    return {
      // Nothing tells later that it was: whoever asks sees how the run ends.
      status: 'completed',
      message: 'The workflow was told, and decides how it ends',
    };
  },

  terminate: async ({ namespace, execution, signal, asked }) => {
    const { identity, reason } = asked;
    await namespace.call({ signal }, api =>
      api.terminateWorkflowExecution({
        namespace: namespace.name,
        workflowExecution: execution,
        identity,
        reason,
      }),
    );
    return { status: 'completed' };
  },

  send_event: async ({ namespace, execution, signal, asked, command }) => {
    const { name, payload } = command.details;
    if (!name) throw new CommandRefused('A signal has a name');
    const input = await namespace.write(argumentOf(payload));
    const { identity, requestId } = asked;
    await namespace.call({ signal }, api =>
      api.signalWorkflowExecution({
        namespace: namespace.name,
        workflowExecution: execution,
        signalName: name,
        input,
        identity,
        requestId,
      }),
    );
    return { status: 'completed' };
  },

  update: async ({ command, asked, ...asking }) => {
    const { name, input } = command.details;
    if (!name) throw new CommandRefused('An update has a name');
    return updateRun(asking, { ...asked, name, args: argumentOf(input) });
  },

  retry: async ({ command, asked, ...asking }) =>
    resetRun(asking, { ...asked, step: command.details.step ?? null }),

  node_action: async ({ command, asked, ...asking }) => {
    const { step, operation } = command.details;
    if (!step || !operation)
      throw new CommandRefused('An activity and an operation are to be said');
    return operateActivity(asking, { ...asked, step, operation });
  },

  pause: async ({ namespace, execution, signal, asked }) => {
    await namespace.call({ signal }, api =>
      api.pauseWorkflowExecution({
        namespace: namespace.name,
        ...execution,
        ...asked,
      }),
    );
    return { status: 'completed' };
  },

  resume: async ({ namespace, execution, signal, asked }) => {
    await namespace.call({ signal }, api =>
      api.unpauseWorkflowExecution({
        namespace: namespace.name,
        ...execution,
        ...asked,
      }),
    );
    return { status: 'completed' };
  },
};

/** @throws CommandRefused where Temporal will not, or has nothing like it */
export async function performAction(
  namespace: TemporalNamespace,
  command: EngineCommand,
  signal: AbortSignal,
): Promise<EngineAnswer> {
  const perform = ACTIONS[command.action];
  if (!perform) {
    throw new CommandRefused(`Temporal has nothing like ${command.action}`);
  }
  return perform({
    namespace,
    execution: executionOf(command.run.nativeId),
    signal,
    command,
    asked: {
      identity: identityOf(command.actor),
      reason: command.reason ?? 'Asked for in the portal',
      requestId: command.idempotencyKey,
    },
  });
}

/** Handlers are given one argument, or none. */
function argumentOf<T>(value: T | null | undefined): T[] {
  return value === null || value === undefined ? [] : [value];
}
