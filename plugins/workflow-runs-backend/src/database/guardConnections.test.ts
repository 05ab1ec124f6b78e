import { plainRedaction } from '../__testUtils__/testPrivacy';
import { setTimeout as sleep } from 'node:timers/promises';
import { Knex } from 'knex';
import { describeOnPostgres } from '../__testUtils__/databases';
import { DatabaseProxy } from '../__testUtils__/faults/outside/DatabaseProxy';
import { openThroughProxy } from '../__testUtils__/faults/outside/openThroughProxy';
import { newRun } from '../__testUtils__/newRun';
import { Recorder } from '../recorder/Recorder';
import { ConnectionLimits } from './guardConnections';
import { LaneDatabase } from './LaneDatabase';
import { laneOf } from './open';

jest.setTimeout(60_000);

const LIMITS: ConnectionLimits = {
  idleInTransactionMs: 300,
  lockMs: 600,
  statementMs: 700,
  silenceMs: 800,
};
const POOL = 4;

describeOnPostgres('guarded connections', createDatabase => {
  let direct: Knex;
  let proxy: DatabaseProxy;
  let knex: Knex;
  let lane: LaneDatabase;

  beforeEach(async () => {
    direct = (await createDatabase()).knex;
    ({ proxy, knex } = await openThroughProxy(direct, POOL));
    lane = laneOf(knex, LIMITS);
  });
  afterEach(async () => {
    await proxy.close();
    await knex.destroy();
  });

  const pid = async () =>
    (await knex.raw('select pg_backend_pid() as pid')).rows[0].pid;
  const openAll = () =>
    Promise.all(
      Array.from({ length: POOL }, () => knex.raw('select pg_sleep(0.1)')),
    );
  const recorder = (database: LaneDatabase) =>
    new Recorder({
      database,
      redaction: plainRedaction(),
      now: () => 1,
    });
  const queued = async () =>
    (await direct('run_events').where({ type: 'run.queued' })).length;

  it('lose their locks when they stand still within a transaction', async () => {
    const trx = await knex.transaction();
    await trx('log_head').update({ position: 7 });
    await direct('log_head').update({ position: 8 });
    await expect(trx('log_head').update({ position: 9 })).rejects.toThrow();
    await trx.rollback().catch(() => {});
    expect(await direct('log_head').first()).toMatchObject({ position: '8' });
  });

  it('have a batch written again that stood still for too long', async () => {
    let tries = 0;
    const standingStill: LaneDatabase = {
      transaction: work =>
        lane.transaction(async tx => {
          const result = await work(tx);
          tries += 1;
          if (tries === 1) await sleep(2 * LIMITS.idleInTransactionMs);
          return result;
        }),
    };
    await recorder(standingStill).commit(newRun('run_1'));
    expect(tries).toBe(2);
    expect(await queued()).toBe(1);
  });

  it('are given up when they are dead without a word, also those that nobody has asked yet', async () => {
    await openAll();
    proxy.abandon();
    await expect(pid()).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    expect(await pid()).toEqual(expect.any(Number));
    await openAll();
  });

  it('have a batch written by another when one dies in the middle', async () => {
    await recorder(lane).commit(newRun('run_1'));
    proxy.abandon();
    await recorder(lane).commit(newRun('run_2'));
    expect(await queued()).toBe(2);
  });

  it('stay as they are while nothing is asked of them, and while they are given time to answer', async () => {
    const before = await pid();
    await sleep(2 * LIMITS.silenceMs);
    expect(await pid()).toBe(before);
    await knex.raw('select pg_sleep(?)', [LIMITS.silenceMs / 2_000]);
    expect(await pid()).toBe(before);
  });
});
