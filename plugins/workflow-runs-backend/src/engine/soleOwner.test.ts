import { hostname } from 'node:os';
import { Knex } from 'knex';
import { migrate } from '../database/open';
import { connect } from '../__testUtils__/ScriptProcess';
import { becomeSoleOwner } from './soleOwner';

describe('becomeSoleOwner', () => {
  let knex: Knex;
  const clock = async () => Date.now();

  beforeEach(async () => {
    knex = connect({
      client: 'better-sqlite3',
      connection: { filename: ':memory:' },
    });
    await migrate(knex);
  });
  afterEach(() => knex.destroy());

  const register = async (worker: object) => {
    await knex('workers').insert({
      id: 'wkr_other',
      host: hostname(),
      pid: 12_345,
      handlers: '[]',
      started_at: 0,
      heartbeat_at: 0,
      lease_until: Date.now() + 30_000,
      ...worker,
    });
    await knex('engine_runs').insert({
      run_id: 'run_1',
      definition_hash: 'hash',
      rank: 10,
      seed: 'x',
      worker_id: 'wkr_other',
      created_at: 0,
    });
  };
  const own = (patienceMs = 0) => becomeSoleOwner(knex, clock, { patienceMs });
  const isFree = async () =>
    (await knex('workers')).length === 0 &&
    (await knex('engine_runs').first()).worker_id === null;

  it('has nothing to do with a file that nobody uses', async () => {
    await own();
    expect(await knex('workers')).toEqual([]);
  });

  it('takes over at once from a process of this machine, though its lease goes on: it holds no lock', async () => {
    await register({});
    await own(60_000);
    expect(await isFree()).toBe(true);
  });

  it('takes over from itself: a container that starts again has the same process id', async () => {
    await register({ pid: process.pid });
    await own(60_000);
    expect(await isFree()).toBe(true);
  });

  it('takes over where the lease is over', async () => {
    await register({ host: 'elsewhere', lease_until: Date.now() - 1 });
    await own(60_000);
    expect(await isFree()).toBe(true);
  });

  describe('where the other is on another host', () => {
    it('takes over when no heartbeat comes, whatever runs here under that number', async () => {
      await register({ host: 'elsewhere', pid: process.pid });
      await own(400);
      expect(await isFree()).toBe(true);
    });

    it('refuses when one comes', async () => {
      await register({ host: 'elsewhere' });
      setTimeout(
        () =>
          knex('workers')
            .update({ heartbeat_at: 1 })
            .then(() => {}),
        100,
      );
      await expect(own(600)).rejects.toThrow(
        'Another backend (process 12345 on elsewhere) uses this SQLite file. A file has one backend: stop the other, or use PostgreSQL.',
      );
      expect(await isFree()).toBe(false);
    });

    it('waits for one that is about to stop', async () => {
      await register({ host: 'elsewhere' });
      setTimeout(
        () =>
          knex('workers')
            .delete()
            .then(() => {}),
        300,
      );
      await own(10_000);
      expect(await knex('workers')).toEqual([]);
    });
  });
});
