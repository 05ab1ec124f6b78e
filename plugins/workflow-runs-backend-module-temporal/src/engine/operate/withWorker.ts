import { temporal } from '@temporalio/proto';
import { CommandRefused } from 'backstage-plugin-workflow-runs-node';
import { TemporalRefusal, TemporalSilence } from '../../client/failureOf';
import { Asking } from './asking';

const { TaskQueueType } = temporal.api.enums.v1;

/** How long an answer that a worker gives is waited for, in milliseconds: whoever has asked is answered by then. */
export const WORKER_MS = 7_000;

/**
 * Asks something that a worker has to answer.
 *
 * @throws CommandRefused where none does: that is somebody's to start, and not the cluster's fault
 */
export async function withWorker<T>(
  asking: Asking,
  ask: () => Promise<T>,
): Promise<T> {
  const queue = await taskQueueOf(asking);
  if (!(await hasPollers(asking, queue))) throw noWorker(queue);
  try {
    return await ask();
  } catch (error) {
    const isUnpolled =
      error instanceof TemporalRefusal && /no poller/i.test(error.message);
    const isUnanswered = error instanceof TemporalSilence || isUnpolled;
    throw isUnanswered ? noWorker(queue) : error;
  }
}

function noWorker(queue: string): CommandRefused {
  return new CommandRefused(`No worker answers on the task queue '${queue}'`);
}

async function taskQueueOf({
  namespace,
  execution,
  signal,
}: Asking): Promise<string> {
  const { executionConfig } = await namespace.call({ signal }, api =>
    api.describeWorkflowExecution({ namespace: namespace.name, execution }),
  );
  return executionConfig?.taskQueue?.name ?? '';
}

/** Whether a worker has asked for work in the last minutes: where none has, nobody need wait for one. */
async function hasPollers(
  { namespace, signal }: Asking,
  queue: string,
): Promise<boolean> {
  try {
    const { pollers } = await namespace.call({ signal }, api =>
      api.describeTaskQueue({
        namespace: namespace.name,
        taskQueue: { name: queue },
        taskQueueType: TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
      }),
    );
    return (pollers ?? []).length > 0;
  } catch (error) {
    // Who may not look may still ask.
    if (error instanceof TemporalRefusal) return true;
    throw error;
  }
}
