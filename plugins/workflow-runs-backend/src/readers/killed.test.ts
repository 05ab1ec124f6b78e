import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Knex } from 'knex';
import { appendRuns, recorderOn } from '../__testUtils__/appendRuns';
import { describeOnPostgres } from '../__testUtils__/databases';
import { ReadLogMessage, ReadLogOptions } from '../__testUtils__/readLog';
import {
  connect,
  connectionOf,
  ConnectionOptions,
  ScriptProcess,
} from '../__testUtils__/ScriptProcess';
import { silentLogger } from '../__testUtils__/silentLogger';
import { eventually } from '../__testUtils__/TestPortal';
import { leaseClock } from '../database/clock';
import { laneOf, migrate } from '../database/open';
import { LogReader } from './LogReader';

jest.setTimeout(60_000);

const LEASE_MS = 1_500;

/** Appends, lets a process read, kills it between its write and the commit, and reads on. */
async function killAndReadOn(
  knex: Knex,
  connection: ConnectionOptions,
  reconnect: () => Promise<Knex>,
) {
  await knex.schema.createTable('notes', table => {
    table.bigInteger('position');
  });
  await appendRuns(recorderOn(laneOf(knex)), ['run_1', 'run_2', 'run_3']);
  const options: ReadLogOptions = { connection, leaseMs: LEASE_MS };
  const killed = ScriptProcess.start<ReadLogMessage>(
    require.resolve('../__testUtils__/readLog'),
    options,
  );
  await killed.message(({ type }) => type === 'written');
  killed.kill('SIGKILL');
  await killed.exited;

  const after = await reconnect();
  const cursor = await after('cursors').where({ name: 'notes' }).first();
  const written = await after('notes');
  const reader = new LogReader(
    {
      name: 'notes',
      startsAt: 'beginning',
      async *handle(events) {
        yield async trx => {
          for (const { position } of events)
            await trx('notes').insert({ position });
        };
      },
      async *rebuild() {},
    },
    {
      knex: after,
      clock: leaseClock(after, () => Date.now()),
      owner: 'next',
      logger: silentLogger(),
      timing: { leaseMs: LEASE_MS, pollMs: 20 },
    },
  );
  reader.start();
  await eventually(async () => expect(await after('notes')).toHaveLength(3));
  await reader.stop();
  const positions = await after('notes').orderBy('position').pluck('position');
  return {
    cursor: { owner: cursor.owner, position: Number(cursor.position) },
    written,
    positions: positions.map(Number),
  };
}

const expected = {
  cursor: { owner: 'killed', position: 0 },
  written: [],
  positions: [1, 2, 3],
};

describeOnPostgres('a reader that is killed before it commits', create => {
  it('has written nothing, and another handles the events', async () => {
    const { knex } = await create();

    expect(
      await killAndReadOn(knex, connectionOf(knex), async () => knex),
    ).toEqual(expected);
  });
});

describe('a reader of a SQLite file that is killed before it commits', () => {
  const directory = mkdtempSync(join(tmpdir(), 'workflow-runs-readers-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('has written nothing, and the next one handles the events', async () => {
    const connection: ConnectionOptions = {
      client: 'better-sqlite3',
      connection: { filename: join(directory, 'runs.sqlite') },
    };
    const before = connect(connection);
    await migrate(before);
    let after: Knex | undefined;
    const result = await killAndReadOn(before, connection, async () => {
      after = connect(connection);
      return after;
    });
    await after!.destroy();
    await before.destroy();

    expect(result).toEqual(expected);
  });
});
