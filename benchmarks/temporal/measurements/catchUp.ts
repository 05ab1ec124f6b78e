import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigReader } from '@backstage/config';
import { Knex } from 'knex';
import { silentLogger } from '../../../plugins/workflow-runs-backend/src/__testUtils__/silentLogger';
import { testRedaction } from '../../../plugins/workflow-runs-backend/src/__testUtils__/testPrivacy';
import { leaseClock } from '../../../plugins/workflow-runs-backend/src/database/clock';
import { openDatabase } from '../../../plugins/workflow-runs-backend/src/database/open';
import { ObservedRuns } from '../../../plugins/workflow-runs-backend/src/observed/ObservedRuns';
import { LiveWriter } from '../../../plugins/workflow-runs-backend/src/recorder/LiveWriter';
import { Recorder } from '../../../plugins/workflow-runs-backend/src/recorder/Recorder';
import { syncConfigSchema } from '../../../plugins/workflow-runs-backend/src/sync/config';
import { createSync } from '../../../plugins/workflow-runs-backend/src/sync/createSync';
import { Engines } from '../../../plugins/workflow-runs-backend/src/sync/Engines';
import { DefinitionStore } from '../../../plugins/workflow-runs-backend/src/workflows/DefinitionStore';
import { WorkflowStore } from '../../../plugins/workflow-runs-backend/src/workflows/WorkflowStore';
import { readConfig } from '../../../plugins/workflow-runs-backend-module-temporal/src/config/readConfig';
import { createEngines } from '../../../plugins/workflow-runs-backend-module-temporal/src/engine/createEngines';
import { connect, Place } from '../../connect';
import { Population } from './population';
import { serverCalls } from './serverCalls';
import { measureStaleness } from './staleness';

const POLL_MS = 100;
const WATCHED = 'open-0';

/** The first sync of a namespace, and how old what is known of open executions becomes after it. */
export async function measureCatchUp(
  task: Population & { place: Place; metricsUrl: string; seconds: number },
) {
  const knex = connect(task.place);
  const logger = silentLogger();
  const now = () => Date.now();
  const { lane } = await openDatabase({ getClient: async () => knex }, logger);
  const redaction = testRedaction(knex);
  const recorder = new Recorder({ database: lane, redaction, now });
  const temporal = createEngines(
    readConfig(
      new ConfigReader({
        workflowRuns: {
          temporal: { clusters: [{ id: 'temporal', address: task.address }] },
        },
      }),
    ),
    { logger, now },
  );
  const sync = createSync({
    knex,
    engines: new Engines([...temporal.engines], logger),
    config: syncConfigSchema.parse({}),
    clock: leaseClock(knex, now),
    observed: new ObservedRuns({
      knex,
      recorder,
      redaction,
      workflows: new WorkflowStore(knex, new DefinitionStore(knex)),
      now,
    }),
    live: new LiveWriter({ database: lane, redaction, now, onError: () => {} }),
    recorder,
    now,
    logger,
    redact: text => text,
    redaction,
  });
  const watched: string[] = [];
  const watchers = sync.follow(() => watched);

  const before = await serverCalls(task.metricsUrl);
  const begin = performance.now();
  sync.coordinator.start();
  await untilAllAreKnown(knex, task);
  const caughtUp = await since(before, begin, task.metricsUrl);

  const { id } = await knex('runs')
    .where({ business_event_id: WATCHED })
    .first('id');
  watched.push(id);
  watchers.start();
  const quiet = await serverCalls(task.metricsUrl);
  const then = performance.now();
  const ages = await measureStaleness(knex, task, {
    workflowId: WATCHED,
    runId: id,
  });
  const staleness = { ...ages, ...(await since(quiet, then, task.metricsUrl)) };

  await watchers.stop();
  await sync.coordinator.stop();
  await temporal.stop();
  await knex.destroy();
  return { caughtUp, staleness };
}

/** Closed ones with their end and their steps, open ones with what they have done. */
async function untilAllAreKnown(
  knex: Knex,
  { closed, open }: Population,
): Promise<void> {
  for (;;) {
    const [{ count }] = await knex('runs')
      .where({ status: 'completed' })
      .whereExists(
        knex('steps').whereRaw('steps.run_id = runs.id').select('run_id'),
      )
      .count({ count: '*' });
    const [{ count: running }] = await knex('runs')
      .whereIn('status', ['running', 'waiting'])
      .count({ count: '*' });
    if (Number(count) >= closed && Number(running) >= open) return;
    await sleep(POLL_MS);
  }
}

async function since(
  before: { calls: number; lists: number },
  begin: number,
  metricsUrl: string,
) {
  const after = await serverCalls(metricsUrl);
  return {
    seconds: (performance.now() - begin) / 1_000,
    calls: after.calls - before.calls,
    lists: after.lists - before.lists,
  };
}
