import { Knex } from 'knex';
import SqliteDatabase, { Statement } from 'better-sqlite3';
import { makeRuns } from './makeRuns';
import { demandSame, postponedOnSqlite, sqliteSchema } from './schema';
import { Row, Value } from './SeededRun';
import { LARGE_TABLES, rowsOf, Table, TABLES } from './tableRows';

/** Runs of one transaction. */
const BATCH = 20_000;

/** Fills a migrated file; its indexes are made once its tables are full. */
export async function seedSqlite(
  knex: Knex,
  file: string,
  runs: number,
): Promise<void> {
  const schema = await sqliteSchema(knex);
  const indexes = [];
  for (const table of LARGE_TABLES) {
    indexes.push(...(await postponedOnSqlite(knex, table)));
  }
  for (const { drop } of indexes) await knex.raw(drop);
  insertRows(file, runs);
  for (const { create } of indexes) await knex.raw(create);
  demandSame(schema, await sqliteSchema(knex));
  await knex.raw('pragma wal_checkpoint(truncate)');
}

function insertRows(file: string, runs: number): void {
  const database = new SqliteDatabase(file);
  database.pragma('synchronous = OFF');
  const inserts = new Map<Table, (row: Row) => void>();
  const insertInto = (table: Table, row: Row) => {
    const known = inserts.get(table);
    const insert = known ?? prepareInsert(database, table, Object.keys(row));
    if (!known) inserts.set(table, insert);
    insert(row);
  };
  const makeRun = makeRuns(runs);
  for (let first = 0; first < runs; first += BATCH) {
    database.exec('begin');
    for (let index = first; index < Math.min(runs, first + BATCH); index++) {
      const rows = rowsOf(makeRun(index), { index, runs });
      for (const table of TABLES) {
        for (const row of rows[table]) insertInto(table, row);
      }
    }
    database.exec('commit');
  }
  database.close();
}

function prepareInsert(
  database: SqliteDatabase.Database,
  table: Table,
  columns: string[],
): (row: Row) => void {
  const marks = columns.map(() => '?').join(', ');
  const statement: Statement = database.prepare(
    `insert into ${table} (${columns.join(', ')}) values (${marks})`,
  );
  return row => {
    statement.run(columns.map(column => toSqlite(row[column])));
  };
}

function toSqlite(value: Value | undefined): Value {
  return typeof value === 'boolean' ? Number(value) : value ?? null;
}
