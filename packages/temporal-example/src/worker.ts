/*
 * The worker of a shop that knows nothing of who observes it. It says "Ready" once it takes tasks.
 *
 *   TEMPORAL_ADDRESS     host:port of the server
 *   TEMPORAL_NAMESPACE   default
 */
import {
  bundleWorkflowCode,
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
} from '@temporalio/worker';
import * as activities from './activities';
import { TASK_QUEUES } from './orders';

const { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace = 'default' } =
  process.env;

async function main() {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const connection = await NativeConnection.connect({ address });
  // once for all queues
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: require.resolve('./workflows'),
    logger: new DefaultLogger('ERROR'),
  });
  const workers = await Promise.all(
    Object.values(TASK_QUEUES).map(taskQueue =>
      Worker.create({
        connection,
        namespace,
        taskQueue,
        workflowBundle,
        activities,
        shutdownGraceTime: '1s',
      }),
    ),
  );
  console.log('Ready');
  await Promise.all(workers.map(worker => worker.run()));
  await connection.close();
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
