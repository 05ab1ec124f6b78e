import { QueryClient } from '@tanstack/react-query';
import { keys } from '../query/keys';
import { apiError, aRun, aSnapshot, FakeWorkflowRuns } from '../testing';
import { LiveRuns } from './LiveRuns';

const RUN = aRun().id;
const settle = (ms = 0) => jest.advanceTimersByTimeAsync(ms);

function setUp() {
  const api = new FakeWorkflowRuns();
  const snapshot = api.add(aSnapshot());
  const queryClient = new QueryClient();
  queryClient.setQueryData(keys.run(RUN), snapshot);
  const polls = () => api.calls.filter(call => call.id === 'getRun').length;
  const invalidated = jest.spyOn(queryClient, 'invalidateQueries');
  return {
    api,
    snapshot,
    polls,
    invalidated,
    liveRuns: new LiveRuns(api, queryClient),
  };
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('LiveRuns', () => {
  it('makes one stream for all who watch', async () => {
    const { api, liveRuns } = setUp();
    const watches = [
      liveRuns.watch(RUN),
      liveRuns.watchStream(RUN),
      liveRuns.watchStream(RUN),
    ];
    await settle();
    expect(api.streams.count(RUN)).toBe(1);
    watches[0].leave();
    watches[1].leave();
    watches[1].leave();
    await settle(1_000);
    expect(api.streams.count(RUN)).toBe(1);
    watches[2].leave();
    await settle(1_000);
    expect(api.streams.count(RUN)).toBe(0);
  });

  it('polls only while somebody who counts on that watches', async () => {
    const { api, polls, liveRuns } = setUp();
    api.fail('streamRun', apiError(503));
    const stream = liveRuns.watchStream(RUN);
    await settle(60_000);
    expect(polls()).toBe(0);

    const page = liveRuns.watch(RUN);
    await settle(60_000);
    const meanwhile = polls();
    expect(meanwhile).toBeGreaterThan(5);

    page.leave();
    await settle(20_000);
    const after = polls();
    await settle(60_000);
    expect(polls()).toBe(after);
    stream.leave();
    await settle(1_000);
    expect(stream.live.getConnection().status).toBe('disconnected');
  });

  it('reads the parts of a run anew once a poll has found that something happened', async () => {
    const { api, snapshot, invalidated, liveRuns } = setUp();
    api.fail('streamRun', apiError(503));
    const { leave } = liveRuns.watch(RUN);
    await settle(10_000);
    const read = () => [
      ...new Set(invalidated.mock.calls.map(([query]) => query!.queryKey![0])),
    ];
    // Log lines do not move the run on.
    expect(read()).toEqual(['logs']);
    snapshot.run = { ...snapshot.run, position: snapshot.run.position + 5 };
    await settle(10_000);
    expect(read()).toEqual(
      expect.arrayContaining(['events', 'artifacts', 'actions', 'decisions']),
    );
    leave();
    await settle(1_000);
  });
});
