import { createHash } from 'node:crypto';
import type { QueryResult } from 'pg';
import { ChangeGroup, Row, SqlValue } from './changes';
import { Connection } from './KeptConnection';
import { LaneTransaction, RowsUpdate } from './LaneDatabase';
import { arrayOf, columnArray } from './postgresArray';
import {
  appendOf,
  columnsOf,
  columnsOfGroup,
  ColumnTypes,
  insertOf,
  list,
  matching,
  Parameters,
  statementOf,
  updateOf,
} from './postgresStatements';

/**
 * What is sent for itself costs more than what it does to a few rows, so small changes go together. As
 * each connection keeps the plans of all statements, there must not be too many of them.
 */
const MAX_ROWS_TOGETHER = 100;
const MAX_STATEMENTS = 100;

/** Statements of groups of changes, by what the groups look like. */
const statements = new Map<string, string>();

function shapeOf(groups: readonly ChangeGroup[]): string {
  return groups.map(({ name }) => name).join('\n');
}

/** One transaction of the lane on PostgreSQL; nothing is waited for before it is answered. */
export class PostgresTransaction implements LaneTransaction {
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

  apply(groups: readonly ChangeGroup[]): Promise<void> {
    const together = this.#togetherOf(groups);
    const sent = together
      ? [this.#apply(together, groups)]
      : groups.map(group => this.#apply(this.#statementOf([group]), [group]));
    const applied = Promise.all(sent).then(() => {});
    // As what it is made of: whoever does not wait for it hears of its failure at the commit.
    applied.catch(() => {});
    return applied;
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

  #apply(statement: string, groups: readonly ChangeGroup[]): Promise<void> {
    return this.#query(
      statement,
      groups.flatMap(group => arraysOf(group.rows, columnsOfGroup(group))),
      () => {},
    );
  }

  /** One statement for all groups; undefined where it would not be worth its plan. */
  #togetherOf(groups: readonly ChangeGroup[]): string | undefined {
    const rows = groups.reduce((sum, group) => sum + group.rows.length, 0);
    if (rows > MAX_ROWS_TOGETHER) return undefined;
    const isKnown = statements.has(shapeOf(groups));
    if (!isKnown && statements.size >= MAX_STATEMENTS) return undefined;
    return this.#statementOf(groups);
  }

  #statementOf(groups: readonly ChangeGroup[]): string {
    const shape = shapeOf(groups);
    let statement = statements.get(shape);
    if (statement === undefined) {
      statement = statementOf(groups, this.typesOf);
      statements.set(shape, statement);
    }
    return statement;
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
