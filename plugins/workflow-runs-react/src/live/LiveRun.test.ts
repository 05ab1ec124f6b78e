import {
  Connection,
  LiveRun,
  LiveRunSink,
} from 'backstage-plugin-workflow-runs-common';
import { anEvent, anUpdate, aRun } from '../testing';

const LIVE: Connection = { status: 'live', heardAt: 1 };
const DOWN: Connection = {
  status: 'disconnected',
  heardAt: 1,
  error: new Error('503'),
};
const unreachable = new TypeError('Failed to fetch');

function setUp(stream = LIVE) {
  let ended = false;
  const sink = {
    position: jest.fn(() => 10),
    hasEnded: jest.fn(() => ended),
    mayPoll: jest.fn(() => true),
    pollMs: jest.fn((ms: number) => ms),
    update: jest.fn(),
    reload: jest.fn(async (_signal?: AbortSignal) => {}),
    isRefusal: jest.fn((_error: unknown) => false),
    gone: jest.fn(),
    over: jest.fn(),
  } satisfies LiveRunSink;
  const live = new LiveRun(sink, stream);
  const statuses: string[] = [];
  live.subscribe(() => statuses.push(live.getConnection().status));
  return {
    sink,
    live,
    statuses,
    end: () => {
      ended = true;
    },
    openAgain: () => {
      ended = false;
    },
  };
}

