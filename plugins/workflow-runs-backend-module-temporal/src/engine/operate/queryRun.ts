import { Json } from 'backstage-plugin-workflow-runs-common';
import { Asking } from './asking';
import { withWorker, WORKER_MS } from './withWorker';

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
  const { queryResult } = await withWorker(asking, () =>
    namespace.call({ signal, timeoutMs: WORKER_MS }, api =>
      api.queryWorkflow({
        namespace: namespace.name,
        execution,
        query: { queryType: name, queryArgs },
      }),
    ),
  );
  return namespace.read(queryResult);
}
