import { Knex } from 'knex';
import { describeOnDatabases } from '../__testUtils__/databases';
import { claimRuns, nextWakeUp } from './claim';
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
  const claim = (workerId: string, options: object = {}) =>
    claimRuns(knex, {
      workerId,
      now,
      limit: 10,
      executable: ['hash'],
      ...options,
    });

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

  describe('a claim', () => {
    it('takes what is due, the most urgent first, and starts an epoch', async () => {
      await run('run_late', { rank: 20, epoch: 4 });
      await run('run_urgent', { rank: 0, hold: 'poison' });
      await run('run_normal', { rank: 10, wake_at: 5 });
      await run('run_older', { rank: 10, wake_at: 4 });
      const first = await claim('wkr_1', { limit: 3 });
      expect(first.map(({ runId }) => runId).sort()).toEqual([
        'run_normal',
        'run_older',
        'run_urgent',
      ]);
      expect(await claim('wkr_2')).toEqual([
        {
          runId: 'run_late',
          epoch: 5,
          definitionHash: 'hash',
          seed: 'run_late',
          hold: null,
          claimedAt: now,
        },
      ]);
      expect(await holder('run_late')).toBe('wkr_2');
      expect(await claim('wkr_3')).toEqual([]);
    });

    it('leaves what is not due, is held, or needs handlers of others', async () => {
      await run('run_future', { wake_at: now + 1 });
      await run('run_asleep', { wake_at: null });
      await run('run_held', { worker_id: 'wkr_2' });
      await run('run_other', { definition_hash: 'other' });
      expect(await claim('wkr_1')).toEqual([]);
      expect(await nextWakeUp(knex, now)).toBe(now + 1);
      expect(await nextWakeUp(knex, now + 1)).toBeUndefined();
    });

    it('gives each run to one of those who claim at once', async () => {
      for (let i = 0; i < 30; i++) await run(`run_${i}`);
      const claims = await Promise.all(
        Array.from({ length: 8 }, (_, i) => claim(`wkr_${i}`, { limit: 5 })),
      );
      for (const claimed of claims)
        expect(claimed.length).toBeLessThanOrEqual(5);
      const ids = claims.flat().map(({ runId }) => runId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toHaveLength(30);
    });
  });
});
