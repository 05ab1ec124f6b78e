import { Knex } from 'knex';
import { appendRuns, recorderOn } from '../__testUtils__/appendRuns';
import { describeOnDatabases } from '../__testUtils__/databases';
import { silentLogger } from '../__testUtils__/silentLogger';
import { eventually } from '../__testUtils__/TestPortal';
import { leaseClock } from '../database/clock';
import { Recorder } from '../recorder/Recorder';
import { LogEvent } from './LogEvent';
import { LogHandler, Write } from './LogHandler';
import { LogReader, ReaderTiming } from './LogReader';
import { claimCursor, CursorLost, keepCursor } from './logCursor';

jest.setTimeout(60_000);

const TIMING: ReaderTiming = {
  pollMs: 20,
  gatherMs: 1,
  leaseMs: 300,
  firstBackoffMs: 5,
  longestBackoffMs: 40,
};

/** Notes each event that it is given, in the transaction. */
class Notes implements LogHandler {
  readonly name = 'notes';
  readonly batches: number[] = [];
  rebuilt = 0;

  constructor(
    readonly startsAt: LogHandler['startsAt'] = 'beginning',
    private readonly before: (events: LogEvent[]) => void = () => {},
    private readonly after: () => Promise<void> = async () => {},
  ) {}

  async *handle(events: LogEvent[]): AsyncIterable<Write> {
    this.before(events);
    this.batches.push(events.length);
    yield async trx => {
      for (const { position } of events)
        await trx('notes').insert({ position });
      await this.after();
    };
  }

  async *rebuild(): AsyncIterable<Write> {
    this.rebuilt += 1;
    yield async trx => void (await trx('notes').delete());
    yield async trx => void (await trx('notes').insert({ position: -1 }));
  }
}

