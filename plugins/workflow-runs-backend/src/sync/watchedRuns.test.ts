import { mockServices } from '@backstage/backend-test-utils';
import { FakeEngine } from 'backstage-plugin-workflow-runs-node/testing';
import { describeOnDatabases, TestDatabase } from '../__testUtils__/databases';
import { eventually } from '../__testUtils__/TestPortal';
import { leaseClock } from '../database/clock';
import { newBackend } from './__testUtils__/SyncWorld';
import { syncConfigSchema } from './config';
import { Engines } from './Engines';
import { SyncCoordinator } from './SyncCoordinator';
import { isWanted, SyncOrders } from './SyncOrders';
import { WatchedRuns } from './WatchedRuns';

jest.setTimeout(60_000);

/** An engine that says when something has happened. */
class TellingEngine extends FakeEngine {
  hear = () => {};

  async listen(hear: () => void) {
    this.hear = hear;
  }
}

describeOnDatabases('news of engines', createDatabase => {
  let database: TestDatabase;
  const running: { stop(): Promise<void> }[] = [];
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map(each => each.stop()));
  });

  const run = (id: string, status: string) => ({
    id,
    workflow: 'build',
    status,
    startedAt: Date.now() - 60_000,
    changedAt: Date.now() - 1_000,
  });
  const rowOf = ({ instance }: FakeEngine, id: string) =>
    eventually(async () => {
      const row = await database
        .knex('runs')
        .where({ engine_instance: instance.id, native_id: id })
        .first();
      if (!row) throw new Error(`${id} is not shown`);
      return row;
    });
  const begin = <E extends FakeEngine>(engine: E) => {
    const backend: SyncCoordinator = newBackend(database, [engine]);
    running.push(backend);
    backend.start();
    return backend;
  };
  const untilSwept = (engine: FakeEngine) =>
    eventually(async () => {
      const orders = new SyncOrders(database.knex);
      const { id } = engine.instance;
      const window = await orders.find(id, 'window');
      if (!window?.doneAt) throw new Error('it was not asked yet');
      const pending = await orders.pending(id);
      if (pending.some(order => isWanted(order) || order.beganAt !== null))
        throw new Error('it is still asked');
    });

  it('come when an engine says that there are some, long before they are due', async () => {
    const engine = new TellingEngine({ instance: { id: 'telling' } });
    begin(engine);
    await untilSwept(engine);

    engine.put(run('begun', 'busy'), run('begun-and-ended', 'done'));
    engine.hear();
    expect((await rowOf(engine, 'begun')).status).toBe('running');
    expect((await rowOf(engine, 'begun-and-ended')).status).toBe('completed');
  });

  it('come again and again of a run that somebody looks at, until it has ended', async () => {
    const engine = new FakeEngine({ instance: { id: 'watched' } });
    engine.put(run('seen', 'busy'), run('unseen', 'busy'));
    const backend = begin(engine);
    const { id } = await rowOf(engine, 'seen');
    // A pass that is still under way would see what has become of them, too.
    await untilSwept(engine);
    const watched = [id];
    const follow = new WatchedRuns({
      knex: database.knex,
      engines: new Engines([engine], mockServices.logger.mock()),
      orders: new SyncOrders(database.knex),
      config: syncConfigSchema.parse({}),
      clock: leaseClock(database.knex, () => Date.now()),
      logger: mockServices.logger.mock(),
      watched: () => watched,
      notify: instance => backend.notify(instance),
    });
    running.push(follow);
    follow.start();

    engine.put(run('seen', 'done'), run('unseen', 'done'));
    await eventually(async () => {
      const { status } = await rowOf(engine, 'seen');
      if (status !== 'completed') throw new Error(`it is ${status}`);
    });
    expect((await rowOf(engine, 'unseen')).status).toBe('running');

    const asked = engine.requests.length;
    await follow.look();
    expect(engine.requests).toHaveLength(asked);
  });

  it('are not wanted where nobody may ask, and one that cannot be read stops nothing', async () => {
    const logger = mockServices.logger.mock();
    const engine = new FakeEngine({ instance: { id: 'quiet' } });
    const options = {
      knex: database.knex,
      engines: new Engines([engine], logger),
      orders: new SyncOrders(database.knex),
      clock: leaseClock(database.knex, () => Date.now()),
      logger,
      notify: () => {},
    };
    const looked = jest.fn((): string[] => {
      throw new Error('no');
    });
    const off = new WatchedRuns({
      ...options,
      config: syncConfigSchema.parse({ enabled: false }),
      watched: looked,
    });
    off.start();
    await off.stop();
    expect(looked).not.toHaveBeenCalled();

    const on = new WatchedRuns({
      ...options,
      config: syncConfigSchema.parse({}),
      watched: looked,
    });
    on.start();
    await eventually(async () => {
      expect(logger.warn).toHaveBeenCalledWith(
        expect.stringMatching(/Watched runs are not followed: Error: no/),
      );
    });
    await on.stop();
  });
});
