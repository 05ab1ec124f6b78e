import { Knex } from 'knex';
import { arrayOf } from '../database/postgresArray';
import { isSqlite } from '../database/isSqlite';

type Value = string | number | boolean;
type ColumnType = 'integer' | 'bigint' | 'text' | 'boolean';

/**
 * Rows that a statement brings along, to be joined with those of a table: one parameter or a few, however
 * many there are.
 *
 * @param name - of the table that they are in the statement
 */
export function givenRows(
  knex: Knex,
  name: string,
  columns: Record<string, ColumnType>,
  rows: readonly (readonly Value[])[],
): Knex.Raw {
  const names = Object.keys(columns);
  if (isSqlite(knex)) {
    const values = names.map(
      (column, index) => `value ->> ${index} as ${column}`,
    );
    return knex.raw(
      `(select ${values.join(', ')} from json_each(?)) as ${name}`,
      [JSON.stringify(rows)],
    );
  }
  const arrays = Object.values(columns).map(type => `?::${type}[]`);
  return knex.raw(
    `unnest(${arrays.join(', ')}) as ${name} (${names.join(', ')})`,
    names.map((_, index) => arrayOf(rows.map(row => row[index]))),
  );
}

/** Whether a column holds one of some values: one parameter, however many there are. */
export function isOneOf(
  knex: Knex,
  column: string,
  type: 'integer' | 'text',
  values: readonly Value[],
): Knex.Raw {
  return isSqlite(knex)
    ? knex.raw('?? in (select value from json_each(?))', [
        column,
        JSON.stringify(values),
      ])
    : knex.raw(`?? = any(?::${type}[])`, [column, arrayOf(values)]);
}
