import { Knex } from 'knex';
import {
  describeOnDatabases,
  describeOnPostgres,
} from '../__testUtils__/databases';
import { silentLogger } from '../__testUtils__/silentLogger';
import { eventually, TestPortal } from '../__testUtils__/TestPortal';
import { wait } from '../__testUtils__/workflows';
import { LogNotices, Notice } from './LogNotices';

jest.setTimeout(60_000);

const pause = (ms: number) =>
  new Promise<void>(resolve => {
    setTimeout(resolve, ms);
  });

/** Ends the connections that listen, as an administrator or a fail-over would. */
const cutListeners = async (knex: Knex) => {
  const { rows } = await knex.raw(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()
       and (query like 'listen %' or query like 'select pg_notify%')`,
  );
  return rows.length as number;
};

describeOnPostgres('notices between backends', createDatabase => {
  let knex: Knex;
  const open: LogNotices[] = [];

  beforeEach(async () => {
    ({ knex } = await createDatabase());
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map(each => each.stop()));
  });

  const start = async (name: string) => {
    const heard: Notice[] = [];
    const notices = new LogNotices({ knex, name, logger: silentLogger() });
    open.push(notices);
    notices.start();
    await eventually(async () => expect(notices.isListening).toBe(true));
    notices.onNotice(what => heard.push(what));
    return { notices, heard };
  };

  it('are heard by the others, and not by who tells', async () => {
    const one = await start('one');
    const other = await start('other');
    one.notices.tell('events');
    await eventually(async () => expect(other.heard).toEqual(['events']));
    one.notices.tell('lines');
    await eventually(async () =>
      expect(other.heard).toEqual(['events', 'lines']),
    );

    expect(one.heard).toEqual([]);
  });

  it('are told once for all that is committed in a moment', async () => {
    const one = await start('one');
    const other = await start('other');
    for (let i = 0; i < 1_000; i++) one.notices.tell('events');
    await eventually(async () => expect(other.heard).not.toEqual([]));
    await pause(50);

    // The first goes at once, and all the others together.
    expect(other.heard).toEqual(['events', 'events']);
  });

  it('go on by themselves after the connection was cut, and then have everything read', async () => {
    const one = await start('one');
    const other = await start('other');
    expect(await cutListeners(knex)).toBe(2);
    await eventually(async () => {
      expect(one.notices.isListening && other.notices.isListening).toBe(true);
      expect(other.heard).toEqual(['events', 'lines']);
    });
    one.notices.tell('events');

    await eventually(async () =>
      expect(other.heard).toEqual(['events', 'lines', 'events']),
    );
  });

  it('leave no connection behind', async () => {
    const { notices } = await start('one');
    await notices.stop();
    await eventually(async () => expect(await cutListeners(knex)).toBe(0));
  });
});

describeOnPostgres('what another backend writes', createDatabase => {
  const withTwo = async (
    config: object,
    look: (writer: TestPortal, reader: TestPortal, knex: Knex) => Promise<void>,
  ) => {
    const { knex } = await createDatabase();
    const writer = await TestPortal.start({ workflows: [wait], knex, config });
    const reader = await TestPortal.start({
      workflows: [wait],
      knex,
      config: { ...config, role: 'api' },
    });
    try {
      await look(writer, reader, knex);
    } finally {
      await reader.stop();
      await writer.stop();
    }
  };

  /** How long it takes until a reader elsewhere has what was written here, so many times; in order. */
  const delays = async (
    writer: TestPortal,
    reader: TestPortal,
    times: number,
  ): Promise<number[]> => {
    const runId = await writer.launch('wait');
    await writer.until(runId, 'running');
    const abort = new AbortController();
    const stream = reader
      .client()
      .stream({ runs: [{ id: runId }] }, { signal: abort.signal });
    const found: number[] = [];
    let asked = 0;
    const ask = () => {
      asked += 1;
      void pause(40)
        .then(() => writer.post(`/runs/${runId}/tags`, { add: [`t${asked}`] }))
        .then(() => {});
    };
    for await (const frame of stream) {
      if (frame.type === 'heartbeat' && asked === 0) ask();
      if (frame.type !== 'update') continue;
      for (const event of frame.update.events) {
        if (event.type !== 'run.changed') continue;
        found.push(Date.now() - Date.parse(event.recordedAt));
        if (found.length === times) abort.abort();
        else ask();
      }
      if (abort.signal.aborted) break;
    }
    await writer.post(`/runs/${runId}/cancel`);
    return found.sort((a, b) => a - b);
  };

  it('reaches who watches here long before the next poll', async () => {
    await withTwo({}, async (writer, reader) => {
      const found = await delays(writer, reader, 15);

      // A poll every second would take half of one.
      expect(found[7]).toBeLessThan(250);
    });
  });

  it('reaches them by polling where nobody is told', async () => {
    await withTwo({ live: { notify: false } }, async (writer, reader, knex) => {
      expect(await cutListeners(knex)).toBe(0);
      expect(await delays(writer, reader, 2)).toHaveLength(2);
    });
  });
});

describeOnDatabases('a backend alone', createDatabase => {
  it('stops in good order, with whatever it listens to', async () => {
    const { knex } = await createDatabase();
    const portal = await TestPortal.start({ workflows: [wait], knex });
    await portal.stop();

    expect(await knex('log_head').first()).toBeDefined();
  });
});
