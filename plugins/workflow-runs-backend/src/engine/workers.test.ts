import { Knex } from 'knex';
import { describeOnDatabases } from '../__testUtils__/databases';
import {
  heartbeat,
  liveWorkers,
  reapWorkers,
  registerWorker,
  removeWorker,
} from './workers';

jest.setTimeout(60_000);

describeOnDatabases('workers', createDatabase => {
  let knex: Knex;
  let now: number;
  const clock = async () => now;
  const leaseMs = 1_000;

  beforeAll(async () => {
    ({ knex } = await createDatabase());
  });
  beforeEach(async () => {
    now = 10_000;
    await knex('workers').delete();
    await knex('engine_runs').delete();
  });

  const register = (id: string) =>
    registerWorker(knex, clock, { id, handlers: ['a@1'], leaseMs });
  const run = (run_id: string, columns: object = {}) =>
    knex('engine_runs').insert({
      run_id,
      definition_hash: 'hash',
      rank: 10,
      seed: run_id,
      wake_at: 0,
      created_at: 0,
      ...columns,
    });
  const holder = async (run_id: string) =>
    (await knex('engine_runs').where({ run_id }).first()).worker_id;
  describe('a lease', () => {
    it('lasts as long as heartbeats come', async () => {
      await register('wkr_1');
      now += 900;
      expect(await heartbeat(knex, clock, { id: 'wkr_1', leaseMs })).toBe(true);
      now += 900;
      expect(await reapWorkers(knex, clock, now)).toEqual([]);
      expect(await liveWorkers(knex, clock)).toMatchObject([
        {
          id: 'wkr_1',
          pid: process.pid,
          heartbeat_at: 10_900,
          lease_until: 11_900,
        },
      ]);
    });

    it('is over at its end, and no heartbeat brings it back', async () => {
      await register('wkr_1');
      now += 1_000;
      expect(await heartbeat(knex, clock, { id: 'wkr_1', leaseMs })).toBe(
        false,
      );
      expect(await liveWorkers(knex, clock)).toEqual([]);
    });

    it('begins anew for a worker that was late, whether somebody has noticed or not', async () => {
      await register('wkr_1');
      now += 5_000;
      await register('wkr_1');
      expect(await liveWorkers(knex, clock)).toMatchObject([
        { lease_until: 16_000 },
      ]);
    });
  });

  describe('the runs of a worker', () => {
    it('are free once its lease is over, and due at once', async () => {
      await register('wkr_1');
      await register('wkr_2');
      await run('run_1', { worker_id: 'wkr_1', wake_at: null });
      await run('run_2', { worker_id: 'wkr_2', wake_at: null });
      now += 500;
      await heartbeat(knex, clock, { id: 'wkr_2', leaseMs });
      now += 500;
      expect(await reapWorkers(knex, clock, 77)).toEqual(['wkr_1']);
      expect([await holder('run_1'), await holder('run_2')]).toEqual([
        null,
        'wkr_2',
      ]);
      const { wake_at } = await knex('engine_runs')
        .where({ run_id: 'run_1' })
        .first();
      expect(Number(wake_at)).toBe(77);
    });

    it('are free when it stops', async () => {
      await register('wkr_1');
      await run('run_1', { worker_id: 'wkr_1' });
      await removeWorker(knex, 'wkr_1', now);
      expect(await holder('run_1')).toBeNull();
      expect(await liveWorkers(knex, clock)).toEqual([]);
    });

    it('are free where nobody knows the worker', async () => {
      await register('wkr_1');
      await run('run_1', { worker_id: 'wkr_1' });
      await run('run_2', { worker_id: 'wkr_unknown' });
      await reapWorkers(knex, clock, now);
      expect([await holder('run_1'), await holder('run_2')]).toEqual([
        'wkr_1',
        null,
      ]);
    });
  });
});
