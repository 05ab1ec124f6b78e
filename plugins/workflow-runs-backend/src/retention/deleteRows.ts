import { Knex } from 'knex';
import { isSqlite } from '../database/isSqlite';
import { DatabaseRow } from '../queries/DatabaseRow';
import { RunTable } from './runTables';

/** Rows that were deleted, or would be, and how many bytes they have. */
export interface Weighed {
  rows: number;
  bytes: number;
}

/** How much is deleted at a time: no statement is to be felt by others. */
export interface Portions {
  /** Runs that go together. */
  runs: number;
  /** Rows that one statement deletes. */
  rows: number;
}

/** A SQLite file has one connection for all: 5 ms at most are for one statement. */
export function portionsOf(knex: Knex): Portions {
  return isSqlite(knex) ? { runs: 10, rows: 200 } : { runs: 100, rows: 2_000 };
}

/** Which rows are meant, in SQL, with what is bound to it. */
export interface Rows {
  table: string;
  weighs: readonly string[];
  where: string;
  bindings: readonly Knex.RawBinding[];
}

/** Rows of some runs. */
export function rowsOfRuns(
  { table, weighs, where }: RunTable,
  runIds: readonly string[],
): Rows {
  const places = runIds.map(() => '?').join(', ');
  const ofRuns = `${table}.run_id in (${places})`;
  return {
    table,
    weighs,
    where: where ? `${ofRuns} and ${where}` : ofRuns,
    bindings: runIds,
  };
}

/** Deletes some of the rows, at most as many as are said; fewer are the last ones. */
export async function deleteSome(
  knex: Knex,
  { table, weighs, where, bindings }: Rows,
  limit: number,
): Promise<Weighed> {
  const onSqlite = isSqlite(knex);
  // By their places: neither database deletes with a limit.
  const some = onSqlite
    ? `rowid in (select rowid from ${table} where ${where} limit ${limit})`
    : `ctid = any(array(select ctid from ${table} where ${where} limit ${limit}))`;
  const gone: DatabaseRow[] = rowsOf(
    await knex.raw(
      `delete from ${table} where ${some} returning ${weightOf(
        onSqlite,
        weighs,
      )} as bytes`,
      [...bindings],
    ),
  );
  return {
    rows: gone.length,
    bytes: gone.reduce((sum, { bytes }) => sum + Number(bytes), 0),
  };
}

/** Counts the rows, and leaves them. */
export async function weigh(
  knex: Knex,
  { table, weighs, where, bindings }: Rows,
): Promise<Weighed> {
  const [{ rows, bytes }] = rowsOf(
    await knex.raw(
      `select count(*) as "rows", coalesce(sum(${weightOf(
        isSqlite(knex),
        weighs,
      )}), 0) as bytes from ${table} where ${where}`,
      [...bindings],
    ),
  );
  return { rows: Number(rows), bytes: Number(bytes) };
}

function weightOf(onSqlite: boolean, columns: readonly string[]): string {
  const bytes = columns.map(column =>
    onSqlite
      ? `coalesce(length(cast(${column} as blob)), 0)`
      : `coalesce(octet_length(${column}), 0)`,
  );
  return bytes.length > 0 ? bytes.join(' + ') : '0';
}

/** What a raw statement answers; each driver has its own shape for it. */
export function rowsOf(answer: any): DatabaseRow[] {
  return Array.isArray(answer) ? answer : answer.rows;
}
