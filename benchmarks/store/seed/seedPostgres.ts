import { Knex } from 'knex';
import postgres from 'postgres';
import { CopyStream } from './CopyStream';
import { makeRuns } from './makeRuns';
import { demandSame, postgresSchema, postponedOnPostgres } from './schema';
import { LARGE_TABLES, rowsOf, Table, TABLES } from './tableRows';

/** Indexes that are made at a time. */
const BUILDERS = 2;

/** Fills a migrated database; what it has of constraints and indexes is made once its tables are full. */
export async function seedPostgres(
  knex: Knex,
  url: string,
  runs: number,
): Promise<void> {
  const schema = await postgresSchema(knex);
  const postponed = await Promise.all(
    LARGE_TABLES.map(table => postponedOnPostgres(knex, table)),
  );
  const constraints = postponed.flatMap(part => part.constraints);
  const indexes = postponed.flatMap(part => part.indexes);
  for (const { drop } of [...indexes, ...constraints]) await knex.raw(drop);

  await copyRows(url, runs);

  await build(
    knex,
    constraints.map(({ create }) => create),
  );
  await build(
    knex,
    indexes.map(({ create }) => create),
  );
  demandSame(schema, await postgresSchema(knex));
  await knex.raw('vacuum (analyze, parallel 0)');
  await knex.raw('checkpoint');
}

async function copyRows(url: string, runs: number): Promise<void> {
  const sql = postgres(url, { max: TABLES.length, onnotice: () => {} });
  const streamInto = (table: Table) =>
    new CopyStream(columns =>
      sql`copy ${sql(table)} (${sql(columns)}) from stdin`.writable(),
    );
  const streams = TABLES.map(table => ({ table, stream: streamInto(table) }));
  const makeRun = makeRuns(runs);
  for (let index = 0; index < runs; index++) {
    const rows = rowsOf(makeRun(index), { index, runs });
    for (const { table, stream } of streams) {
      for (const row of rows[table]) stream.write(row);
      if (stream.isFull) await stream.send();
    }
  }
  for (const { stream } of streams) await stream.end();
  await sql.end();
}

async function build(knex: Knex, statements: string[]): Promise<void> {
  const waiting = [...statements];
  const builder = async () => {
    for (;;) {
      const statement = waiting.shift();
      if (!statement) return;
      await knex.transaction(async trx => {
        await trx.raw(`set local maintenance_work_mem = '1GB'`);
        await trx.raw('set local max_parallel_maintenance_workers = 1');
        await trx.raw(statement);
      });
    }
  };
  await Promise.all(Array.from({ length: BUILDERS }, builder));
}
