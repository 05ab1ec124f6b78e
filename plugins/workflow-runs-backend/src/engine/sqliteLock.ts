import { setTimeout as sleep } from 'node:timers/promises';
import type BetterSqlite3 from 'better-sqlite3';
import { Knex } from 'knex';
import { isSqlite } from '../database/isSqlite';

/** A backend that is restarted may overlap with its predecessor for as long as this. */
export const PATIENCE_MS = 12_000;

/** Kept here: a connection that nobody remembers is closed, and its lock gone, sooner or later. */
const HELD = new Set<BetterSqlite3.Database>();

/**
 * Locks a SQLite file for this process, until it unlocks it or dies: a file has one backend, and two
 * that start in the same moment do not see each other in its tables yet.
 *
 * Node has no locks on files, but SQLite does. So the lock is a transaction that stays open, on an
 * empty database beside the file: a second connection to the file itself would block the event loop.
 * The system lets go of it when the process dies, however it dies. It holds among the processes of
 * one machine, containers that share the folder among them.
 *
 * @returns unlocks it; where nothing is on disk there is nothing to lock
 * @throws Error where another process has locked it
 */
export async function lockSqliteFile(
  knex: Knex,
  options: { patienceMs?: number } = {},
): Promise<() => void> {
  if (!isSqlite(knex)) return () => {};
  const [{ file }] = await knex.raw(
    'select file from pragma_database_list where name = ?',
    ['main'],
  );
  if (!file) return () => {};
  const deadline = Date.now() + (options.patienceMs ?? PATIENCE_MS);
  for (;;) {
    const lock = tryLock(knex, `${file}.lock`);
    if (lock) {
      HELD.add(lock);
      return () => {
        HELD.delete(lock);
        lock.close();
      };
    }
    if (Date.now() >= deadline) throw await rivalError(knex);
    await sleep(100);
  }
}

function tryLock(knex: Knex, file: string): BetterSqlite3.Database | undefined {
  const Database: typeof BetterSqlite3 = knex.client.driver;
  const lock = new Database(file, { timeout: 0 });
  try {
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock.close();
    if ((error as { code?: unknown }).code === 'SQLITE_BUSY') return undefined;
    throw error;
  }
}

/** Names whoever is registered; it may be too early for that. */
async function rivalError(knex: Knex): Promise<Error> {
  const rival = await knex('workers')
    .orderBy('heartbeat_at', 'desc')
    .first()
    .catch(() => undefined);
  return anotherBackend(rival);
}

/** Says that a file has one backend, and who that is. */
export function anotherBackend(
  rival: { pid: number; host: string } | undefined,
): Error {
  const who = rival ? ` (process ${rival.pid} on ${rival.host})` : '';
  return new Error(
    `Another backend${who} uses this SQLite file. A file has one backend: stop the other, or use PostgreSQL.`,
  );
}