const settle = (ms = 0) => jest.advanceTimersByTimeAsync(ms);
const told = (...positions: number[]) =>
  anUpdate({
    run: aRun({ position: positions.at(-1) ?? 10 }),
    events: positions.map(position => anEvent({ position, number: position })),
  });

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('LiveRun', () => {
  it('takes each event once, and lines and progress always', () => {
    const { live, sink } = setUp();
    live.take([told(10), told(11), told()]);
    live.take([told(11)]);
    live.take([told(11, 12), told(12)]);
    expect(sink.update.mock.calls).toEqual([
      [[told(11), told()]],
      [[told(12)]],
    ]);
    expect(live.after).toBe(12);
  });

  it('is polled while the stream does not hold, and says so each time', async () => {
    const { live, sink, statuses } = setUp();
    live.streamIs({ ...LIVE, status: 'reconnecting' });
    expect(sink.reload).not.toHaveBeenCalled();
    live.streamIs(DOWN);
    await settle(6_100);
    expect(sink.reload).toHaveBeenCalledTimes(3);
    expect(statuses).toEqual(['reconnecting', 'polling', 'polling', 'polling']);
    expect(live.getConnection()).toEqual({
      status: 'polling',
      heardAt: Date.now() - 100,
      error: DOWN.error,
    });

    live.streamIs(LIVE);
    await settle(60_000);
    expect(sink.reload).toHaveBeenCalledTimes(3);
    expect(statuses.at(-1)).toBe('live');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is streamed behind what a poll has read', async () => {
    const { live, sink } = setUp(DOWN);
    sink.position.mockReturnValue(40);
    live.poll();
    await settle();
    expect(live.after).toBe(40);
    live.stop();
  });

  it('is disconnected once polling fails twice, too', async () => {
    const { live, sink, statuses } = setUp();
    sink.reload.mockRejectedValue(unreachable);
    live.streamIs(DOWN);
    await settle(3_100);
    expect(statuses).toEqual(['reconnecting', 'disconnected']);
    expect(live.getConnection().error).toBe(unreachable);
    sink.reload.mockResolvedValue(undefined);
    await settle(3_000);
    expect(statuses.at(-1)).toBe('polling');
    live.stop();
  });

  it('does not wait for ever for a poll that nobody answers', async () => {
    const { live, sink, statuses } = setUp();
    sink.reload.mockImplementation(
      signal =>
        new Promise((_, reject) => {
          signal!.addEventListener('abort', () => reject(new Error('hangs')));
        }),
    );
    live.streamIs(DOWN);
    await settle(30_000);
    expect(statuses).toEqual(['reconnecting']);
    await settle(3_000);
    expect(sink.reload).toHaveBeenCalledTimes(2);
    live.stop();
    await settle();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('polls once at a time, whatever the stream does meanwhile', async () => {
    const { live, sink } = setUp();
    let answer = () => {};
    sink.reload.mockImplementation(
      () =>
        new Promise<void>(resolve => {
          answer = resolve;
        }),
    );
    live.streamIs(DOWN);
    live.streamIs(LIVE);
    live.streamIs(DOWN);
    expect(sink.reload).toHaveBeenCalledTimes(1);
    answer();
    await settle(3_000);
    expect(sink.reload).toHaveBeenCalledTimes(2);
    live.stop();
  });

  it('is as the stream is where nobody wants it polled, until somebody does', async () => {
    const { live, sink, statuses } = setUp();
    sink.mayPoll.mockReturnValue(false);
    live.streamIs(DOWN);
    await settle(60_000);
    expect(sink.reload).not.toHaveBeenCalled();
    expect(statuses).toEqual(['disconnected']);
    sink.mayPoll.mockReturnValue(true);
    live.poll();
    await settle();
    expect(statuses.at(-1)).toBe('polling');
    sink.mayPoll.mockReturnValue(false);
    await settle(60_000);
    expect(sink.reload).toHaveBeenCalledTimes(1);
    expect(statuses.at(-1)).toBe('disconnected');
  });

  it('is loaded anew when the log has been cut', async () => {
    const { live, sink } = setUp();
    sink.position.mockReturnValue(99);
    await live.reset();
    expect(sink.reload).toHaveBeenCalledTimes(1);
    expect(live.after).toBe(99);
  });

  it('is over once it is gone', async () => {
    const { live, sink, statuses } = setUp();
    live.gone();
    live.gone();
    live.take([told(20)]);
    expect(sink.gone).toHaveBeenCalledTimes(1);
    expect(sink.over).toHaveBeenCalledTimes(1);
    expect(sink.update).not.toHaveBeenCalled();
    expect(statuses).toEqual(['disconnected']);
  });

  it('is over once a poll is refused for good, where somebody can tell', async () => {
    const { live, sink } = setUp();
    const refused = new Error('404');
    sink.reload.mockRejectedValue(refused);
    sink.isRefusal.mockReturnValue(true);
    live.streamIs(DOWN);
    await settle();
    expect(sink.isRefusal).toHaveBeenCalledWith(refused);
    expect(sink.gone).toHaveBeenCalledWith(refused);
    expect(live.isOver).toBe(true);
    await settle(60_000);
    expect(sink.reload).toHaveBeenCalledTimes(1);
  });

  it('lingers a moment at its end, for what arrives late', async () => {
    const { live, sink, statuses, end } = setUp();
    end();
    live.take([told(20)]);
    await settle(1_900);
    live.take([told(21)]);
    expect(sink.update).toHaveBeenCalledTimes(2);
    await settle(100);
    expect(statuses).toEqual(['ended']);
    expect(live.isOver).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('goes on where it is opened again within that moment', async () => {
    const { live, sink, end, openAgain } = setUp();
    end();
    live.take([told(20)]);
    await settle(1_000);
    openAgain();
    live.take([told(21)]);
    await settle(5_000);
    live.take([told(22)]);
    expect(sink.update).toHaveBeenCalledTimes(3);
    expect(live.isOver).toBe(false);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is over as soon as a poll finds that it has ended', async () => {
    const { live, sink, statuses, end } = setUp();
    sink.reload.mockImplementation(async () => end());
    live.streamIs(DOWN);
    await settle();
    expect(statuses).toEqual(['ended']);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('need not be followed where it has ended', () => {
    const { sink } = setUp();
    sink.hasEnded.mockReturnValue(true);
    const live = new LiveRun(sink, LIVE);
    expect(live.isOver).toBe(true);
    expect(live.getConnection().status).toBe('ended');
  });

  describe('that hints come of', () => {
    it('is polled at once, once a second at most, and seldom beside that', async () => {
      const { live, sink } = setUp(DOWN);
      sink.pollMs.mockReturnValue(15_000);
      live.streamIs(DOWN);
      await settle();
      expect(sink.reload).toHaveBeenCalledTimes(1);
      live.hinted();
      await settle();
      expect(sink.reload).toHaveBeenCalledTimes(2);
      for (let i = 0; i < 10; i++) live.hinted();
      await settle(500);
      expect(sink.reload).toHaveBeenCalledTimes(2);
      await settle(500);
      expect(sink.reload).toHaveBeenCalledTimes(3);
      await settle(14_500);
      expect(sink.reload).toHaveBeenCalledTimes(3);
      await settle(1_000);
      expect(sink.reload).toHaveBeenCalledTimes(4);
      live.stop();
      live.hinted();
      await settle(20_000);
      expect(sink.reload).toHaveBeenCalledTimes(4);
    });

    it('is read once more where the answer on its way may be of before', async () => {
      const { live, sink } = setUp(DOWN);
      let answer = () => {};
      sink.reload.mockImplementationOnce(
        () =>
          new Promise<void>(resolve => {
            answer = resolve;
          }),
      );
      live.streamIs(DOWN);
      await settle();
      live.hinted();
      await settle();
      expect(sink.reload).toHaveBeenCalledTimes(1);
      answer();
      await settle();
      expect(sink.reload).toHaveBeenCalledTimes(2);
      live.stop();
    });

    it('is not asked for while the stream tells of it', async () => {
      const { live, sink } = setUp();
      live.hinted();
      await settle(5_000);
      expect(sink.reload).not.toHaveBeenCalled();
      live.stop();
    });
  });
});