describeOnDatabases('LogReader', createDatabase => {
  let knex: Knex;
  let recorder: Recorder;
  let readers: LogReader[];
  let said: string[];
  let count = 0;

  const runIds = (n: number) => {
    count += 1;
    return Array.from({ length: n }, (_, i) => `run_${count}_${i}`);
  };
  const append = (n: number) => appendRuns(recorder, runIds(n));
  const read = (
    handler: LogHandler,
    owner = 'a',
    timing: Partial<ReaderTiming> = {},
  ) => {
    const reader = new LogReader(handler, {
      knex,
      clock: leaseClock(knex, () => Date.now()),
      owner,
      logger: silentLogger(message => said.push(message)),
      timing: { ...TIMING, ...timing },
    });
    readers.push(reader);
    reader.start();
    return reader;
  };
  const notes = async (): Promise<number[]> =>
    (await knex('notes').orderBy('position').pluck('position')).map(Number);
  const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);
  const untilNoted = (positions: number[]) =>
    eventually(async () => expect(await notes()).toEqual(positions));
  const cursor = () => knex('cursors').where({ name: 'notes' }).first();

  beforeAll(async () => {
    ({ knex } = await createDatabase().then(database => {
      recorder = recorderOn(database.lane);
      return database;
    }));
    // No key: what is handled twice shows.
    await knex.schema.createTable('notes', table => {
      table.bigInteger('position');
    });
  });
  beforeEach(async () => {
    readers = [];
    said = [];
    for (const table of ['notes', 'cursors', 'run_events'])
      await knex(table).delete();
    await knex('log_head').update({ position: 0 });
  });
  afterEach(() => Promise.all(readers.map(reader => reader.stop())));

  it('hands on each event once, in order, and writes down how far it is', async () => {
    await append(450);
    read(new Notes());

    await untilNoted(upTo(450));
    await append(3);
    await untilNoted(upTo(453));
    expect(Number((await cursor()).position)).toBe(453);
  });

  it('hears of a commit before it would ask', async () => {
    const reader = read(new Notes(), 'a', { pollMs: 60_000 });
    reader.listenTo(recorder);
    await eventually(async () => expect((await cursor()).owner).toBe('a'));
    await append(1);

    await untilNoted([1]);
  });

  it.each([
    ['beginning', [1, 2, 3]],
    ['head', [3]],
  ] as const)('that has never read starts at the %s', async (at, positions) => {
    await append(2);
    read(new Notes(at));
    await eventually(async () => expect((await cursor()).owner).toBe('a'));
    await append(1);

    await untilNoted([...positions]);
  });

  it('goes on where it was, wherever it would start', async () => {
    const first = read(new Notes('head'));
    await eventually(async () => expect((await cursor()).owner).toBe('a'));
    await first.stop();
    await append(2);
    read(new Notes('head'), 'b');

    await untilNoted([1, 2]);
  });

  it('of several, one reads; each event is handled once', async () => {
    const handlers = [new Notes(), new Notes(), new Notes()];
    // Longer than this machine ever stands still.
    const leaseMs = 10_000;
    handlers.forEach((handler, index) =>
      read(handler, `reader_${index}`, { leaseMs }),
    );
    for (let i = 0; i < 10; i++) await append(30);

    await untilNoted(upTo(300));
    const busy = handlers.filter(({ batches }) => batches.length > 0);
    expect(busy).toHaveLength(1);
  });

  it('that stops lets another go on at once', async () => {
    const first = read(new Notes());
    await append(2);
    await untilNoted([1, 2]);
    await first.stop();
    expect(await cursor()).toMatchObject({ owner: null, lease_until: null });
    read(new Notes(), 'b');
    await append(2);

    await untilNoted([1, 2, 3, 4]);
  });

  it('takes over from one that has died, once its lease is over', async () => {
    await append(2);
    const clock = leaseClock(knex, () => Date.now());
    const claim = { name: 'notes', startsAt: 'beginning' } as const;
    await claimCursor(knex, clock, { ...claim, owner: 'dead', leaseMs: 700 });
    const begun = Date.now();
    read(new Notes(), 'b');

    await untilNoted([1, 2]);
    expect(Date.now() - begun).toBeGreaterThan(500);
    expect(await cursor()).toMatchObject({ owner: 'b' });
  });

  it('writes nothing once another has claimed the cursor, and stands by', async () => {
    await append(2);
    let takeOver = true;
    const zombie = new Notes();
    const usurper: LogHandler = {
      name: 'notes',
      startsAt: 'beginning',
      async *handle(events) {
        // As if it had stood still for longer than its lease, with all that it has read.
        if (takeOver) {
          takeOver = false;
          await knex('cursors').update({
            owner: 'b',
            epoch: knex.raw('epoch + 1'),
            lease_until: Date.now() + 600,
          });
        }
        yield* zombie.handle(events);
      },
      rebuild: () => zombie.rebuild(),
    };
    read(usurper);
    await eventually(async () => expect(zombie.batches).toHaveLength(1));
    await new Promise(resolve => {
      setTimeout(resolve, 100);
    });

    expect(await notes()).toEqual([]);
    expect(Number((await cursor()).position)).toBe(0);
    expect(said).toEqual([]);
    // Nobody renews that lease, so it has its turn again.
    await untilNoted([1, 2]);
  });

  it('is told by its epoch, even where its name is the same', async () => {
    const clock = leaseClock(knex, () => Date.now());
    const claim = { name: 'notes', startsAt: 'head', owner: 'a' } as const;
    const first = await claimCursor(knex, clock, { ...claim, leaseMs: 1_000 });
    const again = await claimCursor(knex, clock, { ...claim, leaseMs: 1_000 });
    const until = Date.now() + 1_000;

    expect(again!.epoch).toBe(first!.epoch + 1);
    await expect(keepCursor(knex, first!, until)).rejects.toThrow(CursorLost);
    await keepCursor(knex, again!, until);
  });

  it('that fails between its write and the commit has written nothing, and tries again', async () => {
    await append(3);
    let failures = 0;
    const handler = new Notes('beginning', undefined, async () => {
      failures += 1;
      if (failures < 4) throw new Error('The disk is full');
    });
    const begun = Date.now();
    read(handler);

    await untilNoted([1, 2, 3]);
    // 5, 10 and 20 ms.
    expect(Date.now() - begun).toBeGreaterThanOrEqual(35);
    expect(said).toEqual([
      expect.stringMatching(/^'notes' cannot go on .* The disk is full$/),
    ]);
  });

  it('holds up nobody while it fails', async () => {
    read(
      new Notes('beginning', () => {
        throw new Error('It is broken');
      }),
    );
    await append(50);
    await eventually(async () => expect(said).toHaveLength(1));
    const begun = Date.now();
    await append(50);

    expect(Date.now() - begun).toBeLessThan(2_000);
    expect(await notes()).toEqual([]);
    expect(Number((await cursor()).position)).toBe(0);
  });

  it('starts anew where the log does not reach back to it', async () => {
    await append(3);
    const first = read(new Notes());
    await untilNoted([1, 2, 3]);
    await first.stop();
    await append(4);
    await knex('run_events').where('position', '<=', 5).delete();
    const handler = new Notes();
    read(handler);

    await untilNoted([-1]);
    await eventually(async () =>
      expect(Number((await cursor()).position)).toBe(7),
    );
    await append(1);
    await untilNoted([-1, 8]);
    expect(handler.rebuilt).toBe(1);
  });

  it('starts anew where the log is empty, but has not always been', async () => {
    await append(3);
    await knex('run_events').delete();
    const handler = new Notes();
    read(handler);

    await untilNoted([-1]);
    await append(1);
    await untilNoted([-1, 4]);
    expect(handler.rebuilt).toBe(1);
  });

  it('tells how far it is behind', async () => {
    const reader = read(new Notes());
    await append(2);
    await untilNoted([1, 2]);
    expect(await reader.lag()).toEqual({ events: 0, seconds: 0 });
    await reader.stop();
    await append(3);
    await knex('run_events').update({ recorded_at: Date.now() - 5_000 });

    const { events, seconds } = await reader.lag();
    expect(events).toBe(3);
    expect(seconds).toBeGreaterThanOrEqual(4.5);
    expect(seconds).toBeLessThan(60);
  });

  it('leaves the database alone once it has stopped', async () => {
    const reader = read(new Notes());
    await append(1);
    await untilNoted([1]);
    await reader.stop();
    const asked = jest.fn();
    knex.on('query', asked);
    await new Promise(resolve => {
      setTimeout(resolve, 100);
    });
    knex.off('query', asked);

    expect(asked).not.toHaveBeenCalled();
  });
});
