import { Json } from 'backstage-plugin-workflow-runs-common';
import {
  CommandRefused,
  EngineAway,
} from 'backstage-plugin-workflow-runs-node';
import { TemporalRefusal } from '../../client/failureOf';
import { Asking, taskQueueOf, WORKER_MS } from './asking';

/**
 * Asks a worker about an execution.
 *
 * @throws CommandRefused where the execution does not know the question, or no worker answers
 */
export async function queryRun(
  asking: Asking,
  name: string,
  args: readonly Json[],
): Promise<Json> {
  const { namespace, execution, signal } = asking;
  const queryArgs = await namespace.write(args);
  try {
    const { queryResult, queryRejected } = await namespace.call(
      { signal, timeoutMs: WORKER_MS },
      api =>
        api.queryWorkflow({
          namespace: namespace.name,
          execution,
          query: { queryType: name, queryArgs },
        }),
    );
    if (queryRejected) throw new CommandRefused('The execution is not asked');
    return await namespace.read(queryResult);
  } catch (error) {
    throw await answerless(asking, error);
  }
}

/** A worker that is not there, and one that says no, are told apart: the first is somebody's to start. */
async function answerless(asking: Asking, error: unknown): Promise<unknown> {
  const isSilent = error instanceof EngineAway && /in time/.test(error.message);
  const isUnpolled =
    error instanceof TemporalRefusal && /no poller/i.test(error.message);
  if (!isSilent && !isUnpolled) return error;
  const queue = await taskQueueOf(asking).catch(() => undefined);
  return new CommandRefused(
    queue
      ? `No worker answers on the task queue '${queue}'`
      : 'No worker answers',
  );
}
