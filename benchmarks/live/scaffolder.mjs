/*
 * The event stream of the scaffolder, by its own broker and store over its own tables. One process watches, as many
 * times as there are viewers and without HTTP between; another writes. It answers one question after the other.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(
  join(import.meta.dirname, '../store/scaffolder/package.json'),
);
const createKnex = require('knex');
const tasks = join(
  dirname(require.resolve('@backstage/plugin-scaffolder-backend/package.json')),
  'dist/scaffolder/tasks',
);
// The package does not export them; they are what its router streams with.
const { DatabaseTaskStore } = require(join(tasks, 'DatabaseTaskStore.cjs.js'));
const { StorageTaskBroker } = require(join(tasks, 'StorageTaskBroker.cjs.js'));

const SPEC = { apiVersion: 'scaffolder.backstage.io/v1beta3', steps: [] };

let queries = 0;
const times = [];
let isReady = false;

async function openStore({ url }) {
  const knex = createKnex({
    client: 'pg',
    connection: url,
    pool: { max: 10 },
    migrations: { tableName: 'scaffolder_migrations' },
  });
  knex.on('query', () => {
    queries += 1;
  });
  return { knex, store: await DatabaseTaskStore.create({ database: knex }) };
}

async function write({ place, runs, eventsPerSecond }) {
  const { store } = await openStore(place);
  const ids = [];
  for (let i = 0; i < runs; i++) {
    const { taskId } = await store.createTask({ spec: SPEC });
    ids.push(taskId);
  }
  let count = 0;
  const everyMs = 1_000 / (runs * eventsPerSecond);
  const start = performance.now();
  setInterval(() => {
    while (start + count * everyMs < performance.now()) {
      count += 1;
      void store.emitLogEvent({
        taskId: ids[count % runs],
        body: { message: 'It is only to be told of', at: Date.now() },
      });
    }
  }, 2);
  return ids;
}

async function watch({ place, ids, viewers }) {
  const { store } = await openStore(place);
  const logger = { info() {}, warn() {}, error() {}, debug() {} };
  const broker = new StorageTaskBroker(store, logger);
  for (let i = 0; i < viewers; i++) {
    broker.event$({ taskId: ids[i % ids.length] }).subscribe({
      next: ({ events }) => {
        if (!isReady) return;
        const now = Date.now();
        for (const { body } of events) times.push(now - body.at);
      },
    });
  }
  // Not in step with one another, as viewers come when they like.
  await new Promise(resolve => {
    setTimeout(resolve, 2_000);
  });
  isReady = true;
}

function usage() {
  const { user, system } = process.cpuUsage();
  const memory = process.memoryUsage.rss();
  return { processorMs: (user + system) / 1_000, memory, queries };
}

function results() {
  const sorted = times.splice(0).sort((a, b) => a - b);
  const at = share =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { count: sorted.length, p50: at(0.5), p99: at(0.99) };
}

const answers = { write, watch, usage, results };
process.on('message', async question => {
  try {
    process.send({ result: await answers[question.ask](question) });
  } catch (error) {
    process.send({ error: error.stack });
  }
});
process.once('disconnect', () => process.exit(0));
