import { Knex } from 'knex';
import { isSqlite } from '../database/isSqlite';
import { TextQuery } from './parseQuery';
import { PostgresTextIndex } from './PostgresTextIndex';
import { SqliteTextIndex } from './SqliteTextIndex';

/** The words of runs, and which runs hold some; a run that is not in it holds none. */
export interface TextIndex {
  /** Writes the words of a run, in place of those that it had. */
  put(
    trx: Knex.Transaction,
    runId: string,
    words: readonly string[],
  ): Promise<void>;
  remove(trx: Knex.Transaction, runIds: readonly string[]): Promise<void>;
  /**
   * Ids of runs that a query with required words fits, in whichever order, at most `limit`; it does not
   * look at more.
   */
  find(query: TextQuery, limit: number): Promise<string[]>;
  /** Narrows a query on `runs` to those that a text query fits, row by row. */
  narrow(runs: Knex.QueryBuilder, query: TextQuery): void;
}

/** The index of a database. */
export function textIndexOf(knex: Knex): TextIndex {
  return isSqlite(knex)
    ? new SqliteTextIndex(knex)
    : new PostgresTextIndex(knex);
}
