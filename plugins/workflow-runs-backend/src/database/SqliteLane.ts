import { performance } from 'node:perf_hooks';
import type { Database, Statement } from 'better-sqlite3';
import { Knex } from 'knex';
import { ChangeGroup, Row, SqlValue } from './changes';
import { LaneDatabase, LaneTransaction, RowsUpdate } from './LaneDatabase';

/** Transitions of one batch: all of them are written in one turn of the event loop. */
const MAX_BATCH = 64;
/** A batch that took this long has had its turn, in milliseconds. */
const TURN_MS = 3;

class SqliteTransaction implements LaneTransaction {
  readonly #done: Promise<unknown>[] = [];
  #hasFailed = false;

  constructor(private readonly prepare: (sql: string) => Statement) {}

  /** Settles once everything that was asked for is done; fails with what failed first. */
  async settled(): Promise<void> {
    await Promise.all(this.#done);
  }

  insertIfAbsent(table: string, _keys: string[], rows: Row[]): Promise<Row[]> {
    return this.#do(() =>
      rows.filter(row => {
        const columns = Object.keys(row);
        const statement = this.prepare(
          `${insertOf(table, columns)} on conflict do nothing`,
        );
        return statement.run(bind(row, columns)).changes > 0;
      }),
    );
  }

  update(table: string, spec: RowsUpdate, returning: string[]): Promise<Row[]> {
    return this.#do(() => {
      const statement = this.prepare(
        `${updateOf(table, spec)} returning ${list(returning)}`,
      );
      const columns = columnsOf(spec);
      return spec.rows.flatMap(
        row => statement.all(bind(row, columns)) as Row[],
      );
    });
  }

  lock(
    table: string,
    column: string,
    values: SqlValue[],
    columns: string[],
  ): Promise<Row[]> {
    // `begin immediate` holds the file's only write lock already.
    return this.select(table, column, values, columns);
  }

  select(
    table: string,
    column: string,
    values: SqlValue[],
    columns: string[],
  ): Promise<Row[]> {
    return this.#do(() => {
      const statement = this.prepare(
        `select ${list(columns)} from "${table}" where "${column}" = ?`,
      );
      return values.flatMap(value => statement.all(toSqlite(value)) as Row[]);
    });
  }

  find(
    table: string,
    keys: string[],
    rows: Row[],
    columns: string[],
  ): Promise<Row[]> {
    return this.#do(() => {
      const statement = this.prepare(
        `select ${list(columns)} from "${table}" where ${matching(keys)}`,
      );
      return rows.flatMap(row => statement.all(bind(row, keys)) as Row[]);
    });
  }

  insert(table: string, rows: Row[]): Promise<void> {
    return this.#do(() => this.#insert(table, rows));
  }

  apply(groups: readonly ChangeGroup[]): Promise<void> {
    return this.#do(() => groups.forEach(group => this.#apply(group)));
  }

  append(events: Row[], heads: ChangeGroup[]): Promise<number> {
    return this.#do(() => {
      const { position } = this.prepare(
        'update log_head set position = position + ? where id = 1 returning position',
      ).get(events.length) as { position: number };
      const before = position - events.length;
      this.#insert(
        'run_events',
        events.map((event, index) => ({
          position: before + index + 1,
          ...event,
        })),
      );
      for (const head of heads) {
        const rows = head.rows.map(row => ({
          ...row,
          last_position: before + Number(row.last_position),
        }));
        this.#apply({ ...head, rows });
      }
      return position;
    });
  }

  #insert(table: string, rows: Row[]): void {
    if (rows.length === 0) return;
    const columns = Object.keys(rows[0]);
    const statement = this.prepare(insertOf(table, columns));
    for (const row of rows) statement.run(bind(row, columns));
  }

  #apply(group: ChangeGroup): void {
    const columns =
      group.kind === 'delete' ? [...group.keys] : columnsOf(group);
    const statement = this.prepare(statementOf(group));
    for (const row of group.rows) statement.run(bind(row, columns));
  }

  /**
   * Does it at once; whoever does not wait for it hears of its failure at the commit. Nothing more is
   * done once something has failed: SQLite may have rolled back by itself, as it does where the disk
   * is full, and what followed would be committed alone.
   */
  #do<T>(work: () => T): Promise<T> {
    const done = new Promise<T>((resolve, reject) => {
      if (this.#hasFailed) {
        reject(new Error('The transaction has failed already'));
        return;
      }
      try {
        resolve(work());
      } catch (error) {
        this.#hasFailed = true;
        reject(error);
      }
    });
    done.catch(() => {});
    this.#done.push(done);
    return done;
  }
}

