import { Knex } from 'knex';
import {
  ConnectionLimits,
  DEFAULT_CONNECTION_LIMITS,
} from './guardConnections';
import { KeptConnection } from './KeptConnection';
import { LaneDatabase, LaneTransaction } from './LaneDatabase';
import { ColumnTypes } from './postgresStatements';
import { PostgresTransaction } from './PostgresTransaction';

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
