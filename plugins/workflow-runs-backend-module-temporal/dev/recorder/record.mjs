/**
 * Records the histories that the tests of the mapper read, from a real server:
 *
 *   temporal server start-dev --headless --port 7401 --search-attribute Team=KeywordList
 *   yarn node dev/recorder/record.mjs 127.0.0.1:7401 [scenario ...]
 *
 * Each scenario becomes a file of `src/map/__fixtures__/histories`. Times and ids differ from recording to recording;
 * what tests say of them does not.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import proto from '@temporalio/proto';
import { NativeConnection, Worker } from '@temporalio/worker';
import * as activities from './activities.mjs';
import { codec } from './codec.mjs';
import { scenariosOf } from './scenarios.mjs';

const TASK_QUEUE = 'recorded';
const ENCRYPTED_QUEUE = 'recorded-encrypted';
const here = dirname(fileURLToPath(import.meta.url));
/** Stacks name files: where the recorder happens to lie is nobody's business. */
const root = join(here, '../../../..');
const target = join(here, '../../src/map/__fixtures__/histories');
const { DescribeWorkflowExecutionResponse } =
  proto.temporal.api.workflowservice.v1;

const [address = '127.0.0.1:7401', ...wanted] = process.argv.slice(2);
const connection = await Connection.connect({ address });
const client = new Client({ connection });
const encrypting = new Client({
  connection,
  dataConverter: { payloadCodecs: [codec] },
});
const workers = await startWorkers();
await mkdir(target, { recursive: true });

const recorder = {
  client,
  encrypting,
  connection,
  taskQueue: TASK_QUEUE,
  encryptedQueue: ENCRYPTED_QUEUE,
  sleep,
  /** What the server says of a run, by the JSON of protobuf. */
  async describe({ workflowId }, runId) {
    const described = await client.workflowService.describeWorkflowExecution({
      namespace: 'default',
      execution: { workflowId, runId },
    });
    return DescribeWorkflowExecutionResponse.create(described).toJSON();
  },
  async history(workflowId, runId) {
    const history = await client.workflow
      .getHandle(workflowId, runId)
      .fetchHistory();
    return JSON.parse(historyToJSON(history)).events;
  },
};

for (const [name, scenario] of Object.entries(scenariosOf(recorder))) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const workflowId = `recorded-${name}`;
  const runs = await scenario(workflowId);
  await writeFile(
    join(target, `${name}.json`),
    `${JSON.stringify({ workflowId, runs })}\n`.replaceAll(root, '/srv/app'),
  );
  const events = runs.map(run => run.events.length).join(', ');
  console.log(`${name}: ${events} events`);
}
workers.forEach(worker => worker.shutdown());
// Activities that hang on purpose keep the process alive.
process.exit(0);

async function startWorkers() {
  const native = await NativeConnection.connect({ address });
  const shared = {
    connection: native,
    workflowsPath: join(here, 'workflows.ts'),
    activities,
    // Every workflow task replays, which is what a workflow that misbehaves trips over.
    maxCachedWorkflows: 0,
    identity: 'recorder@worker',
  };
  const started = [
    await Worker.create({ ...shared, taskQueue: TASK_QUEUE }),
    await Worker.create({
      ...shared,
      taskQueue: ENCRYPTED_QUEUE,
      dataConverter: { payloadCodecs: [codec] },
    }),
  ];
  started.forEach(worker => worker.run().catch(console.error));
  return started;
}