/**
 * The lane on SQLite. It borrows the pool's only connection for each batch and works on it
 * directly, with cached statements: five times as fast as through knex. A second connection to the
 * file would block the event loop, and a raw write while a knex transaction is open would be rolled
 * back with it; borrowing rules out both.
 */
export class SqliteLane implements LaneDatabase {
  readonly maxBatch = MAX_BATCH;
  readonly #statements = new WeakMap<Database, Map<string, Statement>>();

  constructor(private readonly knex: Knex) {}

  async transaction<T>(work: (tx: LaneTransaction) => Promise<T>): Promise<T> {
    const connection: Database = await this.knex.client.acquireConnection();
    const begun = performance.now();
    try {
      return await this.#inTransaction(connection, work);
    } finally {
      await this.knex.client.releaseConnection(connection);
      // What those who wait for it go on with is as much again.
      if (performance.now() - begun > TURN_MS) {
        await new Promise(setImmediate);
      }
    }
  }

  async #inTransaction<T>(
    connection: Database,
    work: (tx: LaneTransaction) => Promise<T>,
  ): Promise<T> {
    connection.exec('begin immediate');
    try {
      const tx = new SqliteTransaction(sql => this.#prepare(connection, sql));
      const result = await work(tx);
      await tx.settled();
      connection.exec('commit');
      return result;
    } catch (error) {
      if (connection.inTransaction) connection.exec('rollback');
      throw error;
    }
  }

  #prepare(connection: Database, sql: string): Statement {
    let statements = this.#statements.get(connection);
    if (!statements) {
      statements = new Map();
      this.#statements.set(connection, statements);
    }
    let statement = statements.get(sql);
    if (!statement) {
      statement = connection.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  }
}

function statementOf(group: ChangeGroup): string {
  const { table, keys, set } = group;
  // Columns are bound in the order that columnsOf gives, which is that of the statement.
  switch (group.kind) {
    case 'insert':
      return insertOf(table, columnsOf(group));
    case 'upsert':
      return `${insertOf(table, columnsOf(group))} on conflict (${list(
        keys,
      )}) do ${
        set.length === 0
          ? 'nothing'
          : `update set ${set.map(c => `"${c}" = excluded."${c}"`).join(', ')}`
      }`;
    case 'update':
      return updateOf(table, group);
    case 'delete':
      return `delete from "${table}" where ${matching(keys)}`;
    default:
      throw new Error(`Unknown kind of change: ${group.kind}`);
  }
}

/** Assigned columns first, then the keys, as in an update. */
function columnsOf(spec: {
  keys: readonly string[];
  set: string[];
  add?: string[];
}): string[] {
  return [...spec.set, ...(spec.add ?? []), ...spec.keys];
}

function insertOf(table: string, columns: readonly string[]): string {
  return `insert into "${table}" (${list(columns)}) values (${columns
    .map(() => '?')
    .join(', ')})`;
}

function updateOf(
  table: string,
  { keys, set, add = [] }: Omit<RowsUpdate, 'rows'>,
): string {
  const assignments = [
    ...set.map(column => `"${column}" = ?`),
    ...add.map(column => `"${column}" = coalesce("${column}", 0) + ?`),
  ];
  return `update "${table}" set ${assignments.join(', ')} where ${matching(
    keys,
  )}`;
}

function list(columns: readonly string[]): string {
  return columns.map(column => `"${column}"`).join(', ');
}

function matching(keys: readonly string[]): string {
  return keys.map(key => `"${key}" = ?`).join(' and ');
}

function toSqlite(value: SqlValue): SqlValue {
  return typeof value === 'boolean' ? Number(value) : value;
}

function bind(row: Row, columns: readonly string[]): SqlValue[] {
  return columns.map(column => toSqlite(row[column] ?? null));
}
