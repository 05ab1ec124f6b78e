import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { Knex } from 'knex';
import { CloudEvent } from 'backstage-plugin-workflow-runs-common';
import {
  buildEvents,
  shuffled,
} from '../../../plugins/workflow-runs-backend/src/ingest/__testUtils__/builds';
import { silentLogger } from '../../../plugins/workflow-runs-backend/src/__testUtils__/silentLogger';
import { testRedaction } from '../../../plugins/workflow-runs-backend/src/__testUtils__/testPrivacy';
import { openDatabase } from '../../../plugins/workflow-runs-backend/src/database/open';
import { createIngest } from '../../../plugins/workflow-runs-backend/src/ingest/createIngest';
import { ObservedRuns } from '../../../plugins/workflow-runs-backend/src/observed/ObservedRuns';
import { LiveWriter } from '../../../plugins/workflow-runs-backend/src/recorder/LiveWriter';
import { Recorder } from '../../../plugins/workflow-runs-backend/src/recorder/Recorder';
import { DefinitionStore } from '../../../plugins/workflow-runs-backend/src/workflows/DefinitionStore';
import { WorkflowStore } from '../../../plugins/workflow-runs-backend/src/workflows/WorkflowStore';
import { connect, Place } from '../../connect';

const SENDER = 'external:ci';
const ENGINES = ['ordered', 'shuffled'];
/** Events of one request. */
const BATCH = 500;
const SEED = 20261128;
/** Not so long ago that they are refused, however long it takes. */
const AGO_MS = 5 * 86_400_000;

/**
 * How fast events are taken in: as the handler of the route does it, from events that are parsed already to the
 * commit of the last one. There is no HTTP before it.
 */
export async function measureIngest(task: { place: Place; runs: number }) {
  const { place, runs } = task;
  const knex = connect(place);
  const ingest = await openIngest(knex);
  const begin = Date.now() - AGO_MS;
  const of = (engine: string) =>
    buildEvents({ runs, source: `/${engine}`, begin });
  const send = async (events: readonly CloudEvent[]) => {
    for (let start = 0; start < events.length; start += BATCH) {
      await ingest.take(SENDER, events.slice(start, start + BATCH));
    }
  };

  const inOrder = of('ordered');
  const ordered = await timed(inOrder.length, () => send(inOrder));
  const mixed = of('shuffled');
  const twice = shuffled([...mixed, ...mixed], SEED);
  const senders = [0, 1, 2].map(sender =>
    twice.filter((_, index) => index % 3 === sender),
  );
  const inAnyOrder = await timed(twice.length, () =>
    Promise.all(senders.map(send)),
  );
  const [expected, found] = [
    await digestOf(knex, 'ordered'),
    await digestOf(knex, 'shuffled'),
  ];
  await knex.destroy();
  return { ordered, shuffled: inAnyOrder, isSame: expected === found };
}

async function openIngest(knex: Knex) {
  const { lane } = await openDatabase(
    { getClient: async () => knex },
    silentLogger(),
  );
  const redaction = testRedaction(knex);
  const now = () => Date.now();
  const recorder = new Recorder({ database: lane, redaction, now });
  const { ingest } = createIngest({
    knex,
    config: {
      sources: ENGINES.map(engine => ({
        source: `/${engine}`,
        subjects: [SENDER],
        engine,
        tenant: 'default',
        environment: 'ci',
        mode: 'live',
      })),
    },
    // Nothing is asked of the engines.
    outgoing: { allow: [], timeoutSeconds: 1 },
    logger: silentLogger(),
    recorder,
    observed: new ObservedRuns({
      knex,
      recorder,
      redaction,
      workflows: new WorkflowStore(knex, new DefinitionStore(knex)),
      now,
    }),
    live: new LiveWriter({ database: lane, redaction, now, onError: () => {} }),
    now,
  });
  return ingest;
}

async function timed(events: number, work: () => Promise<unknown>) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const seconds = (performance.now() - start) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return {
    perSecond: events / seconds,
    processMicros: (user + system) / events,
  };
}

/** All that is told of the runs of an instance. */
async function digestOf(knex: Knex, engine: string): Promise<string> {
  const hash = createHash('sha256');
  const runs = await knex('runs')
    .where({ engine_instance: engine })
    .orderBy('native_id')
    .select(
      ...['id', 'native_id', 'status', 'queued_at', 'started_at'],
      ...['completed_at', 'duration_ms', 'failed_step_key', 'error_message'],
    );
  const steps = new Map<string, string[]>();
  for (const { run_id: runId, ...step } of await knex('steps')
    .orderBy(['run_id', 'step_number'])
    .select('run_id', 'step_key', 'status', 'started_at', 'duration_ms')) {
    const own = steps.get(runId) ?? [];
    own.push(JSON.stringify(step));
    steps.set(runId, own);
  }
  for (const { id, ...run } of runs) {
    hash.update(JSON.stringify([run, steps.get(id)]));
  }
  return `${runs.length} ${hash.digest('hex')}`;
}
