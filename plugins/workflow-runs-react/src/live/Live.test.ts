import { QueryClient } from '@tanstack/react-query';
import {
  MAX_STREAM_RUNS,
  KnownRun,
  Tab,
  TabEvent,
} from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import {
  anEvent,
  anUpdate,
  apiError,
  aRun,
  aSnapshot,
  FakeWorkflowRuns,
} from '../testing';
import { FakeSignals } from './__testUtils__/FakeSignals';
import { Live } from './Live';
import { ListWatcher } from './LiveLists';

const settle = (ms = 0) => jest.advanceTimersByTimeAsync(ms);
const unreachable = new TypeError('Failed to fetch');

/** A tab of which a test says what becomes of it. */
function aTab() {
  const listeners = new Set<(event: TabEvent) => void>();
  const tab: Tab = {
    isHidden: () => false,
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const become = (event: TabEvent) => listeners.forEach(each => each(event));
  return { tab, become };
}

/** A tab with runs in its cache. */
function setUp(ids = ['run_1', 'run_2', 'run_3']) {
  const api = new FakeWorkflowRuns();
  const queryClient = new QueryClient();
  for (const id of ids) {
    const snapshot = api.add(aSnapshot({ run: aRun({ id, position: 10 }) }));
    queryClient.setQueryData(keys.run(id), snapshot);
  }
  const { tab, become } = aTab();
  const live = new Live(api, queryClient, tab, () => 1);
  const callsOf = (id: string) => api.calls.filter(call => call.id === id);
  return {
    api,
    queryClient,
    become,
    live,
    callsOf,
    /** What each stream asked for. */
    asked: () => callsOf('stream').map(call => call.input.query as any),
    positionOf: (id: string) =>
      queryClient.getQueryData<KnownRun>(keys.run(id))!.run.position,
    push: (id: string, position: number) =>
      api.push(
        id,
        anUpdate({
          run: aRun({ id, position }),
          events: [anEvent({ position, number: position })],
        }),
      ),
  };
}

const aList = (
  watcher: Partial<ListWatcher> = {},
): ListWatcher & Record<'change' | 'reload', jest.Mock> =>
  ({
    filter: {},
    knownTo: () => undefined,
    change: jest.fn(),
    reload: jest.fn(),
    ...watcher,
  } as never);

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('Live', () => {
  it('has one stream for all runs and lists that somebody watches', async () => {
    const { api, live, asked, queryClient } = setUp();
    const leave = [
      live.runs.watch('run_1').leave,
      live.runs.watch('run_1').leave,
      live.runs.watchStream('run_2').leave,
      live.lists.watch(aList({ filter: { status: ['failed', 'queued'] } })),
      live.lists.watch(aList({ filter: { status: ['failed'], tag: ['eu'] } })),
      live.lists.watch(aList({ filter: undefined })),
    ];
    await settle(50);
    expect(asked()).toEqual([
      {
        run: 'run_1@10,run_2@10',
        list: 'true',
        status: 'failed,queued',
        after: undefined,
      },
    ]);
    leave.forEach(each => each());
    await settle(1_300);
    queryClient.clear();
    expect(api.streams.count()).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('survives that its watchers change within a moment', async () => {
    const { api, live, asked } = setUp();
    const first = live.runs.watch('run_1');
    await settle(50);
    first.leave();
    await settle(150);
    const second = live.runs.watch('run_1');
    await settle(5_000);
    expect(second.live).toBe(first.live);
    expect(asked()).toHaveLength(1);
    expect(api.streams.count('run_1')).toBe(1);
  });

  it('goes on for the others, behind what was told, when one comes or leaves', async () => {
    const { live, push, asked, positionOf, api } = setUp();
    live.runs.watch('run_1');
    const second = live.runs.watch('run_2');
    await settle(50);
    push('run_1', 14);
    await settle(16);
    live.runs.watch('run_3');
    second.leave();
    await settle(300);
    expect(
      asked()
        .slice(1)
        .map(({ run, after }) => [run, after]),
    ).toEqual([
      ['run_1@14,run_2@10,run_3@10', 14],
      ['run_1@14,run_3@10', 14],
    ]);
    expect(api.streams.count()).toBe(1);
    push('run_1', 15);
    push('run_3', 16);
    await settle(16);
    expect([positionOf('run_1'), positionOf('run_3')]).toEqual([15, 16]);
  });

  it('loses nothing that happens while it is opened anew', async () => {
    const { api, live, push, asked, positionOf } = setUp();
    live.runs.watch('run_1');
    await settle(50);
    push('run_1', 11);
    live.runs.watch('run_2');
    // It is there, and not yet handed on when the old stream goes.
    await settle(49);
    push('run_1', 12);
    await settle(1);
    expect(asked()[1]).toMatchObject({
      run: expect.stringMatching(/run_1@1[12]/),
    });
    await settle(16);
    expect(positionOf('run_1')).toBeGreaterThanOrEqual(11);
    api.streams.end(undefined, unreachable);
    await settle(600);
    expect(asked().at(-1).run).toBe(`run_1@${positionOf('run_1')},run_2@10`);
  });

  it('draws once for all that arrives within one frame of the screen', async () => {
    const { live, push, queryClient } = setUp();
    live.runs.watch('run_1');
    live.runs.watch('run_2');
    await settle(50);
    const drawn = jest.spyOn(queryClient, 'setQueryData');
    for (let position = 11; position < 31; position++) push('run_1', position);
    push('run_2', 31);
    await settle(16);
    expect(drawn).toHaveBeenCalledTimes(2);
  });

  it('loads a run anew of which the log tells no more, and leaves the others', async () => {
    const { api, live, callsOf } = setUp();
    live.runs.watch('run_1');
    live.runs.watch('run_2');
    await settle(50);
    api.streams.send('run_1', { type: 'reset' });
    await settle(20);
    expect(callsOf('getRun').map(call => call.input.params)).toEqual([
      { runId: 'run_1' },
    ]);
  });

  it('stops following a run that is gone, while others go on', async () => {
    const { api, live, push, asked, positionOf, queryClient } = setUp();
    const first = live.runs.watch('run_1');
    live.runs.watch('run_2');
    const asksAgain = jest.spyOn(queryClient, 'invalidateQueries');
    await settle(50);
    api.streams.send('run_1', { type: 'gone' });
    await settle(100);
    expect(asksAgain).toHaveBeenCalledWith({ queryKey: keys.run('run_1') });
    expect(first.live.getConnection().status).toBe('disconnected');
    expect(asked().at(-1).run).toBe('run_2@10');
    push('run_2', 12);
    await settle(16);
    expect(positionOf('run_2')).toBe(12);
  });

  it('comes again with fresh credentials when the old ones have expired', async () => {
    const { api, live, push, asked } = setUp();
    const { live: run } = live.runs.watch('run_1');
    await settle(50);
    push('run_1', 12);
    api.streams.send('run_1', { type: 'reauth' });
    api.streams.end('run_1');
    await settle(600);
    expect(asked().map(({ run: of, after }) => [of, after])).toEqual([
      ['run_1@10', undefined],
      ['run_1@12', 12],
    ]);
    expect(run.getConnection().status).toBe('live');
  });

  it('polls those whose watchers count on it while the stream does not hold', async () => {
    const { api, live, callsOf } = setUp();
    api.fail('stream', apiError(503));
    const page = live.runs.watch('run_1');
    const monitor = live.runs.watchStream('run_2');
    await settle(10_000);
    const polled = new Set(callsOf('getRun').map(c => c.input.params!.runId));
    expect([...polled]).toEqual(['run_1']);
    expect(page.live.getConnection().status).toBe('polling');
    expect(monitor.live.getConnection().status).toBe('disconnected');

    api.fail('stream', undefined);
    await settle(16_000);
    const polls = callsOf('getRun').length;
    await settle(3_100);
    expect(callsOf('getRun')).toHaveLength(polls);
    expect(page.live.getConnection().status).toBe('live');
  });

  it('polls seldom where hints come, and at once what they tell of', async () => {
    const { api, live, callsOf } = setUp();
    api.fail('stream', apiError(503));
    const signals = new FakeSignals();
    live.hints.comeBy(signals);
    live.runs.watch('run_1');
    const list = aList({ filter: { tag: ['eu'] } });
    live.lists.watch(list);
    await settle(2_500);
    expect(callsOf('subscribe').map(({ input }) => input.body)).toEqual([
      { runs: ['run_1'], workflows: [], all: true },
    ]);
    signals.hint();
    await settle(4_000);
    const polls = callsOf('getRun').length;
    list.reload.mockClear();
    await settle(9_000);
    expect(callsOf('getRun').length).toBeLessThanOrEqual(polls + 1);
    const before = callsOf('getRun').length;
    signals.hint('run_1');
    await settle();
    expect(callsOf('getRun')).toHaveLength(before + 1);
    expect(list.reload).toHaveBeenCalledTimes(1);

    api.fail('stream', undefined);
    await settle(16_000);
    expect(live.connection.getConnection().status).toBe('live');
    expect(callsOf('unsubscribe')).toHaveLength(1);
    expect([signals.count, live.hints.areHeard]).toEqual([0, false]);
  });

  it('asks for hints of the workflows where a list is of some', async () => {
    const { api, live, callsOf } = setUp();
    api.fail('stream', apiError(503));
    live.hints.comeBy(new FakeSignals());
    live.lists.watch(aList({ filter: { workflow: ['embedded/greet'] } }));
    await settle(2_500);
    expect(callsOf('subscribe').map(({ input }) => input.body)).toEqual([
      { runs: [], workflows: ['embedded/greet'], all: undefined },
    ]);
  });

  it('reads the parts of a run anew once a poll has found that something happened', async () => {
    const { api, live, queryClient } = setUp();
    api.fail('stream', apiError(503));
    const invalidated = jest.spyOn(queryClient, 'invalidateQueries');
    live.runs.watch('run_1');
    await settle(10_000);
    const read = () => [
      ...new Set(invalidated.mock.calls.map(([query]) => query!.queryKey![0])),
    ];
    // Log lines do not move the run on.
    expect(read()).toEqual(['logs']);
    const held = api.runs.find(each => each.run.id === 'run_1')!;
    held.run = { ...held.run, position: 15 };
    await settle(10_000);
    expect(read()).toEqual(
      expect.arrayContaining(['events', 'artifacts', 'actions', 'decisions']),
    );
  });

  it('streams as many runs as there is room for, and polls the others', async () => {
    const ids = Array.from(
      { length: MAX_STREAM_RUNS + 1 },
      (_, i) => `run_${i}`,
    );
    const { live, asked, callsOf } = setUp(ids);
    const watches = ids.map(id => live.runs.watch(id));
    await settle(1_000);
    expect(asked().at(-1).run.split(',')).toHaveLength(MAX_STREAM_RUNS);
    const last = watches.at(-1)!.live;
    expect(last.getConnection().status).toBe('polling');
    watches[0].leave();
    await settle(4_000);
    expect(last.getConnection().status).toBe('live');
    const polls = callsOf('getRun').length;
    await settle(10_000);
    expect(callsOf('getRun')).toHaveLength(polls);
  });

  it('rests while the tab is hidden, and polls nothing', async () => {
    const { api, live, become, callsOf } = setUp();
    const { live: run } = live.runs.watch('run_1');
    await settle(50);
    become('hidden');
    await settle(61_000);
    api.fail('stream', apiError(503));
    await settle(60_000);
    expect(run.getConnection().status).toBe('paused');
    expect(callsOf('getRun')).toEqual([]);
    expect(api.streams.count()).toBe(0);
  });
});

describe('lists', () => {
  it('are told what has changed, all of it at once', async () => {
    const { live, push } = setUp();
    const list = aList({ filter: { status: ['running'] } });
    const count = aList({ filter: undefined });
    live.lists.watch(list);
    live.lists.watch(count);
    await settle(50);
    push('run_1', 11);
    push('run_2', 12);
    await settle(16);
    expect(list.change).toHaveBeenCalledTimes(1);
    const [{ items }] = list.change.mock.calls[0];
    expect(items.map((run: any) => [run.id, run.position])).toEqual([
      ['run_1', 11],
      ['run_2', 12],
    ]);
    expect(count.change).toHaveBeenCalledTimes(1);
  });

  it.each([
    [12, [5, 5, 2]],
    [200, Array(20).fill(10)],
  ])(
    'are told of %d rows a few at a time, so that nobody who scrolls is held up',
    async (count, expected) => {
      const { live, queryClient } = setUp([]);
      const list = aList();
      live.lists.watch(list);
      const items = Array.from({ length: count }, (_, i) =>
        aRun({ id: `run_${i}` }),
      );
      live.lists.change({ items, gone: new Set(['run_x']) });
      expect(list.change).toHaveBeenCalledTimes(1);
      await settle(400);
      const told = list.change.mock.calls.map(([change]) => change);
      expect(told.map(change => change.items.length)).toEqual(expected);
      expect(told.flatMap(change => change.items)).toEqual(items);
      expect(told.map(change => change.gone.size)).toEqual(
        expected.map((_, i) => (i === 0 ? 1 : 0)),
      );
      queryClient.clear();
    },
  );

  it('are told which runs fit no longer', async () => {
    const { api, live } = setUp();
    const list = aList({ filter: { status: ['running'] } });
    live.lists.watch(list);
    await settle(50);
    api.push(
      'run_1',
      anUpdate({ run: aRun({ id: 'run_1', position: 11, status: 'failed' }) }),
    );
    await settle(16);
    expect(list.change).toHaveBeenCalledWith({
      items: [],
      gone: new Set(['run_1']),
    });
  });

  it('are streamed behind what is known of the oldest of them, and not read again', async () => {
    const { live, asked } = setUp();
    const lists = [22, 21].map(known => aList({ knownTo: () => known }));
    lists.forEach(each => live.lists.watch(each));
    await settle(50);
    expect(asked().map(({ after }) => after)).toEqual([21]);
    for (const each of lists) expect(each.reload).not.toHaveBeenCalled();
  });

  it('are told of what has happened since they were read, where the stream has told more already', async () => {
    const { api, live, push, asked } = setUp();
    live.runs.watch('run_2');
    await settle(50);
    const known = api.streams.place();
    push('run_1', 31);
    push('run_2', 32);
    await settle(16);
    expect(live.connection.getPosition()).toBe(32);
    const list = aList({ knownTo: () => known });
    live.lists.watch(list);
    await settle(100);
    expect(asked().at(-1).after).toBe(known);
    const told = list.change.mock.calls.flatMap(([{ items }]) => items);
    expect(told.map((run: any) => run.position)).toEqual([31, 32]);
    expect(list.reload).not.toHaveBeenCalled();
  });

  it('are read once more where nobody knows up to where they are read, or the stream is past it', async () => {
    const { live, push } = setUp();
    const first = aList();
    live.lists.watch(first);
    await settle(50);
    expect(first.reload).toHaveBeenCalledTimes(1);
    push('run_1', 12);
    await settle(16);

    const current = aList({ knownTo: () => 12 });
    live.lists.watch(current);
    await settle(100);
    expect(current.reload).not.toHaveBeenCalled();
    push('run_1', 13);
    await settle(16);
    // It was read before that, and came after it.
    const late = aList({ knownTo: () => 12 });
    live.lists.watch(late);
    expect(late.reload).toHaveBeenCalledTimes(1);
    expect(first.reload).toHaveBeenCalledTimes(1);
  });

  it('are told all that has arrived before they leave, and up to where that is', async () => {
    const { live, push } = setUp();
    const list = aList({ knownTo: () => 10 });
    const leave = live.lists.watch(list);
    await settle(50);
    for (let i = 0; i < 7; i++) push(`run_${1 + (i % 3)}`, 20 + i);
    await settle(16);
    expect(leave()).toBe(26);
    const told = list.change.mock.calls.flatMap(([{ items }]) => items);
    expect(told.map((run: any) => run.position).sort()).toEqual([24, 25, 26]);
    const unheard = live.lists.watch(aList({ filter: { tag: ['eu'] } }));
    expect(unheard()).toBeUndefined();
  });

  it('wait for the stream that tells of them, where another one was open', async () => {
    const { live } = setUp();
    live.runs.watch('run_1');
    await settle(50);
    const list = aList();
    live.lists.watch(list);
    live.lists.watch(aList());
    expect(list.reload).not.toHaveBeenCalled();
    await settle(50);
    expect(list.reload).toHaveBeenCalledTimes(1);
  });

  it('are read anew where the log tells no more of what happened', async () => {
    const { api, live } = setUp();
    const list = aList();
    live.lists.watch(list);
    await settle(50);
    list.reload.mockClear();
    api.streams.resetLists();
    await settle(16);
    expect(list.reload).toHaveBeenCalledTimes(1);
  });
});
