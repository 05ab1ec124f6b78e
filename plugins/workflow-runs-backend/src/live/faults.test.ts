import { createServer, connect as connectTo, Server } from 'node:net';
import { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Knex } from 'knex';
import { RunFact } from 'backstage-plugin-workflow-runs-common';
import { recorderOn } from '../__testUtils__/appendRuns';
import { describeOnPostgres, TestDatabase } from '../__testUtils__/databases';
import { DatabaseProxy } from '../__testUtils__/faults/outside/DatabaseProxy';
import { newRun } from '../__testUtils__/newRun';
import { insertWorkflow } from '../__testUtils__/rows';
import { connectionOf, ScriptProcess } from '../__testUtils__/ScriptProcess';
import { plainRedaction } from '../__testUtils__/testPrivacy';
import { eventually } from '../__testUtils__/TestPortal';
import { Recorder } from '../recorder/Recorder';
import { ServeMessage } from './__testUtils__/serveStreams';
import { Viewer } from './__testUtils__/Viewer';

jest.setTimeout(60_000);

const RUNS = Array.from({ length: 12 }, (_, i) => `run_${i}`);

/** A backend that serves streams, and the way it reaches its database. */
interface Site {
  process: ScriptProcess<ServeMessage>;
  proxy: DatabaseProxy;
  port: number;
}

