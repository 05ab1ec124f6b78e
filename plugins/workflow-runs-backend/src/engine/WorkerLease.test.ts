import { Knex } from 'knex';
import { describeOnDatabases } from '../__testUtils__/databases';
import { WorkerLease } from './WorkerLease';

jest.setTimeout(60_000);

describeOnDatabases('a lease', createDatabase => {
  let knex: Knex;
  let wall: number;
  let monotonic: number;
  let lease: WorkerLease;

  beforeAll(async () => {
    ({ knex } = await createDatabase());
  });
  beforeEach(async () => {
    wall = 1_000_000;
    monotonic = 5;
    jest.spyOn(performance, 'now').mockImplementation(() => monotonic);
    await knex('workers').delete();
    lease = new WorkerLease({
      knex,
      clock: async () => 0,
      now: () => wall,
      workerId: 'wkr_1',
      handlers: () => ['orders/fetch@1'],
      leaseMs: 1_000,
      skewMs: 100,
    });
  });
  afterEach(() => jest.restoreAllMocks());

  it('is held from registration until a little before its end', async () => {
    expect(lease.isHeld).toBe(false);
    await lease.register();
    wall += 899;
    expect(lease.isHeld).toBe(true);
    wall += 1;
    expect(lease.isHeld).toBe(false);
  });

  it('begins anew with every renewal, and ends when it is ended', async () => {
    await lease.register();
    wall += 899;
    expect(await lease.renew()).toBe(true);
    wall += 899;
    expect(lease.isHeld).toBe(true);
    await lease.end();
    expect(lease.isHeld).toBe(false);
    expect(await lease.isKnown()).toBe(false);
    expect(await lease.renew()).toBe(false);
  });

  it('ends although the wall clock was set back', async () => {
    await lease.register();
    wall -= 3_600_000;
    monotonic += 900;
    expect(lease.isHeld).toBe(false);
  });

  it('ends although the monotonic clock has stood still, as it does while a laptop sleeps', async () => {
    await lease.register();
    wall += 3_600_000;
    expect(lease.isHeld).toBe(false);
  });
});
