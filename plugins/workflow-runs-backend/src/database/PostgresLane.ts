import { createHash } from 'node:crypto';
import { Knex } from 'knex';
import type { QueryResult } from 'pg';
import { ChangeGroup, Row, SqlValue } from './changes';
import {
  ConnectionLimits,
  DEFAULT_CONNECTION_LIMITS,
} from './guardConnections';
import { Connection, KeptConnection } from './KeptConnection';
import { LaneDatabase, LaneTransaction, RowsUpdate } from './LaneDatabase';
import { arrayOf, columnArray } from './postgresArray';
import {
  appendOf,
  columnsOf,
  ColumnTypes,
  insertOf,
  list,
  matching,
  Parameters,
  statementOf,
  updateOf,
} from './postgresStatements';

/**
 * Every statement finds its rows by their keys, however few there are in the table when its plan is
 * made: a plan is kept, and the table grows. And no backend that hangs may hold the log for ever.
 */
function beginWith(limits: ConnectionLimits): string {
  return [
    'begin',
    'set local plan_cache_mode = force_generic_plan',
    'set local enable_seqscan = off',
    'set local enable_hashjoin = off',
    'set local enable_mergejoin = off',
    `set local lock_timeout = ${limits.lockMs}`,
    `set local statement_timeout = ${limits.statementMs}`,
    `set local idle_in_transaction_session_timeout = ${limits.idleInTransactionMs}`,
  ].join('; ');
}

class PostgresTransaction implements LaneTransaction {
  readonly #sent: Promise<unknown>[] = [];
  #isGathering = false;

  constructor(
    private readonly connection: Connection,
    private readonly typesOf: (table: string) => ColumnTypes,
  ) {}

  begin(text: string): void {
    void this.#send({ text });
  }

  /** Settles once everything that was asked for is committed; fails with what failed first. */
  async commit(): Promise<void> {
    void this.#send({ text: 'commit' });
    await Promise.all(this.#sent);
  }

  async rollback(): Promise<void> {
    const rolledBack = this.#send({ text: 'rollback' });
    await Promise.allSettled(this.#sent);
    await rolledBack;
  }

  insertIfAbsent(table: string, keys: string[], rows: Row[]): Promise<Row[]> {
    const columns = Object.keys(rows[0]);
    const insert = insertOf(table, this.typesOf(table), columns);
    return this.#query(
      `${insert} on conflict do nothing returning ${list(keys)}`,
      arraysOf(rows, columns),
      inserted => pick(rows, keys, inserted),
    );
  }

  find(
    table: string,
    keys: string[],
    rows: Row[],
    columns: string[],
  ): Promise<Row[]> {
    const named = new Parameters().rows(this.typesOf(table), keys);
    return this.#query(
      `select ${list(columns, 't.')} from "${table}" t join ${named} v(${list(
        keys,
      )}) on ${matching(keys)}`,
      arraysOf(rows, keys),
      found => found,
    );
  }

  update(table: string, spec: RowsUpdate, returning: string[]): Promise<Row[]> {
    const columns = columnsOf(spec);
    const rows = new Parameters().rows(this.typesOf(table), columns);
    return this.#query(
      `${updateOf(table, spec, rows)} returning ${list(returning, 't.')}`,
      arraysOf(spec.rows, columns),
      updated => updated,
    );
  }

  lock(
    table: string,
    column: string,
    values: SqlValue[],
    columns: string[],
  ): Promise<Row[]> {
    return this.#query(
      `${this.#selectOf(
        table,
        column,
        columns,
      )} order by "${column}" for update`,
      [arrayOf(values)],
      locked => locked,
    );
  }

  select(
    table: string,
    column: string,
    values: SqlValue[],
    columns: string[],
  ): Promise<Row[]> {
    return this.#query(
      this.#selectOf(table, column, columns),
      [arrayOf(values)],
      selected => selected,
    );
  }

  insert(table: string, rows: Row[]): Promise<void> {
    if (rows.length === 0) return Promise.resolve();
    const columns = Object.keys(rows[0]);
    return this.#query(
      insertOf(table, this.typesOf(table), columns),
      arraysOf(rows, columns),
      () => {},
    );
  }

  apply(group: ChangeGroup): Promise<void> {
    return this.#query(
      statementOf(group, this.typesOf(group.table)),
      arraysOf(
        group.rows,
        group.kind === 'delete' ? group.keys : columnsOf(group),
      ),
      () => {},
    );
  }

  append(events: Row[], heads: ChangeGroup[]): Promise<number> {
    const columns = Object.keys(events[0]);
    return this.#query(
      appendOf(columns, heads, this.typesOf),
      [
        events.length,
        ...arraysOf(events, columns),
        ...heads.flatMap(head => arraysOf(head.rows, columnsOf(head))),
      ],
      ([{ position }]) => Number(position),
    );
  }

  #selectOf(table: string, column: string, columns: string[]): string {
    const values = new Parameters().array(this.typesOf(table), column);
    return `select ${list(
      columns,
    )} from "${table}" where "${column}" = any(${values})`;
  }

  #query<T>(
    text: string,
    values: unknown[],
    read: (rows: Row[]) => T,
  ): Promise<T> {
    return this.#send({ name: nameOf(text), text, values }, ({ rows }) =>
      read(rows),
    );
  }

  #send<T = void>(
    query: { name?: string; text: string; values?: unknown[] },
    read?: (result: QueryResult) => T,
  ): Promise<T> {
    this.#gather();
    const answer = this.connection.query(query).then(read);
    // Whoever does not wait for it hears of its failure at the commit.
    answer.catch(() => {});
    this.#sent.push(answer);
    return answer as Promise<T>;
  }

  /** What is asked for in one go travels in one packet. */
  #gather(): void {
    const stream = this.connection.connection?.stream;
    if (this.#isGathering || !stream) return;
    this.#isGathering = true;
    stream.cork();
    process.nextTick(() => {
      this.#isGathering = false;
      stream.uncork();
    });
  }
}