/** After each of these, every viewer has what the database has: nothing is missing, nothing came twice. */
describeOnPostgres('viewers', createDatabase => {
  let knex: Knex;
  let recorder: Recorder;
  let lane: TestDatabase['lane'];
  const sites: Site[] = [];
  let viewers: Viewer[] = [];
  let count = 0;

  const startSite = async (skewMs = 0): Promise<Site> => {
    const { client, connection } = connectionOf(knex);
    const { host, port } = connection as { host: string; port: number };
    const proxy = await DatabaseProxy.start({ host, port: Number(port) });
    const process = ScriptProcess.start<ServeMessage>(
      require.resolve('./__testUtils__/serveStreams'),
      {
        connection: {
          client,
          connection: { ...connection, host: '127.0.0.1', port: proxy.port },
        },
        skewMs,
      },
    );
    const said = await process.message(({ port: served }) => served > 0);
    const site = { process, proxy, port: said.port };
    sites.push(site);
    return site;
  };
  const endSite = async (site: Site) => {
    site.process.kill('SIGKILL');
    await site.process.exited;
    await site.proxy.close();
    sites.splice(sites.indexOf(site), 1);
  };

  beforeAll(async () => {
    ({ knex, lane } = await createDatabase());
    recorder = recorderOn(lane);
    await insertWorkflow(knex, { id: 'wfl_1' });
    for (const runId of RUNS) await recorder.commit(newRun(runId));
    await Promise.all([startSite(), startSite(), startSite(10 * 60_000)]);
  });
  afterEach(async () => {
    await Promise.all(viewers.map(viewer => viewer.stop()));
  });
  afterAll(async () => {
    for (const site of [...sites]) await endSite(site);
  });

  const refusal = (message: string): RunFact => {
    count += 1;
    return {
      type: 'action.failed',
      at: Date.now(),
      generation: 0,
      actionId: `${count}`,
      action: 'cancel',
      outcome: 'refused',
      message,
    };
  };

  /** Records so many times some events of each run, with as long a message. */
  const write = async (
    rounds: number,
    {
      by = recorder,
      runIds = RUNS,
      events = 1,
      message = 'no',
    }: {
      by?: Recorder;
      runIds?: string[];
      events?: number;
      message?: string;
    } = {},
  ) => {
    for (let round = 0; round < rounds; round++) {
      await Promise.all(
        runIds.map(runId =>
          by.commit({
            runId,
            facts: Array.from({ length: events }, () => refusal(message)),
          }),
        ),
      );
      await sleep(10);
    }
  };
  /** So many viewers, each of a run or two, some with a list, on all backends in turn. */
  const watch = async (
    number: number,
    portOf: (viewer: number, connection: number) => number,
  ) => {
    viewers = Array.from({ length: number }, (_, i) => {
      const runIds = [RUNS[i % RUNS.length], RUNS[(i * 5 + 1) % RUNS.length]];
      let connection = 0;
      return new Viewer(
        [...new Set(runIds)],
        () => portOf(i, connection++),
        i % 4 === 0 ? { list: true } : {},
      ).start();
    });
    await eventually(async () => {
      const open = viewers.filter(({ events }) => events.size > 0);
      expect(open).toHaveLength(number);
    });
  };
  const anySite = (viewer: number, connection: number) =>
    sites[(viewer + connection) % sites.length].port;

  /** Every viewer has all events of its runs once and in order, and every row as it is. */
  const expectWhole = async () => {
    const rows = await knex('run_live').select(
      'run_id',
      'last_number',
      'last_position',
    );
    const live = new Map(rows.map(row => [row.run_id, row]));
    await eventually(async () => {
      for (const { events, rows: shown } of viewers) {
        for (const [runId, numbers] of events) {
          const last = live.get(runId)!.last_number;
          expect(numbers).toEqual(
            Array.from({ length: last }, (_, i) => i + 1),
          );
        }
        for (const [runId, row] of shown)
          expect(row.position).toBe(Number(live.get(runId)!.last_position));
      }
      for (const { rows: shown } of viewers.filter((_, i) => i % 4 === 0))
        expect(shown.size).toBe(live.size);
    });
    expect(viewers.flatMap(({ unexpected }) => unexpected)).toEqual([]);
  };
  const connections = () =>
    viewers.reduce((sum, viewer) => sum + viewer.connections, 0);

  it('see through that a backend is killed with many streams open', async () => {
    await watch(80, anySite);
    const writing = write(40);
    await sleep(200);
    await endSite(sites[0]);
    await writing;

    await expectWhole();
    expect(connections()).toBeGreaterThan(100);
  });

  it('see through that PostgreSQL ends all connections and takes none for a while, as a restart does', async () => {
    await watch(40, anySite);
    const writing = write(60);
    await sleep(200);
    for (const { proxy } of sites) proxy.refuse();
    await sleep(1_500);
    for (const { proxy } of sites) proxy.open();
    await writing;

    await expectWhole();
    for (const { proxy } of sites) expect(proxy.ended).toBeGreaterThan(1);
  });

  it('see through that connections that listen are cut again and again', async () => {
    await watch(40, anySite);
    const writing = write(60);
    let cut = 0;
    for (let i = 0; i < 4; i++) {
      const { rows } = await knex.raw(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()
           and (query like 'listen %' or query like 'select pg_notify%' or query like 'set synchronous_commit%')`,
      );
      cut += rows.length;
      await sleep(300);
    }
    await writing;

    expect(cut).toBeGreaterThan(2);
    await expectWhole();
  });

  it('see through that one does not read for long: it is cut off, and goes on where it was', async () => {
    // Of its own: others need not catch up with so much.
    await recorder.commit(newRun('run_heavy'));
    await watch(8, anySite);
    await viewers[0].stop();
    const paused = new Viewer(['run_heavy'], () => sites[0].port, {
      list: true,
    }).start();
    viewers[0] = paused;
    await eventually(async () => expect(paused.events.size).toBe(1));
    const before = paused.connections;
    paused.pause();
    // More than the network and the backend keep for a reader: 4 MiB, and what sockets hold.
    await write(80, {
      runIds: ['run_heavy'],
      events: 40,
      message: 'x'.repeat(3_500),
    });
    await sleep(300);
    paused.resume();

    await expectWhole();
    expect(paused.connections).toBeGreaterThan(before);
  });

  it('see through a proxy that holds everything back, and closes what is open for long', async () => {
    const proxies = await Promise.all(
      sites.map(({ port }) => hoardingProxy(port)),
    );
    const ports = proxies.map(server => (server.address() as AddressInfo).port);
    await watch(
      12,
      (viewer, connection) => ports[(viewer + connection) % ports.length],
    );
    await write(60);
    await expectWhole();
    const made = connections();
    await Promise.all(viewers.map(viewer => viewer.stop()));
    proxies.forEach(server => server.close());

    expect(made).toBeGreaterThan(viewers.length);
  });

  it('see through that the clocks of backends are far apart', async () => {
    const behind = new Recorder({
      database: lane,
      redaction: plainRedaction(),
      now: () => Date.now() - 10 * 60_000,
    });
    // The clock of one of those that serve them is as much ahead.
    await watch(20, anySite);
    await Promise.all([write(20), write(20, { by: behind })]);

    await expectWhole();
    expect(viewers).toHaveLength(20);
  });
});

/** Keeps what comes for 300 ms, then passes it on together, and closes a connection after two seconds. */
async function hoardingProxy(port: number): Promise<Server> {
  const server = createServer(client => {
    const target = connectTo(port, '127.0.0.1');
    client.pipe(target);
    let held: Buffer[] = [];
    target.on('data', (chunk: Buffer) => held.push(chunk));
    const passOn = setInterval(() => {
      client.write(Buffer.concat(held));
      held = [];
    }, 300);
    const close = setTimeout(() => client.destroy(), 2_000);
    client.on('error', () => {});
    target.on('error', () => client.destroy());
    target.on('close', () => client.destroy());
    client.on('close', () => {
      clearInterval(passOn);
      clearTimeout(close);
      target.destroy();
    });
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}
