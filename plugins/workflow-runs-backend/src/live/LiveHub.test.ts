import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { RunDetailQueries } from '../queries/RunDetailQueries';
import { RunQueries } from '../queries/RunQueries';
import { describeOnDatabases } from '../__testUtils__/databases';
import { createRunQueries } from '../__testUtils__/queries';
import { insertRuns, insertWorkflow } from '../__testUtils__/rows';
import { eventually } from '../__testUtils__/TestPortal';
import { LiveHub, Scanned } from './LiveHub';
import { SharedUpdate } from './SharedUpdate';

jest.setTimeout(60_000);

/** Remembers what it was told. */
class Reader {
  readonly events: number[] = [];
  readonly updates: SharedUpdate[] = [];
  readonly ends: string[] = [];
  position = 0;

  updated(update: SharedUpdate) {
    this.updates.push(update);
    this.events.push(...update.events.map(({ position }) => position));
  }
  gone() {
    this.ends.push('gone');
  }
  lost() {
    this.ends.push('lost');
  }
  scanned({ runs }: Scanned) {
    this.position = runs;
  }
}

describeOnDatabases('LiveHub', createDatabase => {
  let knex: Knex;
  let hub: LiveHub;
  let details: RunDetailQueries;
  let runs: RunQueries;
  let commit: () => void;
  let flush: (runIds: string[]) => void;
  const logger = mockServices.logger.mock();

  beforeEach(async () => {
    jest.clearAllMocks();
    ({ knex } = await createDatabase());
    details = new RunDetailQueries(knex);
    runs = createRunQueries(knex);
    hub = new LiveHub({ knex, runs, details, logger });
    hub.listenTo({
      onCommit: listener => {
        commit = listener;
        return () => {};
      },
      onFlush: listener => {
        flush = listener;
        return () => {};
      },
    });
    await insertWorkflow(knex, { id: 'wfl_1' });
    await insertRuns(
      knex,
      ['run_1', 'run_2'].map(id => ({
        id,
        workflowId: 'wfl_1',
        orderedAt: 1,
      })),
    );
  });
  afterEach(async () => {
    hub.stop();
    await knex.destroy();
  });

  const numbers = new Map<string, number>();
  /** Appends events as the recorder does, without its other work. */
  const append = async (runId: string, count = 1) => {
    const { position } = await knex('log_head').first();
    const first = Number(position) + 1;
    const rows = Array.from({ length: count }, (_, i) => {
      const number = (numbers.get(`${runId}`) ?? 0) + 1;
      numbers.set(`${runId}`, number);
      return {
        position: first + i,
        run_id: runId,
        number,
        event_key: `${number}`,
        type: 'run.changed',
        schema_version: 1,
        mode: 'live',
        generation: 0,
        occurred_at: 0,
        recorded_at: 0,
        payload: '{}',
        auth: '{}',
      };
    });
    await knex.batchInsert('run_events', rows, 50);
    await knex('log_head').update({ position: first + count - 1 });
    return rows.map(row => row.position);
  };
  beforeEach(() => numbers.clear());
  const settled = (reader: Reader, count: number) =>
    eventually(async () => {
      if (reader.events.length < count) throw new Error('not yet');
    });

  it('starts at the head: the past is for those who ask', async () => {
    const [, second] = await append('run_1', 2);
    const reader = new Reader();
    await hub.watch(['run_1'], reader);
    const [third] = await append('run_1');
    commit();
    await settled(reader, 1);
    const past: number[] = [];
    for await (const { events } of hub.past.since('run_1', second - 1))
      past.push(...events.map(({ position }) => position));

    expect(reader.events).toEqual([third]);
    expect(past).toEqual([second, third]);
  });

  it('finds by itself what nobody told it of', async () => {
    const reader = new Reader();
    await hub.watch(['run_1'], reader);
    const positions = await append('run_1', 3);
    await settled(reader, 3);

    expect(reader.events).toEqual(positions);
  });

  it('keeps order and completeness over more than one batch', async () => {
    const reader = new Reader();
    await hub.watch(['run_1'], reader);
    const mine = [
      ...(await append('run_1', 700)),
      ...((await append('run_2', 700)) && []),
      ...(await append('run_1', 500)),
    ];
    commit();
    await settled(reader, 1_200);
    const past: number[] = [];
    for await (const { events } of hub.past.since('run_1', mine[99]))
      past.push(...events.map(({ position }) => position));

    expect(reader.events).toEqual(mine);
    expect(past).toEqual(mine.slice(100));
  });

  it('reads nothing of the past when somebody comes while it starts', async () => {
    await append('run_1', 600);
    const reader = new Reader();
    const joining = hub.watch(['run_1'], reader);
    for (let i = 0; i < 20; i++) {
      commit();
      await Promise.resolve();
    }
    await joining;
    const [next] = await append('run_1');
    commit();
    await settled(reader, 1);

    expect(reader.events).toEqual([next]);
  });

  it('goes on for those who stay when others leave, and starts anew when all have', async () => {
    const first = new Reader();
    const second = new Reader();
    const leaveFirst = await hub.watch(['run_1'], first);
    const leaveSecond = await hub.watch(['run_1'], second);
    leaveFirst();
    leaveFirst();
    const [one] = await append('run_1');
    commit();
    await settled(second, 1);
    leaveSecond();
    await append('run_1');
    const third = new Reader();
    await hub.watch(['run_1'], third);
    leaveFirst();
    const [two] = await append('run_1');
    commit();
    await settled(third, 1);

    expect(first.events).toEqual([]);
    expect(second.events).toEqual([one]);
    expect(third.events).toEqual([two]);
  });

  it('recovers where it could not even start', async () => {
    await knex.schema.renameTable('log_head', 'away');
    await expect(hub.watch(['run_1'], new Reader())).rejects.toThrow();
    await knex.schema.renameTable('away', 'log_head');
    const reader = new Reader();
    await hub.watch(['run_1'], reader);
    const [position] = await append('run_1');
    commit();
    await settled(reader, 1);

    expect(reader.events).toEqual([position]);
  });

  it('reads on from where it was when the database was away', async () => {
    const reader = new Reader();
    await hub.watch(['run_1'], reader);
    const positions = await append('run_1', 2);
    await knex.schema.renameTable('run_events', 'away');
    commit();
    await eventually(async () => expect(logger.warn).toHaveBeenCalled());
    await knex.schema.renameTable('away', 'run_events');
    await settled(reader, 2);

    expect(reader.events).toEqual(positions);
    expect(reader.ends).toEqual([]);
  });

  it('cuts off the readers of a run that cannot be read, and no others', async () => {
    const broken = new Reader();
    const other = new Reader();
    await hub.watch(['run_1'], broken);
    await hub.watch(['run_2'], other);
    await knex('runs').where({ id: 'run_1' }).update({ tags: 'no JSON' });
    await append('run_1');
    const [position] = await append('run_2');
    commit();
    await settled(other, 1);

    expect(broken.ends).toEqual(['lost']);
    expect(other.events).toEqual([position]);
    expect(other.ends).toEqual([]);
  });

  it('says that a run is gone', async () => {
    const reader = new Reader();
    await hub.watch(['run_1'], reader);
    await append('run_1');
    await knex('runs').where({ id: 'run_1' }).delete();
    commit();
    await eventually(async () => expect(reader.ends).toEqual(['gone']));
    for await (const update of hub.past.since('run_1', 0)) throw update;
  });

  it('tells of lines and progress once, whoever has written them', async () => {
    const reader = new Reader();
    await hub.watch(['run_1'], reader);
    const write = (log_sequence: number) =>
      knex('run_live').where({ run_id: 'run_1' }).update({ log_sequence });
    await write(1);
    flush(['run_1']);
    flush(['run_2']);
    await eventually(async () => expect(reader.updates).toHaveLength(1));
    await write(2);
    await eventually(async () => expect(reader.updates).toHaveLength(2));
    await new Promise(resolve => {
      setTimeout(resolve, 1_200);
    });

    expect(reader.updates.map(({ logSequence }) => logSequence)).toEqual([
      1, 2,
    ]);
  });

  it('costs the same however many watch', async () => {
    const count = async (watchers: number) => {
      const readers = Array.from({ length: watchers }, () => new Reader());
      const leave = await Promise.all(
        readers.map(reader => hub.watch(['run_1'], reader)),
      );
      const queries: string[] = [];
      const listener = ({ sql }: { sql: string }) => queries.push(sql);
      await append('run_1');
      knex.on('query', listener);
      commit();
      for (const reader of readers) await settled(reader, 1);
      knex.off('query', listener);
      leave.forEach(each => each());
      return queries.length;
    };

    expect(await count(50)).toBeLessThanOrEqual((await count(1)) + 2);
  });
});
