import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import createKnex from 'knex';
import { describeOnPostgres } from '../__testUtils__/databases';
import { connect } from '../__testUtils__/ScriptProcess';
import { silentLogger } from '../__testUtils__/silentLogger';
import { leaseClock } from './clock';
import { openDatabase } from './open';
import { PostgresLane } from './PostgresLane';
import { SqliteLane } from './SqliteLane';

const directory = mkdtempSync(join(tmpdir(), 'workflow-runs-'));
afterAll(() => rmSync(directory, { recursive: true }));

describe('openDatabase', () => {
  it('prepares a SQLite file: readers beside the writer, and commits that survive a kill', async () => {
    const knex = connect({
      client: 'better-sqlite3',
      connection: { filename: join(directory, 'runs.sqlite') },
    });
    const problems: string[] = [];
    const opened = await openDatabase(
      { getClient: async () => knex },
      silentLogger(problem => problems.push(problem)),
    );

    expect(opened).toMatchObject({
      isSqlite: true,
      sqliteDirectory: directory,
    });
    expect(opened.lane).toBeInstanceOf(SqliteLane);
    expect(await knex.raw('pragma journal_mode')).toEqual([
      { journal_mode: 'wal' },
    ]);
    expect(await knex.raw('pragma synchronous')).toEqual([{ synchronous: 1 }]);
    expect(await knex.raw('pragma busy_timeout')).toEqual([{ timeout: 5000 }]);
    expect(await knex.raw('pragma wal_autocheckpoint')).toEqual([
      { wal_autocheckpoint: 4000 },
    ]);
    expect(await knex('log_head')).toHaveLength(1);
    expect(problems).toEqual([]);
    await knex.destroy();
  });

  it('warns where runs are forgotten by a restart', async () => {
    const knex = connect({
      client: 'better-sqlite3',
      connection: { filename: ':memory:' },
    });
    const problems: string[] = [];
    const opened = await openDatabase(
      { getClient: async () => knex, migrations: { skip: true } },
      silentLogger(problem => problems.push(problem)),
    );
    expect(opened.sqliteDirectory).toBe('memory');
    expect(problems).toEqual([
      expect.stringMatching(/kept in memory: a restart forgets them/),
    ]);
    expect(await knex.schema.hasTable('runs')).toBe(false);
    await knex.destroy();
  });
});

describe('leaseClock', () => {
  it('is the clock of the process where a file has one backend', async () => {
    const knex = createKnex({
      client: 'better-sqlite3',
      useNullAsDefault: true,
      connection: ':memory:',
    });
    expect(await leaseClock(knex, () => 42)()).toBe(42);
    await knex.destroy();
  });
});

describeOnPostgres('openDatabase', createDatabase => {
  it('has nothing to prepare, and measures leases by the clock that all backends share', async () => {
    const { knex } = await createDatabase();
    const opened = await openDatabase(
      { getClient: async () => knex },
      silentLogger(),
    );
    expect(opened).toMatchObject({
      isSqlite: false,
      sqliteDirectory: undefined,
    });
    expect(opened.lane).toBeInstanceOf(PostgresLane);
    const before = Date.now();
    const now = await leaseClock(knex, () => 42)();
    expect(Math.abs(now - before)).toBeLessThan(5_000);
  });
});
