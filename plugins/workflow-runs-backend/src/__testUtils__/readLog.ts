/*
 * A process that reads the log, writes what it has read, and stands still before it commits: for tests
 * that kill it there.
 */
import { leaseClock } from '../database/clock';
import { LogReader } from '../readers/LogReader';
import { connect, ConnectionOptions } from './ScriptProcess';
import { silentLogger } from './silentLogger';

export interface ReadLogOptions {
  connection: ConnectionOptions;
  leaseMs: number;
}

export type ReadLogMessage = { type: 'written' };

function read({ connection, leaseMs }: ReadLogOptions) {
  const knex = connect(connection);
  const reader = new LogReader(
    {
      name: 'notes',
      startsAt: 'beginning',
      async *handle(events) {
        yield async trx => {
          for (const { position } of events)
            await trx('notes').insert({ position });
          process.send!({ type: 'written' } satisfies ReadLogMessage);
          await new Promise(() => {});
        };
      },
      async *rebuild() {},
    },
    {
      knex,
      clock: leaseClock(knex, () => Date.now()),
      owner: 'killed',
      logger: silentLogger(),
      timing: { leaseMs },
    },
  );
  reader.start();
}

process.once('message', options => read(options as ReadLogOptions));
