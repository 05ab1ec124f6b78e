import { anUpdate, apiError, aRun, FakeWorkflowRuns } from '../testing';
import { LiveRun, LiveRunSink } from './LiveRun';

const RUN = 'run_1';

function setUp() {
  const api = new FakeWorkflowRuns();
  let ended = false;
  const sink = {
    position: jest.fn(() => 10),
    hasEnded: jest.fn(() => ended),
    mayPoll: jest.fn(() => true),
    update: jest.fn(),
    reload: jest.fn(async (_signal?: AbortSignal) => {}),
    gone: jest.fn(),
  } satisfies LiveRunSink;
  const live = new LiveRun(api, RUN, sink, () => 1);
  const statuses: string[] = [];
  live.subscribe(() => statuses.push(live.getConnection().status));
  const done = live.start();
  const after = () =>
    api.calls
      .filter(call => call.id === 'streamRun')
      .map(call => call.input.query?.after);
  return {
    api,
    sink,
    live,
    statuses,
    done,
    after,
    end: () => {
      ended = true;
    },
  };
}

const settle = (ms = 0) => jest.advanceTimersByTimeAsync(ms);
const update = (position: number) => ({
  type: 'update' as const,
  position,
  update: anUpdate({ run: aRun({ position }) }),
});

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('LiveRun', () => {
  it('streams from where the run was loaded, and hands updates on', async () => {
    const { api, live, sink, statuses, after } = setUp();
    await settle();
    api.streams.send(RUN, update(11));
    await settle();
    expect(after()).toEqual([10]);
    expect(sink.update).toHaveBeenCalledWith(update(11).update);
    expect(statuses).toEqual(['live']);
    expect(live.getConnection().heardAt).toBe(Date.now());
    live.stop();
    await settle();
    expect(api.streams.count(RUN)).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('resumes behind the last frame, after a pause', async () => {
    const { api, live, after } = setUp();
    await settle();
    api.streams.send(RUN, update(11));
    api.streams.send(RUN, { type: 'heartbeat', position: 17 });
    await settle();
    api.streams.end(RUN);
    await settle(499);
    expect(after()).toEqual([10]);
    await settle(1);
    expect(after()).toEqual([10, 17]);
    live.stop();
  });

  it('comes back later and later while it fails, then polls and streams on', async () => {
    const { api, live, sink, statuses, after } = setUp();
    await settle();
    api.fail('streamRun', apiError(503));
    api.streams.end(RUN, new Error('broken'));
    await settle(500);
    expect(after()).toHaveLength(2);
    await settle(1_000);
    expect(after()).toHaveLength(3);
    expect(sink.reload).toHaveBeenCalledTimes(1);
    expect(statuses).toEqual(['live', 'reconnecting', 'polling']);

    api.fail('streamRun', undefined);
    await settle(3_000);
    expect(statuses.at(-1)).toBe('live');
    live.stop();
  });

  it('is disconnected once polling fails, too', async () => {
    const { api, live, sink, statuses } = setUp();
    await settle();
    sink.reload.mockRejectedValue(new TypeError('Failed to fetch'));
    api.fail('streamRun', new TypeError('Failed to fetch'));
    api.streams.end(RUN, new TypeError('Failed to fetch'));
    await settle(60_000);
    expect(statuses).toEqual(['live', 'reconnecting', 'disconnected']);
    expect(live.getConnection().error).toEqual(
      new TypeError('Failed to fetch'),
    );

    api.fail('streamRun', undefined);
    await settle(20_000);
    expect(live.getConnection()).toMatchObject({
      status: 'live',
      error: undefined,
    });
    live.stop();
  });

  it('does not wait for ever for a poll that nobody answers', async () => {
    const { api, live, sink, statuses } = setUp();
    await settle();
    sink.reload.mockImplementation(
      signal =>
        new Promise((_, reject) => {
          signal!.addEventListener('abort', () => reject(new Error('hangs')));
        }),
    );
    api.fail('streamRun', apiError(503));
    api.streams.end(RUN, new Error('broken'));
    await settle(10_000);
    expect(statuses.at(-1)).toBe('reconnecting');
    api.fail('streamRun', undefined);
    await settle(45_000);
    expect(statuses.at(-1)).toBe('live');
    live.stop();
  });

  it('tells of each poll, also where nothing has changed', async () => {
    const { api, live, statuses } = setUp();
    await settle();
    api.fail('streamRun', apiError(503));
    api.streams.end(RUN, new Error('broken'));
    await settle(10_000);
    const told = statuses.filter(status => status === 'polling').length;
    expect(told).toBeGreaterThan(1);
    expect(Date.now() - live.getConnection().heardAt!).toBeLessThan(4_000);
    live.stop();
  });

  it('says that it is disconnected, and streams on, where nobody wants it to poll', async () => {
    const { api, live, sink, statuses, after } = setUp();
    sink.mayPoll.mockReturnValue(false);
    await settle();
    api.fail('streamRun', apiError(503));
    api.streams.end(RUN, new Error('broken'));
    await settle(60_000);
    expect(sink.reload).not.toHaveBeenCalled();
    expect(statuses).toEqual(['live', 'reconnecting', 'disconnected']);

    api.fail('streamRun', undefined);
    await settle(15_000);
    expect(statuses.at(-1)).toBe('live');
    expect(after().length).toBeGreaterThan(4);
    live.stop();
  });

  it('gives up on a stream that is silent', async () => {
    const { live, after } = setUp();
    await settle(41_000);
    expect(after().length).toBeGreaterThan(1);
    live.stop();
  });

  it('loads the run anew when the log has been cut', async () => {
    const { api, live, sink, after } = setUp();
    await settle();
    sink.position.mockReturnValue(99);
    api.streams.send(RUN, { type: 'reset' });
    await settle();
    expect(sink.reload).toHaveBeenCalledTimes(1);
    api.streams.end(RUN);
    await settle(500);
    expect(after()).toEqual([10, 99]);
    live.stop();
  });

  it('connects anew when the credentials have expired', async () => {
    const { api, live, after } = setUp();
    await settle();
    api.streams.send(RUN, { type: 'reauth' });
    api.streams.end(RUN);
    await settle(500);
    expect(after()).toEqual([10, 10]);
    live.stop();
  });

  it.each([
    ['it says that the run is gone', true],
    ['the run is not found', false],
  ])('stops when %s', async (_, byFrame) => {
    const { api, sink, done, live } = setUp();
    await settle();
    if (byFrame) api.streams.send(RUN, { type: 'gone' });
    else api.streams.end(RUN, apiError(404));
    await settle();
    await done;
    expect(sink.gone).toHaveBeenCalledTimes(1);
    expect(live.getConnection().status).toBe('disconnected');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('lingers a moment at the end of the run, for what arrives late', async () => {
    const { api, sink, end, done, live } = setUp();
    await settle();
    end();
    api.streams.send(RUN, update(20));
    await settle(1_000);
    api.streams.send(RUN, update(21));
    await settle();
    expect(sink.update).toHaveBeenCalledTimes(2);
    await settle(1_000);
    await done;
    expect(live.getConnection().status).toBe('ended');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('does not stream a run that has ended', async () => {
    const api = new FakeWorkflowRuns();
    const live = new LiveRun(api, RUN, {
      position: () => 1,
      hasEnded: () => true,
      mayPoll: () => false,
      update: () => {},
      reload: async () => {},
      gone: () => {},
    });
    await live.start();
    expect(api.calls).toEqual([]);
    expect(live.getConnection().status).toBe('ended');
  });
});
