import { Knex } from 'knex';
import { describeOnPostgres } from '../../databases';
import { DatabaseProxy } from './DatabaseProxy';
import { openThroughProxy } from './openThroughProxy';

jest.setTimeout(60_000);

describeOnPostgres('DatabaseProxy', createDatabase => {
  let direct: Knex;
  let proxy: DatabaseProxy;
  let knex: Knex;

  beforeEach(async () => {
    direct = (await createDatabase()).knex;
    ({ proxy, knex } = await openThroughProxy(direct, 1));
  });
  afterEach(async () => {
    await proxy.close();
    await knex.destroy();
  });

  const count = async (via: Knex) => (await via('timers')).length;
  const insert = () =>
    knex.transaction(trx =>
      trx('timers').insert({
        run_id: 'run_1',
        kind: 'retry',
        step_key: 'step',
        due_at: 1,
      }),
    );

  it('cuts a connection before the server sees the statement: nothing has happened', async () => {
    const cut = proxy.cutAt('COMMIT;', 'before');
    await expect(insert()).rejects.toThrow();
    await cut;
    expect(await count(direct)).toBe(0);
  });

  it('cuts a connection after the server has carried it out: nobody is told', async () => {
    const cut = proxy.cutAt('COMMIT;', 'after');
    await expect(insert()).rejects.toThrow();
    await cut;
    expect(await count(direct)).toBe(1);
  });

  it('holds back what is sent until it is opened', async () => {
    expect(await count(knex)).toBe(0);
    proxy.stall();
    let isDone = false;
    const inserting = insert().then(() => {
      isDone = true;
    });
    await direct.raw('select pg_sleep(0.2)');
    expect(isDone).toBe(false);
    proxy.open();
    await inserting;
    expect(await count(direct)).toBe(1);
  });

  it('resets connections, and those that come where it refuses them', async () => {
    const asking = knex.raw('select pg_sleep(9)').then(
      () => 'answered',
      () => 'cut off',
    );
    await direct.raw('select pg_sleep(0.3)');
    proxy.reset();
    expect(await asking).toBe('cut off');
    expect(await count(knex)).toBe(0);
    proxy.refuse();
    await expect(count(knex)).rejects.toThrow();
    proxy.open();
    expect(await count(knex)).toBe(0);
  });
});
