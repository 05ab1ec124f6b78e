import { apiError, FakeWorkflowRuns } from '../testing';
import { FakeSignals } from './__testUtils__/FakeSignals';
import { LiveHints } from './LiveHints';

const settle = (ms = 0) => jest.advanceTimersByTimeAsync(ms);
const ofRuns = (...runs: string[]) => ({ runs, workflows: [] });

function setUp() {
  const api = new FakeWorkflowRuns();
  const signals = new FakeSignals();
  const changed = jest.fn();
  const hints = new LiveHints(api, changed);
  hints.comeBy(signals);
  const callsOf = (id: string) =>
    api.calls.filter(call => call.id === id).map(({ input }) => input);
  return { api, signals, changed, hints, callsOf };
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('hints', () => {
  it('are asked for once for all who want them within a moment, and heard of once they are greeted', async () => {
    const { signals, changed, hints, callsOf } = setUp();
    hints.want(ofRuns('run_1'));
    hints.want(ofRuns('run_1', 'run_2'));
    await settle(50);
    expect(callsOf('subscribe')).toEqual([{ body: ofRuns('run_1', 'run_2') }]);
    expect(hints.areHeard).toBe(false);
    signals.hint();
    expect(hints.areHeard).toBe(true);
    expect(changed).not.toHaveBeenCalled();
    signals.hint('run_2');
    expect(changed).toHaveBeenCalledWith(['run_2']);
    hints.want(undefined);
    await settle(50);
  });

  it('are renewed, and given up when they are not wanted any more', async () => {
    const { signals, hints, callsOf } = setUp();
    hints.want({ ...ofRuns('run_1'), all: true });
    await settle(50);
    signals.hint();
    await settle(120_000);
    expect(callsOf('subscribe')).toHaveLength(2);
    signals.hint();
    hints.want(ofRuns('run_1', 'run_2'));
    await settle(50);
    expect(callsOf('subscribe')).toHaveLength(3);
    expect(callsOf('unsubscribe')).toEqual([{ query: { all: 'true' } }]);
    hints.want(undefined);
    await settle(50);
    expect(callsOf('unsubscribe').slice(1)).toEqual([
      { query: { run: 'run_1,run_2' } },
    ]);
    expect(signals.count).toBe(0);
    expect(hints.areHeard).toBe(false);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('are asked for again, less and less often, while nothing shows that they arrive', async () => {
    const { hints, callsOf } = setUp();
    hints.want(ofRuns('run_1'));
    await settle(300_000);
    expect(callsOf('subscribe').length).toBeGreaterThan(3);
    expect(callsOf('subscribe').length).toBeLessThan(9);
    expect(hints.areHeard).toBe(false);
    hints.want(undefined);
    await settle(50);
  });

  it('are not believed any more where a renewal is not greeted', async () => {
    const { signals, hints } = setUp();
    hints.want(ofRuns('run_1'));
    await settle(50);
    signals.hint();
    await settle(120_000);
    expect(hints.areHeard).toBe(true);
    await settle(5_000);
    expect(hints.areHeard).toBe(false);
    hints.want(undefined);
    await settle(50);
  });

  it('are not heard where the backend refuses them, and asked for again', async () => {
    const { api, hints, callsOf } = setUp();
    api.fail('subscribe', apiError(409));
    api.fail('unsubscribe', apiError(503));
    hints.want(ofRuns('run_1'));
    await settle(3_000);
    expect(callsOf('subscribe')).toHaveLength(2);
    expect(hints.areHeard).toBe(false);
    hints.want(undefined);
    await settle(50);
  });

  it.each([[{}], [{ runIds: 'run_1', position: 1 }], [{ runIds: [1] }]])(
    'that say %j say nothing',
    async message => {
      const { signals, changed, hints } = setUp();
      hints.want(ofRuns('run_1'));
      await settle(50);
      signals.send(message);
      expect([hints.areHeard, changed.mock.calls]).toEqual([false, []]);
      hints.want(undefined);
      await settle(50);
    },
  );

  it('are asked for by nobody where the portal has no signals, and as soon as it has', async () => {
    const { signals, hints, callsOf } = setUp();
    hints.comeBy(undefined);
    hints.want(ofRuns('run_1'));
    await settle(60_000);
    expect(callsOf('subscribe')).toEqual([]);
    hints.comeBy(signals);
    await settle();
    expect(callsOf('subscribe')).toHaveLength(1);
    hints.want(undefined);
    await settle(50);
  });
});
