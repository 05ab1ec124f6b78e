/*
 * A process that takes a SQLite file for itself, as a backend does when it starts, and says so.
 */
import { leaseClock } from '../database/clock';
import { openDatabase } from '../database/open';
import { becomeSoleOwner } from '../engine/soleOwner';
import { lockSqliteFile } from '../engine/sqliteLock';
import { connect, ConnectionOptions } from './ScriptProcess';
import { silentLogger } from './silentLogger';

export interface SoleBackendOptions {
  connection: ConnectionOptions;
  /** How long it waits for another backend to leave the file. */
  patienceMs: number;
}

export type SoleBackendMessage = { type: 'ready' };

async function start(options: SoleBackendOptions) {
  const knex = connect(options.connection);
  await lockSqliteFile(knex, options);
  await openDatabase({ getClient: async () => knex }, silentLogger());
  await becomeSoleOwner(
    knex,
    leaseClock(knex, () => Date.now()),
    options,
  );
  const ready: SoleBackendMessage = { type: 'ready' };
  process.send!(ready);
  // It holds the file until it is killed.
  setInterval(() => {}, 60_000);
}

process.once('message', options => start(options as SoleBackendOptions));
