/*
 * Measures the list of tasks of the scaffolder, by its own store over its own tables. It gets where and
 * how many as the first message, and answers with the result.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';

const require = createRequire(import.meta.url);
const createKnex = require('knex');
const scaffolder = dirname(
  require.resolve('@backstage/plugin-scaffolder-backend/package.json'),
);
// The package does not export it; it is what its router lists tasks with.
const { DatabaseTaskStore } = require(join(
  scaffolder,
  'dist/scaffolder/tasks/DatabaseTaskStore.cjs.js',
));

const ADMIN = {};
const OWN = { createdBy: 'user:default/person-7' };

async function measure({ place: { url }, tasks, samples, patienceMs }) {
  const knex = createKnex({
    client: 'pg',
    connection: url,
    pool: { max: 10 },
    migrations: { tableName: 'scaffolder_migrations' },
  });
  const store = await DatabaseTaskStore.create({ database: knex });
  const { count } = await knex('tasks').count({ count: '*' }).first();
  if (Number(count) === 0) await seed(knex, tasks);
  const results = [];
  for (const [what, options] of [
    ['page 1', ADMIN],
    ['page 20', { ...ADMIN, offset: 950 }],
    ['page 1, status failed', { status: 'failed' }],
    ['page 1, of one person', OWN],
  ]) {
    const { offset = 0, ...filter } = options;
    const list = () =>
      store.list({ ...filter, pagination: { limit: 50, offset } });
    results.push({
      what,
      tasks,
      ...(await timesOf(list, samples, patienceMs)),
    });
  }
  await knex.destroy();
  return results;
}

/** Tasks as skewed as our runs are: of the same year and people, and mostly completed. */
async function seed(knex, tasks) {
  await knex.raw(
    `insert into tasks (id, spec, status, created_at, last_heartbeat_at, created_by)
     select gen_random_uuid(),
       json_build_object('apiVersion', 'scaffolder.backstage.io/v1beta3', 'parameters', json_build_object('name', 'service-' || i),
         'steps', json_build_array(json_build_object('id', 'fetch', 'name', 'Fetch', 'action', 'fetch:template')))::text,
       case when i % 100 < 3 then 'failed' when i % 100 = 3 then 'cancelled' else 'completed' end,
       timestamptz '2026-11-01' - make_interval(secs => i * 31536000.0 / ?),
       timestamptz '2026-11-01', 'user:default/person-' || floor(500 * power((i * 7919 % 10007) / 10007.0, 2))
     from generate_series(1, ?::bigint) as i`,
    [tasks, tasks],
  );
  await knex.raw('vacuum (analyze) tasks');
}

async function timesOf(list, samples, patienceMs) {
  await list();
  const times = [];
  const deadline = performance.now() + patienceMs;
  while (times.length < samples && performance.now() < deadline) {
    const start = performance.now();
    await list();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const at = share =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))];
  return { count: times.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

process.once('message', async task => {
  try {
    const result = await measure(task);
    process.send({ result }, () => process.exit(0));
  } catch (error) {
    process.send({ error: error.stack }, () => process.exit(1));
  }
});
