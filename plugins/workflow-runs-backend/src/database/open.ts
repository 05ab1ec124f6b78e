import { dirname } from 'node:path';
import {
  DatabaseService,
  LoggerService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { isSqlite } from './isSqlite';
import { ConnectionLimits, guardConnections } from './guardConnections';
import { LaneDatabase } from './LaneDatabase';
import { PostgresLane } from './PostgresLane';
import { SqliteLane } from './SqliteLane';
import { takeTurns } from './takeTurns';

/** The database of the plugin, ready to use. */
export interface OpenDatabase {
  knex: Knex;
  lane: LaneDatabase;
  isSqlite: boolean;
  /** Folder of the SQLite file; `memory` where there is none; undefined on another database. */
  sqliteDirectory: string | 'memory' | undefined;
}

/** Migrates and prepares the database. */
export async function openDatabase(
  database: DatabaseService,
  logger: LoggerService,
  limits?: ConnectionLimits,
): Promise<OpenDatabase> {
  const knex = await database.getClient();
  const onSqlite = isSqlite(knex);
  const sqliteDirectory = onSqlite ? await prepareSqlite(knex) : undefined;
  if (sqliteDirectory === 'memory') {
    logger.warn(
      'Workflow runs are kept in memory: a restart forgets them. Set backend.database.connection to keep them.',
    );
  }
  if (!database.migrations?.skip) await migrate(knex);
  return {
    knex,
    lane: laneOf(knex, limits),
    isSqlite: onSqlite,
    sqliteDirectory,
  };
}

/** Brings the schema up to date. */
export async function migrate(knex: Knex): Promise<void> {
  await knex.migrate.latest({
    directory: resolvePackagePath(
      'backstage-plugin-workflow-runs-backend',
      'migrations',
    ),
  });
}

/** The lane that fits the database, on connections that can be relied upon: a migration takes its time. */
export function laneOf(knex: Knex, limits?: ConnectionLimits): LaneDatabase {
  if (!isSqlite(knex)) {
    guardConnections(knex, limits);
    return new PostgresLane(knex, limits);
  }
  // The lane waits for the event loop, which others must not keep from turning.
  takeTurns(knex);
  return new SqliteLane(knex);
}

/**
 * A write-ahead log lets readers and the writer work side by side. With synchronous=NORMAL a commit
 * survives the death of the process, but the last ones may not survive a loss of power. The log is
 * taken over into the file when it has 16 MB: most pages are written many times until then.
 */
async function prepareSqlite(knex: Knex): Promise<string | 'memory'> {
  const pragmas = [
    'journal_mode = WAL',
    'synchronous = NORMAL',
    'busy_timeout = 5000',
    'wal_autocheckpoint = 4000',
  ];
  const prepare = async (run: (sql: string) => unknown) => {
    for (const pragma of pragmas) await run(`pragma ${pragma}`);
  };
  // The pool may open its connection anew; this one is open already.
  knex.client.pool?.on?.(
    'createSuccess',
    (_: unknown, connection: { pragma(s: string): void }) =>
      pragmas.forEach(pragma => connection.pragma(pragma)),
  );
  await prepare(sql => knex.raw(sql));
  const [{ file }] = await knex.raw(
    'select file from pragma_database_list where name = ?',
    ['main'],
  );
  return file ? dirname(file) : 'memory';
}
