import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Knex } from 'knex';
import { describeOnPostgres } from '../__testUtils__/databases';
import { insertWorkflow } from '../__testUtils__/rows';
import {
  connect,
  connectionOf,
  ConnectionOptions,
  ScriptProcess,
} from '../__testUtils__/ScriptProcess';
import { migrate } from '../database/open';
import { KeptWorld } from './__testUtils__/KeptWorld';
import { PurgeUntilKilledOptions } from './__testUtils__/purgeUntilKilled';

jest.setTimeout(60_000);

/** The statement at which the process dies, and how many of its kind it has sent before. */
const DEATHS: readonly [what: string, at: string, after: number][] = [
  ['takes the first runs away', 'delete from runs', 0],
  ['takes more runs away', 'delete from runs', 2],
  ['deletes what belongs to them', 'delete from attempts', 3],
  ['deletes their artifacts', 'delete from artifacts', 1],
  ['says that nothing is left of them', 'update purged_runs', 1],
];

const old = Array.from({ length: 14 }, (_, index) => ({
  id: `run_${String(index).padStart(2, '0')}`,
  endedDaysAgo: 400 - index,
}));

/** Kills the process of a job, lets another backend work, and finds what is left. */
async function killAndGoOn(
  knex: Knex,
  connection: ConnectionOptions,
  death: { at: string; after: number },
) {
  const world = new KeptWorld(knex);
  await world.clear();
  await world.insert([...old, { id: 'run_young', endedDaysAgo: 1 }]);
  const next = world.backend('next');
  const { id } = await next.desk.start(null);
  const options: PurgeUntilKilledOptions = { connection, ...death };
  const { exited } = ScriptProcess.start(
    require.resolve('./__testUtils__/purgeUntilKilled'),
    options,
  );
  const { signal } = await exited;
  const { status } = await next.desk.job(id);
  // Half a minute goes by.
  await knex('retention_jobs').update({ lease_until: 1 });
  await next.runner.look();
  const tables = Object.entries(await world.rows());
  return {
    signal,
    status,
    job: (await next.desk.job(id)).status,
    tablesWithOthers: tables.filter(
      ([, ids]) => ids.length !== 1 || ids[0] !== 'run_young',
    ),
    tombstones: (await knex('purged_runs').pluck('id')).sort(),
    unfinished: await knex('purged_runs').where({ has_rest: true }),
    chunks: (await knex('artifact_chunks').select('artifact_id')).length,
  };
}

const ALL_GONE = {
  signal: 'SIGKILL',
  status: 'running',
  job: 'completed',
  tablesWithOthers: [],
  tombstones: old.map(({ id }) => id),
  unfinished: [],
  chunks: 1,
};

async function insertWorkflows(knex: Knex) {
  await insertWorkflow(knex, { id: 'wfl_1', name: 'orders' });
}

describeOnPostgres('a retention job whose process is killed', create => {
  let knex: Knex;
  beforeAll(async () => {
    ({ knex } = await create());
    await insertWorkflows(knex);
  });

  it.each(DEATHS)(
    'while it %s, is finished by another',
    async (_, at, after) => {
      expect(
        await killAndGoOn(knex, connectionOf(knex), { at, after }),
      ).toEqual(ALL_GONE);
    },
  );
});

describe('a retention job on a SQLite file whose process is killed', () => {
  const directory = mkdtempSync(join(tmpdir(), 'workflow-runs-retention-'));
  const connection: ConnectionOptions = {
    client: 'better-sqlite3',
    connection: { filename: join(directory, 'runs.sqlite') },
  };
  let knex: Knex;
  beforeAll(async () => {
    knex = connect(connection);
    await migrate(knex);
    await insertWorkflows(knex);
  });
  afterAll(async () => {
    await knex.destroy();
    rmSync(directory, { recursive: true, force: true });
  });

  it.each(DEATHS)(
    'while it %s, is finished by another',
    async (_, at, after) => {
      expect(await killAndGoOn(knex, connection, { at, after })).toEqual(
        ALL_GONE,
      );
    },
  );
});
