import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeOnPostgres, TestDatabase } from '../__testUtils__/databases';
import {
  connect,
  connectionOf,
  ConnectionOptions,
  ScriptProcess,
} from '../__testUtils__/ScriptProcess';
import { eventually } from '../__testUtils__/TestPortal';
import { leaseClock } from '../database/clock';
import { laneOf, migrate } from '../database/open';
import { DeliverOptions } from './__testUtils__/deliverProcess';
import { Receiver, verify } from './__testUtils__/Receiver';
import { WebhookWorld } from './__testUtils__/WebhookWorld';

jest.setTimeout(120_000);

const LEASE_MS = 1_500;
const RUNS = 20;
const EVENTS = 5;
/** A batch that was not written down, and what was under way. */
const MOST_REPEATED = 60;

/** Lets a process deliver, kills it in the middle, and lets another backend go on. */
async function killAndGoOn(
  database: TestDatabase,
  connection: ConnectionOptions,
) {
  const { knex } = database;
  const receiver = await Receiver.start();
  receiver.on('/', async () => {
    await sleep(10);
    return 204;
  });
  const allow = `127.0.0.1:${receiver.port}`;
  const world = await WebhookWorld.start(database, {
    config: { allow: [allow] },
    clock: leaseClock(knex, () => Date.now()),
  });
  const { id, secret } = await world.hook({
    url: receiver.url(),
    eventTypes: ['*'],
  });
  for (let run = 0; run < RUNS; run++) {
    const runId = await world.launch();
    for (let n = 2; n <= EVENTS; n++) await world.note(runId, n);
  }
  await world.read();

  const options: DeliverOptions = { connection, allow, leaseMs: LEASE_MS };
  const killed = ScriptProcess.start(
    require.resolve('./__testUtils__/deliverProcess'),
    options,
  );
  await eventually(async () => {
    if (receiver.received.length < 30) throw new Error('not yet');
  });
  killed.kill('SIGKILL');
  await killed.exited;
  const before = receiver.received.length;

  const clock = setInterval(() => {
    world.now = Date.now();
  }, 10);
  world.another(LEASE_MS).sender.start();
  await eventually(async () => {
    const states = (await world.deliveries(id)).map(({ state }) => state);
    expect(states).toEqual(Array(RUNS * EVENTS).fill('delivered'));
  });
  clearInterval(clock);
  await world.stop();
  await receiver.stop();

  const first = new Map<string, number[]>();
  const ids = new Set<string>();
  for (const received of receiver.received) {
    verify(received, secret);
    const messageId = received.headers['webhook-id'];
    if (ids.has(messageId)) continue;
    ids.add(messageId);
    const { run, number } = received.message.data;
    first.set(run.id, [...(first.get(run.id) ?? []), number]);
  }
  const repeated = receiver.received.length - ids.size;
  return {
    wasCutOff: before < RUNS * EVENTS,
    orders: [...first.values()],
    // What it had sent and not written down, and no more.
    isFewRepeated: repeated <= MOST_REPEATED,
  };
}

const everything = {
  wasCutOff: true,
  orders: Array(RUNS).fill([1, 2, 3, 4, 5]),
  isFewRepeated: true,
};

describeOnPostgres('a backend that is killed while it delivers', create => {
  it('loses nothing: another delivers the rest, in order', async () => {
    const database = await create();
    expect(await killAndGoOn(database, connectionOf(database.knex))).toEqual(
      everything,
    );
  });
});

describe('a backend on a SQLite file that is killed while it delivers', () => {
  const directory = mkdtempSync(join(tmpdir(), 'workflow-runs-webhooks-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('loses nothing: the next one delivers the rest, in order', async () => {
    const connection: ConnectionOptions = {
      client: 'better-sqlite3',
      connection: { filename: join(directory, 'runs.sqlite') },
    };
    const knex = connect(connection);
    await migrate(knex);
    expect(await killAndGoOn({ knex, lane: laneOf(knex) }, connection)).toEqual(
      everything,
    );
    await knex.destroy();
  });
});
