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
  return { api, polls, liveRuns: new LiveRuns(api, queryClient) };
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
});
