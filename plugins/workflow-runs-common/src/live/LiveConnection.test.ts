import { FakeTab } from './__testUtils__/FakeTab';
import { ScriptedStream } from './__testUtils__/ScriptedStream';
import { LiveConnection, Positioned } from './LiveConnection';

const settle = (ms = 0) => jest.advanceTimersByTimeAsync(ms);
const at = (position: number): Positioned => ({ type: 'update', position });
const broken = new TypeError('Failed to fetch');

/** Mulberry32: the same numbers each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function setUp(random: () => number = () => 1) {
  const stream = new ScriptedStream();
  const tab = new FakeTab();
  const connection = new LiveConnection(stream, tab, random);
  const statuses: string[] = [];
  connection.subscribe(() => statuses.push(connection.getConnection().status));
  return { stream, tab, connection, statuses };
}

/** One that streams `a` and has been told up to 11. */
async function opened() {
  const all = setUp();
  all.connection.want('a');
  await settle(50);
  all.stream.send(at(11));
  await settle(16);
  return all;
}

/** Nothing is left behind: no timer, no listener, no stream. */
async function leavesNothing({ connection, tab, stream }: Setting) {
  connection.want(undefined);
  await settle(50);
  await settle();
  expect(jest.getTimerCount()).toBe(0);
  expect(tab.listeners.size).toBe(0);
  expect(stream.isOpen).toBe(false);
}
type Setting = ReturnType<typeof setUp>;

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('LiveConnection', () => {
  it('opens one stream for all that is wanted within a moment', async () => {
    const { connection, stream, ...rest } = setUp();
    connection.want('a');
    connection.want('a b');
    await settle(49);
    expect(stream.asked).toEqual([]);
    await settle(1);
    expect(stream.asked).toEqual([['a b', undefined]]);
    expect(connection.getConnection()).toEqual({
      status: 'live',
      heardAt: Date.now(),
      error: undefined,
    });
    await leavesNothing({ connection, stream, ...rest });
  });

  it('hands on at once what arrives within one frame of the screen', async () => {
    const { stream } = await opened();
    stream.received.length = 0;
    stream.send(at(12), at(13));
    await settle(10);
    stream.send(at(14));
    await settle(5);
    expect(stream.received).toEqual([]);
    await settle(1);
    expect(stream.received).toEqual([[at(12), at(13), at(14)]]);
  });

  it('is opened anew behind what it was told when something else is wanted, and stays live', async () => {
    const { connection, stream, statuses } = await opened();
    connection.want('a b');
    await settle(50);
    expect(stream.asked.slice(1)).toEqual([['a b', 11]]);
    expect(stream.openings.at(-1)).toBe(11);
    expect(statuses).toEqual(['live']);
  });

  it('resumes behind the last frame, after a pause', async () => {
    const { stream, connection, statuses } = await opened();
    stream.send({ type: 'heartbeat', position: 17 }, { type: 'reauth' });
    await settle();
    stream.end();
    await settle(499);
    expect(stream.asked).toHaveLength(1);
    await settle(1);
    expect(stream.asked[1]).toEqual(['a', 17]);
    expect(connection.getPosition()).toBe(17);
    expect(statuses).toEqual(['live']);
  });

  it('comes back later and later while it fails, by chance never with all others at once', async () => {
    const { connection, stream } = setUp(seeded(1));
    stream.refusal = broken;
    connection.want('a');
    await settle(50);
    await settle(60_000);
    const waits = stream.askedAt
      .slice(1)
      .map((time, i) => time - stream.askedAt[i]);
    expect(waits).toEqual([
      407, 501, 1_527, 3_962, 7_874, 9_608, 12_096, 12_906, 10_693,
    ]);
  });

  it('is reconnecting at first, disconnected once that has failed three times, and live again', async () => {
    const { connection, stream, statuses } = await opened();
    stream.refusal = broken;
    stream.end(broken);
    await settle(500);
    expect(statuses).toEqual(['live', 'reconnecting']);
    await settle(1_000);
    expect(statuses.at(-1)).toBe('disconnected');
    expect(connection.getConnection().error).toBe(broken);
    stream.refusal = undefined;
    await settle(2_000);
    expect(statuses.at(-1)).toBe('live');
    expect(connection.getConnection().error).toBeUndefined();
  });

  it('says that it is late, and gives up on a stream that is silent', async () => {
    const { stream, statuses } = await opened();
    await settle(20_000);
    expect(statuses.at(-1)).toBe('delayed');
    await settle(20_500);
    expect(stream.asked).toHaveLength(2);
    expect(statuses).toEqual(['live', 'delayed', 'reconnecting', 'live']);
  });

  it('does not wait long for a stream that something holds back, and tries it on', async () => {
    const { connection, stream, statuses, tab } = setUp();
    stream.isHeldBack = true;
    connection.want('a');
    await settle(8_050);
    expect(statuses).toEqual(['disconnected']);
    await settle(30_000);
    expect(stream.asked.length).toBeGreaterThan(1);
    stream.isHeldBack = false;
    await settle(15_000);
    expect(statuses).toEqual(['disconnected', 'live']);
    await leavesNothing({ connection, stream, statuses, tab });
  });

  it('is not held up by what does not hear that it is to end', async () => {
    const { connection, stream, statuses, tab } = setUp();
    stream.isDeaf = true;
    connection.want('a');
    await settle(8_050);
    expect(statuses).toEqual(['disconnected']);
    await settle(30_000);
    expect(stream.asked.length).toBeGreaterThan(1);
    await leavesNothing({ connection, stream, statuses, tab });
  });

  it('rests a minute after the tab was hidden, and resumes as soon as it is seen', async () => {
    const { connection, stream, statuses, tab } = await opened();
    tab.become('hidden');
    for (let seconds = 0; seconds < 59; seconds += 10) {
      stream.send({ type: 'heartbeat', position: 20 });
      await settle(10_000);
    }
    expect(stream.isOpen).toBe(false);
    expect(statuses.at(-1)).toBe('paused');
    await settle(600_000);
    expect(stream.asked).toHaveLength(1);

    tab.become('shown');
    await settle();
    expect(stream.asked[1]).toEqual(['a', 20]);
    expect(statuses.at(-1)).toBe('live');
    await leavesNothing({ connection, stream, statuses, tab });
  });

  it('does not rest where the tab is seen again within the minute', async () => {
    const { stream, tab } = await opened();
    tab.become('hidden');
    await settle(15_000);
    stream.send({ type: 'heartbeat', position: 20 });
    tab.become('shown');
    await settle(19_000);
    stream.send({ type: 'heartbeat', position: 20 });
    await settle(19_000);
    stream.send({ type: 'heartbeat', position: 20 });
    await settle(19_000);
    expect(stream.asked).toHaveLength(1);
  });

  it('says at once that there is no network, and does not wait once there is one', async () => {
    const { stream, statuses, tab } = await opened();
    stream.refusal = broken;
    tab.become('offline');
    expect(statuses.at(-1)).toBe('disconnected');
    await settle();
    expect(stream.isOpen).toBe(false);
    await settle(60_000);
    expect(statuses.at(-1)).toBe('disconnected');
    stream.refusal = undefined;
    const tried = stream.asked.length;
    tab.become('online');
    await settle();
    expect(stream.asked).toHaveLength(tried + 1);
    expect(statuses.at(-1)).toBe('live');
  });

  it('goes on resting whatever the network does while nobody looks', async () => {
    const { stream, statuses, tab } = await opened();
    tab.become('hidden');
    for (let seconds = 0; seconds < 60; seconds += 10) {
      await settle(10_000);
      if (stream.isOpen) stream.send({ type: 'heartbeat' });
    }
    tab.become('offline');
    tab.become('online');
    await settle(60_000);
    expect(statuses.at(-1)).toBe('paused');
    expect(stream.isOpen).toBe(false);
  });

  it('forgets where it was once nothing is wanted any more', async () => {
    const { connection, stream, ...rest } = await opened();
    await leavesNothing({ connection, stream, ...rest });
    expect(connection.getConnection().status).toBe('connecting');
    connection.want('b');
    await settle(50);
    expect(stream.asked.at(-1)).toEqual(['b', undefined]);
  });

  it.each([
    ['waits to come back', async ({ stream }: Setting) => stream.end(broken)],
    [
      'rests',
      async ({ tab }: Setting) => {
        tab.become('hidden');
        await settle(60_000);
      },
    ],
  ])('can be left while it %s', async (_, get) => {
    const setting = await opened();
    await get(setting);
    await settle();
    expect(setting.stream.isOpen).toBe(false);
    await leavesNothing(setting);
  });
});
