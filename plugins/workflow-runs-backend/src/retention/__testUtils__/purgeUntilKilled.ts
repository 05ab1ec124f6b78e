/*
 * A process that works on the retention job that is there, and kills itself as it is about to send a certain
 * statement: for tests of what it leaves behind.
 */
import { connect, ConnectionOptions } from '../../__testUtils__/ScriptProcess';
import { KeptWorld } from './KeptWorld';

export interface PurgeUntilKilledOptions {
  connection: ConnectionOptions;
  /** How the statement begins. */
  at: string;
  /** How many of them are sent before. */
  after: number;
}

async function purge({ connection, at, after }: PurgeUntilKilledOptions) {
  const knex = connect(connection);
  let sent = 0;
  knex.on('query', ({ sql }: { sql: string }) => {
    if (!sql.replace(/["`]/g, '').startsWith(at)) return;
    if (sent === after) process.kill(process.pid, 'SIGKILL');
    sent += 1;
  });
  const world = new KeptWorld(knex);
  const { runner } = world.backend('killed', {
    portions: { runs: 4, rows: 2 },
  });
  await runner.look();
  process.exit(0);
}

process.once('message', options => purge(options as PurgeUntilKilledOptions));
