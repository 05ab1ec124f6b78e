import { performance } from 'node:perf_hooks';
import { Knex } from 'knex';
import { silentLogger } from '../../../plugins/workflow-runs-backend/src/__testUtils__/silentLogger';
import { openDatabase } from '../../../plugins/workflow-runs-backend/src/database/open';
import { StatisticsReader } from '../../../plugins/workflow-runs-backend/src/statistics/StatisticsReader';
import { connect, Place } from '../../connect';

const TABLES = [
  'statistics_series',
  'statistics_steps',
  'statistics_runs',
  'statistics_buckets',
];

export interface CountingResult {
  /** Null where it was done before. */
  runsPerSecond: number | null;
  /** Size of each table with its indexes, by a million runs. */
  bytesPerMillion: Record<string, number>;
  /** The same of what is summed up: runs, their live part, steps and attempts. */
  bytesOfRuns: number;
}

/** Counts all runs as a reader does that starts anew, but for its rests. */
export async function measureCounting(
  place: Place,
  runs: number,
): Promise<CountingResult> {
  const knex = connect(place);
  // As the product sets it up.
  await openDatabase({ getClient: async () => knex }, silentLogger());
  const isNew = !(await knex('statistics_runs').first('run_id'));
  const start = performance.now();
  if (isNew) {
    for await (const write of new StatisticsReader(knex).rebuild()) {
      await knex.transaction(trx => write(trx));
    }
  }
  const seconds = (performance.now() - start) / 1_000;
  if (place.kind === 'postgres') await knex.raw('vacuum analyze');
  const bytesPerMillion: Record<string, number> = {};
  for (const table of TABLES) {
    bytesPerMillion[table] = ((await sizeOf(knex, place, table)) / runs) * 1e6;
  }
  let bytesOfRuns = 0;
  for (const table of ['runs', 'run_live', 'steps', 'attempts']) {
    bytesOfRuns += ((await sizeOf(knex, place, table)) / runs) * 1e6;
  }
  await knex.destroy();
  return {
    runsPerSecond: isNew ? runs / seconds : null,
    bytesPerMillion,
    bytesOfRuns,
  };
}

async function sizeOf(
  knex: Knex,
  place: Place,
  table: string,
): Promise<number> {
  if (place.kind === 'postgres') {
    const { rows } = await knex.raw(
      'select pg_total_relation_size(?) as size',
      [table],
    );
    return Number(rows[0].size);
  }
  const [{ size }] = await knex.raw(
    `select sum(pgsize) as size from dbstat
     where name in (select name from sqlite_master where tbl_name = ?)`,
    [table],
  );
  return Number(size);
}
