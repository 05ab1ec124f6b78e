import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Knex } from 'knex';
import { connect, ScriptProcess } from '../__testUtils__/ScriptProcess';
import { WorkerMessage, WorkerOptions } from '../__testUtils__/worker';
import { lockSqliteFile } from './sqliteLock';

jest.setTimeout(60_000);

describe('the lock of a SQLite file', () => {
  let directory: string;
  const open: Knex[] = [];
  const processes: ScriptProcess<WorkerMessage>[] = [];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'workflow-runs-'));
  });
  afterEach(async () => {
    for (const knex of open.splice(0)) await knex.destroy();
    for (const started of processes.splice(0)) {
      started.kill('SIGKILL');
      await started.exited;
    }
    rmSync(directory, { recursive: true });
  });

  const connection = () => ({
    client: 'better-sqlite3',
    connection: { filename: join(directory, 'runs.sqlite') },
  });
  const database = () => {
    const knex = connect(connection());
    open.push(knex);
    return knex;
  };
  const startBackend = () => {
    const options: WorkerOptions = {
      connection: connection(),
      ledger: join(directory, 'ledger.jsonl'),
      pace: { stepMs: 1 },
      timing: {},
      patienceMs: 200,
    };
    const started = ScriptProcess.start<WorkerMessage>(
      require.resolve('../__testUtils__/worker'),
      options,
    );
    processes.push(started);
    return started;
  };
  const ready = (backend: ScriptProcess<WorkerMessage>) =>
    backend
      .message(({ type }) => type === 'ready')
      .then(
        () => 'ready',
        (error: Error) => error.message,
      );

  it('has one of two backends that start in the same moment', async () => {
    for (let round = 0; round < 3; round++) {
      const backends = [startBackend(), startBackend()];
      const outcomes = await Promise.all(backends.map(ready));
      expect(outcomes.sort()).toEqual([
        expect.stringMatching(/Another backend.* uses this SQLite file/),
        'ready',
      ]);
      for (const backend of backends) backend.kill('SIGKILL');
      await Promise.all(backends.map(({ exited }) => exited));
    }
  });

  it('is free as soon as its process was killed', async () => {
    const first = startBackend();
    expect(await ready(first)).toBe('ready');
    first.kill('SIGKILL');
    await first.exited;
    (await lockSqliteFile(database(), { patienceMs: 0 }))();
  });

  it('is free once it is unlocked, also for the same process', async () => {
    const unlock = await lockSqliteFile(database());
    const second = database();
    await expect(lockSqliteFile(second, { patienceMs: 0 })).rejects.toThrow(
      'Another backend uses this SQLite file. A file has one backend: stop the other, or use PostgreSQL.',
    );
    unlock();
    (await lockSqliteFile(second, { patienceMs: 0 }))();
  });

  it('is waited for a while: a backend may overlap with its predecessor', async () => {
    const unlock = await lockSqliteFile(database());
    setTimeout(unlock, 150);
    (await lockSqliteFile(database(), { patienceMs: 10_000 }))();
  });

  it('is nothing where nothing is on disk', async () => {
    const memory = {
      client: 'better-sqlite3',
      connection: { filename: ':memory:' },
    };
    for (let i = 0; i < 2; i++) {
      const knex = connect(memory);
      open.push(knex);
      await lockSqliteFile(knex, { patienceMs: 0 });
    }
  });
});
