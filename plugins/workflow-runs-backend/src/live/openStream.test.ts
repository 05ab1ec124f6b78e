import { createServer, request as httpRequest, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { Response } from 'express';
import { RunRecord } from '../queries/runToWire';
import { eventually } from '../__testUtils__/TestPortal';
import { LiveHub, Watcher } from './LiveHub';
import { ofOneRun } from './Dialect';
import { openStream, StreamOptions } from './openStream';
import { SharedUpdate } from './SharedUpdate';

/** A run of which only the position matters. */
const runAt = (position: number) => ({ id: 'run_1', position } as RunRecord);
const updateAt = (...positions: number[]) =>
  ({
    run: runAt(positions.at(-1) ?? 0),
    events: positions.map(position => ({ position })),
  } as unknown as SharedUpdate);

/** A hub whose past and present are scripted. */
class FakeHub {
  readonly watchers = new Set<Watcher>();
  happened: SharedUpdate[] = [updateAt()];
  first = 1;
  head = 0;
  /** Settles before the past is told. */
  gate: Promise<void> = Promise.resolve();
  watching: Promise<void> = Promise.resolve();

  async watch(_: readonly string[], watcher: Watcher) {
    await this.watching;
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  }
  readonly past = {
    edges: async () => ({ first: this.first, head: this.head }),
    // The last one tells how far the run is.
    now: async () => new Map([['run_1', this.happened.at(-1)]]),
    since: (runId: string) => this.tellSince(runId),
  };
  async *tellSince(_: string) {
    await this.gate;
    yield* this.happened;
  }
  tell(update: SharedUpdate, position: number | null) {
    for (const watcher of this.watchers) watcher.updated(update, position);
  }
}

describe('a stream of one run', () => {
  let hub: FakeHub;
  let server: Server;
  let options: Partial<StreamOptions>;
  let served: Promise<unknown>[];
  let stopping: AbortController;

  beforeEach(async () => {
    hub = new FakeHub();
    options = {};
    served = [];
    stopping = new AbortController();
    server = createServer((_, response) => {
      served.push(
        openStream({
          hub: hub as unknown as LiveHub,
          response: response as Response,
          dialect: ofOneRun,
          runs: new Map([['run_1', 0]]),
          absent: [],
          list: undefined,
          expiresAt: undefined,
          shown: update => JSON.stringify(update),
          onCut: () => {},
          delivered: () => {},
          now: () => Date.now(),
          signal: stopping.signal,
          ...options,
        }),
      );
    });
    await new Promise<void>(resolve => {
      server.listen(0, resolve);
    });
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(resolve => {
      server.close(resolve);
    });
    if (hub.watchers.size > 0) throw new Error('Somebody still watches');
  });

  /** Connects; `text` grows with what arrives until somebody stops it. */
  const connect = () => {
    const reader = { text: '', isOver: false, stop: () => {}, pause: () => {} };
    const { port } = server.address() as AddressInfo;
    const outgoing = httpRequest({ port }, response => {
      reader.pause = () => void response.pause();
      response.on('data', chunk => {
        reader.text += chunk;
      });
      response.on('close', () => {
        reader.isOver = true;
      });
    });
    outgoing.on('error', () => {
      reader.isOver = true;
    });
    outgoing.end();
    reader.stop = () => void outgoing.destroy();
    return reader;
  };
  const until = (isSo: () => boolean) =>
    eventually(async () => {
      if (!isSo()) throw new Error('not yet');
    });
  const framesOf = ({ text }: { text: string }) =>
    text
      .split('\n\n')
      .filter(Boolean)
      .map(frame => frame.replace(/\ndata: .*/, '').replace('\nid:', ''));
  const eventsOf = ({ text }: { text: string }) =>
    [...text.matchAll(/data: (.*)/g)].flatMap(([, line]) =>
      (JSON.parse(line).events ?? []).map(
        (event: { position: number }) => event.position,
      ),
    );

  it('sends heartbeats with the position where to resume', async () => {
    options = { heartbeatMs: 20 };
    hub.happened = [updateAt(3)];
    const reader = connect();
    await until(() => framesOf(reader).length > 2);
    reader.stop();

    expect(framesOf(reader).slice(0, 3)).toEqual([
      'event: update 3',
      'event: heartbeat 3',
      'event: heartbeat 3',
    ]);
    await until(() => hub.watchers.size === 0);
  });

  it('tells how long what came live has taken, and not what came before', async () => {
    const delays: number[] = [];
    const recordedAt = new Date(Date.now() - 2_000).toISOString();
    const timed = (...positions: number[]) => {
      const update = updateAt(...positions);
      for (const event of update.events) event.recordedAt = recordedAt;
      return update;
    };
    options = { delivered: delayMs => delays.push(delayMs) };
    hub.happened = [timed(1, 2)];
    const reader = connect();
    await until(() => eventsOf(reader).length === 2);
    hub.tell(timed(2, 3), 3);
    await until(() => eventsOf(reader).length === 3);
    reader.stop();

    expect(delays).toHaveLength(1);
    expect(delays[0]).toBeGreaterThanOrEqual(2_000);
    expect(delays[0]).toBeLessThan(20_000);
    await until(() => hub.watchers.size === 0);
  });

  it('asks to authenticate again when the credentials expire', async () => {
    options = { expiresAt: new Date(Date.now() + 50) };
    const reader = connect();
    await until(() => reader.isOver);

    expect(framesOf(reader)).toEqual(['event: update 0', 'event: reauth']);
  });

  it('asks at once where they have expired already', async () => {
    options = { expiresAt: new Date(Date.now() - 60_000) };
    const reader = connect();
    await until(() => reader.isOver);

    expect(framesOf(reader).at(-1)).toBe('event: reauth');
  });

  it('ends when the backend stops, also where it stops already', async () => {
    const reader = connect();
    await until(() => framesOf(reader).length === 1);
    stopping.abort();
    await until(() => reader.isOver);
    const late = connect();
    await until(() => late.isOver);

    expect(framesOf(reader)).toEqual(['event: update 0']);
  });

  it('puts the past before what happens meanwhile, and tells nothing twice', async () => {
    let open = () => {};
    hub.gate = new Promise(resolve => {
      open = resolve;
    });
    hub.happened = [updateAt(1, 2), updateAt(3, 4, 5)];
    const reader = connect();
    await until(() => hub.watchers.size === 1);
    hub.tell(updateAt(2, 3), 3);
    hub.tell({ ...updateAt(), run: runAt(2) }, null);
    hub.tell(updateAt(4, 5, 6, 7), 7);
    open();
    await until(() => eventsOf(reader).length === 7);
    hub.tell(updateAt(7), 7);
    hub.tell(updateAt(8), 8);
    await until(() => eventsOf(reader).length === 8);
    reader.stop();

    expect(eventsOf(reader)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(framesOf(reader)).toEqual(
      [2, 5, 7, 8].map(position => `event: update ${position}`),
    );
    await until(() => hub.watchers.size === 0);
  });

  it('says gone of a run that is not there, or is not any more', async () => {
    hub.happened = [];
    const late = connect();
    await until(() => late.isOver);
    hub.happened = [updateAt()];
    const reader = connect();
    await until(() => framesOf(reader).length === 1);
    for (const watcher of hub.watchers) watcher.gone('run_1');
    await until(() => reader.isOver);

    expect(framesOf(late)).toEqual(['event: gone']);
    expect(framesOf(reader)).toEqual(['event: update 0', 'event: gone']);
  });

  it('cuts off a reader that something could not be told', async () => {
    const reader = connect();
    await until(() => framesOf(reader).length === 1);
    for (const watcher of hub.watchers) watcher.lost('run_1', 1);
    await until(() => reader.isOver);

    expect(framesOf(reader)).toEqual(['event: update 0']);
  });

  it('cuts off a reader that does not read', async () => {
    const reader = connect();
    await until(() => framesOf(reader).length === 1);
    reader.pause();
    const heavy = { ...updateAt(), padding: 'x'.repeat(1_000_000) };
    let told = 0;
    while (hub.watchers.size > 0 && told < 100) {
      hub.tell(heavy, null);
      told += 1;
      await new Promise(resolve => {
        setImmediate(resolve);
      });
    }
    reader.stop();

    expect(told).toBeGreaterThan(4);
    expect(told).toBeLessThan(100);
  });

  it('lets one frame be of any size', async () => {
    hub.happened = [
      { ...updateAt(1), padding: 'x'.repeat(9_000_000) } as SharedUpdate,
      { ...updateAt(2), padding: 'x'.repeat(9_000_000) } as SharedUpdate,
      updateAt(3),
    ];
    const reader = connect();
    await until(() => reader.text.includes('id: 3'));
    reader.stop();

    expect(eventsOf(reader)).toEqual([1, 2, 3]);
    await until(() => hub.watchers.size === 0);
  });

  it('keeps nothing of a reader that left while it was being connected', async () => {
    let open = () => {};
    hub.watching = new Promise(resolve => {
      open = resolve;
    });
    const timers = jest.spyOn(global, 'setInterval');
    const reader = connect();
    await until(() => served.length === 1);
    reader.stop();
    await new Promise(resolve => {
      setTimeout(resolve, 50);
    });
    open();
    await Promise.all(served);

    expect(hub.watchers.size).toBe(0);
    const cleared = timers.mock.results.map(({ value }) => value._destroyed);
    expect(cleared.every(Boolean)).toBe(true);
    timers.mockRestore();
  });

  it('needs no listener of its own for each reader on the stopping backend', async () => {
    const warnings: Error[] = [];
    const listener = (warning: Error) => warnings.push(warning);
    process.on('warning', listener);
    const readers = Array.from({ length: 30 }, connect);
    await until(() => readers.every(reader => framesOf(reader).length === 1));
    readers.forEach(reader => reader.stop());
    await until(() => hub.watchers.size === 0);
    process.off('warning', listener);

    expect(warnings).toEqual([]);
  });
});
