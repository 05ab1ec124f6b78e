import { Knex } from 'knex';
import { isSqlite } from '../database/isSqlite';
import { TextQuery } from './parseQuery';
import { PostgresTextIndex } from './PostgresTextIndex';
import { RunText } from './RunText';
import { SqliteTextIndex } from './SqliteTextIndex';

/** Runs by their ids, with what can be searched of each; one at least. */
export type RunTexts = readonly (readonly [runId: string, text: RunText])[];

/** The words of runs, and which runs hold some; a run that is not in it holds none. */
export interface TextIndex {
  /** Writes the words of runs, in place of those that they had. */
  put(trx: Knex.Transaction, texts: RunTexts): Promise<void>;
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