/**
 * The lane on PostgreSQL. A batch is a handful of statements however many rows it changes: columns
 * travel as arrays. They are prepared once for each connection, and sent without waiting for one
 * another's answers, so that what a commit costs is two or three round trips and not fifteen.
 */
export class PostgresLane implements LaneDatabase {
  readonly #connections: KeptConnection;
  readonly #begin: string;
  #types: Promise<Map<string, ColumnTypes>> | undefined;

  constructor(
    private readonly knex: Knex,
    limits: ConnectionLimits = DEFAULT_CONNECTION_LIMITS,
  ) {
    this.#connections = new KeptConnection(knex);
    this.#begin = beginWith(limits);
  }

  async transaction<T>(work: (tx: LaneTransaction) => Promise<T>): Promise<T> {
    const types = await this.#typesOfTables();
    const connection = await this.#connections.take();
    const tx = new PostgresTransaction(connection, table => {
      const columns = types.get(table);
      if (!columns) throw new Error(`There is no table "${table}"`);
      return columns;
    });
    try {
      tx.begin(this.#begin);
      const result = await work(tx);
      await tx.commit();
      return result;
    } catch (error) {
      await tx.rollback().catch(failure => {
        connection.__knex__disposed = failure;
      });
      throw error;
    } finally {
      this.#connections.giveBack(connection);
    }
  }

  /** Read once: a schema changes with the version of the code. */
  #typesOfTables(): Promise<Map<string, ColumnTypes>> {
    this.#types ??= readTypes(this.knex).catch(error => {
      this.#types = undefined;
      throw error;
    });
    return this.#types;
  }
}

async function readTypes(knex: Knex): Promise<Map<string, ColumnTypes>> {
  const { rows } = await knex.raw(
    `select c.relname as "table", a.attname as "column", t.typname as "type"
     from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     join pg_type t on t.oid = a.atttypid
     where c.relkind in ('r', 'p') and c.relnamespace = current_schema()::regnamespace`,
  );
  const types = new Map<string, Map<string, string>>();
  for (const { table, column, type } of rows) {
    const columns = types.get(table) ?? new Map<string, string>();
    types.set(table, columns.set(column, type));
  }
  return types;
}

const names = new Map<string, string>();

/** A statement has the same name in every lane: they share the connections of a pool. */
function nameOf(text: string): string {
  let name = names.get(text);
  if (!name) {
    const digest = createHash('sha256').update(text).digest('hex');
    name = `lane_${digest.slice(0, 32)}`;
    names.set(text, name);
  }
  return name;
}

function arraysOf(rows: readonly Row[], columns: readonly string[]): string[] {
  return columns.map(column => columnArray(rows, column));
}

/** Those of the rows that the database has named. */
function pick(rows: Row[], keys: string[], named: Row[]): Row[] {
  const name = (row: Row) => keys.map(key => row[key]).join('\0');
  const found = new Set(named.map(name));
  return rows.filter(row => found.has(name(row)));
}
