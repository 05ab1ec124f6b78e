import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Knex } from 'knex';
import { FakeEngine } from 'backstage-plugin-workflow-runs-node/testing';
import { silentLogger } from '../../../plugins/workflow-runs-backend/src/__testUtils__/silentLogger';
import { testRedaction } from '../../../plugins/workflow-runs-backend/src/__testUtils__/testPrivacy';
import { leaseClock } from '../../../plugins/workflow-runs-backend/src/database/clock';
import { openDatabase } from '../../../plugins/workflow-runs-backend/src/database/open';
import { FailureReader } from '../../../plugins/workflow-runs-backend/src/failures/FailureReader';
import { createNotifications } from '../../../plugins/workflow-runs-backend/src/notifications/createNotifications';
import { notificationsSchema } from '../../../plugins/workflow-runs-backend/src/notifications/config';
import { ObservedRuns } from '../../../plugins/workflow-runs-backend/src/observed/ObservedRuns';
import { LogReader } from '../../../plugins/workflow-runs-backend/src/readers/LogReader';
import { LiveWriter } from '../../../plugins/workflow-runs-backend/src/recorder/LiveWriter';
import { Recorder } from '../../../plugins/workflow-runs-backend/src/recorder/Recorder';
import { syncConfigSchema } from '../../../plugins/workflow-runs-backend/src/sync/config';
import { Engines } from '../../../plugins/workflow-runs-backend/src/sync/Engines';
import { SyncCoordinator } from '../../../plugins/workflow-runs-backend/src/sync/SyncCoordinator';
import { SyncOrders } from '../../../plugins/workflow-runs-backend/src/sync/SyncOrders';
import { Watchers } from '../../../plugins/workflow-runs-backend/src/watching/Watchers';
import { DefinitionStore } from '../../../plugins/workflow-runs-backend/src/workflows/DefinitionStore';
import { WorkflowStore } from '../../../plugins/workflow-runs-backend/src/workflows/WorkflowStore';
import { connect, Place } from '../../connect';

const DAY_MS = 86_400_000;
/** How often somebody looks at a run meanwhile. */
const LOOK_MS = 500;

/**
 * The first sync of an engine with many runs that have failed, while somebody looks at one that is open; and what is
 * told of that, with the reader that notifies people.
 */
export async function measureSync(task: { place: Place; runs: number }) {
  const knex = connect(task.place);
  const logger = silentLogger();
  const { lane } = await openDatabase({ getClient: async () => knex }, logger);
  const now = () => Date.now();
  const clock = leaseClock(knex, now);
  const redaction = testRedaction(knex);
  const recorder = new Recorder({ database: lane, redaction, now });
  const orders = new SyncOrders(knex);
  const engine = engineWith(task.runs);
  const workflows = new WorkflowStore(knex, new DefinitionStore(knex));
  await own(knex, workflows);
  const coordinator = new SyncCoordinator(new Engines([engine], logger), {
    knex,
    clock,
    owner: 'benchmark',
    orders,
    observed: new ObservedRuns({
      knex,
      recorder,
      redaction,
      workflows,
      now,
    }),
    live: new LiveWriter({ database: lane, redaction, now, onError: () => {} }),
    config: syncConfigSchema.parse({}),
    logger,
    redact: text => text,
    random: Math.random,
    commands: { answerForgotten: async () => {} },
    accepted: { settle: async () => {} },
  });
  const notifications = createNotifications({
    knex,
    clock,
    now,
    logger,
    watchers: new Watchers(knex, now),
    config: notificationsSchema.parse({
      topics: { 'failure-group-new': false },
    }),
    service: { send: async () => {} } as any,
  });
  const readers = [new FailureReader(knex), ...notifications.readers].map(
    handler => new LogReader(handler, { knex, clock, owner: 'reader', logger }),
  );
  for (const reader of readers) {
    reader.listenTo(recorder);
    reader.start();
  }

  // They begin at the end of the log: it is to be before all that is told.
  await untilReading(knex, readers.length);
  const begin = performance.now();
  coordinator.start();
  const open = await untilThere(knex);
  const viewed: number[] = [];
  while (!(await orders.find('fake', 'backfill'))?.doneAt) {
    viewed.push(await look(orders, coordinator, open));
    await sleep(LOOK_MS);
  }
  const seconds = (performance.now() - begin) / 1_000;
  await untilRead(knex);
  const notified = await countOf(knex);

  await coordinator.stop();
  await Promise.all(readers.map(reader => reader.stop()));
  await knex.destroy();
  viewed.sort((a, b) => a - b);
  return {
    seconds,
    viewedMs: viewed[Math.floor(viewed.length * 0.95)] ?? 0,
    notified,
  };
}

function engineWith(runs: number): FakeEngine {
  const engine = new FakeEngine();
  const at = Date.now() - 2 * DAY_MS;
  engine.put({
    id: 'open',
    workflow: 'build',
    status: 'busy',
    startedAt: at,
    changedAt: at,
  });
  for (let index = 0; index < runs; index++) {
    engine.put({
      id: `old-${`${index}`.padStart(6, '0')}`,
      workflow: `build-${index % 7}`,
      status: 'broken',
      startedAt: at + index,
      changedAt: at + index + 1_000,
    });
  }
  return engine;
}

async function untilThere(knex: Knex): Promise<string> {
  for (;;) {
    const run = await knex('runs').where({ native_id: 'open' }).first('id');
    if (run) return run.id;
    await sleep(20);
  }
}

/** Somebody owns all workflows, and hears of each run that fails. */
async function own(knex: Knex, store: WorkflowStore): Promise<void> {
  const names = ['build', ...Array.from({ length: 7 }, (_, i) => `build-${i}`)];
  const source = {
    engine: 'fake',
    engineInstance: 'fake',
    namespace: 'default',
  };
  for (const name of names) {
    const workflow = { name, tenantId: 'default' };
    const id = await store.see(source, workflow, Date.now());
    await knex('workflow_owners').insert({
      workflow_id: id,
      owner_ref: 'user:default/ada',
    });
  }
}

/** @returns how long it takes until it is known how the run is now, in milliseconds */
async function look(
  orders: SyncOrders,
  coordinator: SyncCoordinator,
  runId: string,
): Promise<number> {
  const begin = performance.now();
  const asked = Date.now();
  await orders.want('fake', 'run', asked, runId);
  coordinator.notify('fake');
  for (;;) {
    const order = await orders.find('fake', 'run', runId);
    if ((order?.doneAt ?? 0) >= asked) return performance.now() - begin;
    await sleep(10);
  }
}

async function untilReading(knex: Knex, readers: number): Promise<void> {
  for (;;) {
    const cursors = await knex('cursors');
    if (cursors.length === readers) return;
    await sleep(20);
  }
}

/** Until readers have come to the end of the log. */
async function untilRead(knex: Knex): Promise<void> {
  for (;;) {
    const head = await knex('log_head').first('position');
    const behind = await knex('cursors').where('position', '<', head.position);
    if (behind.length === 0) return;
    await sleep(50);
  }
}

async function countOf(knex: Knex): Promise<number> {
  const [{ count }] = await knex('notifications').count({ count: '*' });
  return Number(count);
}
