import { Knex } from 'knex';
import { isSqlite } from './isSqlite';

/**
 * Rows whose column has one of many values. They are bound as one list: the statement is the same however many they
 * are, and no database has too many of them to bind.
 */
export function whereAmong<Query extends Knex.QueryBuilder>(
  query: Query,
  column: string,
  values: readonly string[],
): Query {
  return (
    isSqlite(query)
      ? query.whereRaw('?? in (select value from json_each(?))', [
          column,
          JSON.stringify(values),
        ])
      : query.whereRaw('?? = any(?)', [column, values as string[]])
  ) as Query;
}
