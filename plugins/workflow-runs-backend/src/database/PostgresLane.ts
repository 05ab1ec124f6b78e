import { Knex } from 'knex';
import { ChangeGroup, Row, SqlValue } from './changes';
import { LaneDatabase, LaneTransaction, RowsUpdate } from './LaneDatabase';

class PostgresTransaction implements LaneTransaction {
  constructor(private readonly trx: Knex.Transaction) {}

  async insertIfAbsent(
    table: string,
    keys: string[],
    rows: Row[],
  ): Promise<Row[]> {
    const inserted = await this.#query(
      `${insertOf(table, rows)} on conflict do nothing returning ${list(keys)}`,
      [toJson(rows)],
    );
    return pick(rows, keys, inserted);
  }

  async known(table: string, keys: string[], rows: Row[]): Promise<Row[]> {
    const found = await this.#query(
      `select ${keys
        .map(key => `t."${key}"`)
        .join(', ')} from "${table}" t join ${recordset(table)} v on ${matching(
        keys,
      )}`,
      [toJson(rows)],
    );
    return pick(rows, keys, found);
  }

  update(table: string, spec: RowsUpdate, returning: string[]): Promise<Row[]> {
    return this.#query(
      `${updateOf(table, spec)} returning ${returning
        .map(column => `t."${column}"`)
        .join(', ')}`,
      [toJson(spec.rows)],
    );
  }

  lock(
    table: string,
    column: string,
    values: SqlValue[],
    columns: string[],
  ): Promise<Row[]> {
    return this.#query(
      `select ${list(
        columns,
      )} from "${table}" where "${column}" = any(?) order by "${column}" for update`,
      [values],
    );
  }

  select(
    table: string,
    column: string,
    values: SqlValue[],
    columns: string[],
  ): Promise<Row[]> {
    return this.#query(
      `select ${list(columns)} from "${table}" where "${column}" = any(?)`,
      [values],
    );
  }

  async insert(table: string, rows: Row[]): Promise<void> {
    if (rows.length > 0)
      await this.#query(insertOf(table, rows), [toJson(rows)]);
  }

  async apply(group: ChangeGroup): Promise<void> {
    await this.#query(statementOf(group), [toJson(group.rows)]);
  }

  async takePositions(count: number): Promise<number> {
    const [row] = await this.#query(
      'update log_head set position = position + ? where id = 1 returning position',
      [count],
    );
    return Number(row.position);
  }

  async #query(sql: string, bindings: unknown[]): Promise<Row[]> {
    const result = await this.trx.raw(sql, bindings as Knex.RawBinding[]);
    return result.rows;
  }
}

/**
 * The lane on PostgreSQL. Rows travel as one JSON parameter that takes its types from the table, so
 * a batch is a handful of statements however many rows it changes, with cacheable plans.
 */
export class PostgresLane implements LaneDatabase {
  constructor(private readonly knex: Knex) {}

  transaction<T>(work: (tx: LaneTransaction) => Promise<T>): Promise<T> {
    return this.knex.transaction(trx => work(new PostgresTransaction(trx)));
  }
}

/** Those of the rows that the database has named. */
function pick(rows: Row[], keys: string[], named: Row[]): Row[] {
  const name = (row: Row) => keys.map(key => row[key]).join('\0');
  const names = new Set(named.map(name));
  return rows.filter(row => names.has(name(row)));
}

function statementOf(group: ChangeGroup): string {
  const { table, keys, set, rows } = group;
  switch (group.kind) {
    case 'insert':
      return insertOf(table, rows);
    case 'upsert':
      return `${insertOf(table, rows)} on conflict (${list(keys)}) do ${
        set.length === 0
          ? 'nothing'
          : `update set ${set.map(c => `"${c}" = excluded."${c}"`).join(', ')}`
      }`;
    case 'update':
      return updateOf(table, group);
    case 'delete':
      return `delete from "${table}" t using ${recordset(
        table,
      )} v where ${matching(keys)}`;
    default:
      throw new Error(`Unknown kind of change: ${group.kind}`);
  }
}

function insertOf(table: string, rows: Row[]): string {
  const columns = Object.keys(rows[0]);
  return `insert into "${table}" (${list(columns)}) select ${list(
    columns,
  )} from ${recordset(table)} v`;
}

function updateOf(
  table: string,
  { keys, set, add = [] }: Omit<RowsUpdate, 'rows'>,
): string {
  const assignments = [
    ...set.map(column => `"${column}" = v."${column}"`),
    ...add.map(
      column => `"${column}" = coalesce(t."${column}", 0) + v."${column}"`,
    ),
  ];
  return `update "${table}" t set ${assignments.join(', ')} from ${recordset(
    table,
  )} v where ${matching(keys)}`;
}

function list(columns: readonly string[]): string {
  return columns.map(column => `"${column}"`).join(', ');
}

function recordset(table: string): string {
  return `json_populate_recordset(null::"${table}", ?::json)`;
}

function matching(keys: readonly string[]): string {
  return keys.map(key => `t."${key}" = v."${key}"`).join(' and ');
}

function toJson(rows: Row[]): string {
  return JSON.stringify(rows, function replace(key, value) {
    // Buffers reach a replacer as the result of their toJSON; the holder still has the Buffer.
    const original = this[key];
    return Buffer.isBuffer(original) ? `\\x${original.toString('hex')}` : value;
  });
}
