import { TestRun } from './__fixtures__/TestRun';
import { approval, chain, map, step, wait } from './__fixtures__/workflows';
import { decide } from './decide';
import type { MachineEvent } from './event';
import type { RunState } from './state';

/** How much of a state a decision looks at, and how much it changes. */
function costOf(run: TestRun, event: object) {
  let reads = 0;
  const counting = <T extends object>(record: T): T =>
    new Proxy(record, {
      get: (target, key) => {
        reads += 1;
        return Reflect.get(target, key);
      },
      getOwnPropertyDescriptor: (target, key) => {
        reads += 1;
        return Reflect.getOwnPropertyDescriptor(target, key);
      },
      ownKeys: target => {
        const keys = Reflect.ownKeys(target);
        reads += keys.length;
        return keys;
      },
    });
  const { state } = run;
  const watched: RunState = {
    ...state,
    steps: counting(state.steps),
    outputs: counting(state.outputs),
    awaiting: counting(state.awaiting),
    invocations: counting(state.invocations),
    ready: { ...state.ready, waiting: counting(state.ready.waiting) },
  };
  const { patch, effects } = decide(run.graph, watched, {
    ...event,
    at: run.now + 1_000,
  } as MachineEvent);
  return {
    reads,
    effects: effects.length,
    patched: Object.keys(patch.steps).length,
  };
}

const error = { category: 'transient', code: null, message: 'no' } as const;

describe('the cost of a decision in a long row of steps', () => {
  /** In the middle of which one step has just been reached. */
  const inTheMiddle = (n: number) => {
    const run = new TestRun(
      chain(n, i => ({
        retry: { kind: 'failAfter', attempts: 2, delayMs: 100 },
        ...(i > 0
          ? { when: { ne: [{ $ref: `/steps/s${i - 1}/output` }, 0] } }
          : {}),
      })),
    );
    run.claim();
    for (let i = 0; i < n / 2; i++) run.complete(`s${i}`, 1);
    return run;
  };

  it.each<[string, object]>([
    ['an attempt that completed', { type: 'attempt.completed', output: 1 }],
    ['an attempt that failed', { type: 'attempt.failed', error }],
    ['an attempt that was lost', { type: 'attempt.lost' }],
    ['a timer', { type: 'timer.due', kind: 'retry' }],
    ['a pause', { type: 'pause' }],
    [
      'a step completed by force',
      { type: 'force', to: 'complete', reason: '' },
    ],
    ['an event', { type: 'send_event', name: 'e', payload: 1, request: 'r' }],
  ])('of %s does not depend on the number of steps', (_, event) => {
    const cost = (n: number) =>
      costOf(inTheMiddle(n), { step: `s${n / 2}`, attempt: 1, ...event });

    expect(cost(5_000)).toEqual(cost(10));
  });
});

describe('the cost of a decision in a wide run', () => {
  const beside = (n: number, limit?: number) => {
    const steps = Array.from({ length: n }, (_, i) => step(`s${i}`));
    return TestRun.started(steps, {}, limit ? { concurrency: limit } : {});
  };

  it.each([undefined, 2])(
    'does not depend on what runs, or waits for room (%s at a time)',
    limit => {
      const event = { type: 'attempt.completed', step: 's1', attempt: 1 };
      const cost = (n: number) => costOf(beside(n, limit), event);

      expect(cost(10_000)).toEqual(cost(10));
    },
  );

  it('does not depend on what waits for an event, or a human', () => {
    const cost = (n: number) => {
      const others = Array.from({ length: n }, (_, i) => [
        wait(`w${i}`, [], { event: 'later' }),
        approval(`ok${i}`),
      ]);
      const run = TestRun.started([step('a'), ...others.flat()]);
      return costOf(run, { type: 'attempt.completed', step: 'a', attempt: 1 });
    };

    expect(cost(2_000)).toEqual(cost(5));
  });
});

describe('the cost of a decision in a fan-out', () => {
  const fan = (n: number, concurrency: number) =>
    TestRun.started([map('m', [], { concurrency })], {
      list: Array.from({ length: n }, (_, i) => i),
    });

  it.each<[string, object]>([
    ['an item that completed', { type: 'attempt.completed', output: 1 }],
    ['an item that was lost', { type: 'attempt.lost' }],
  ])('of %s does not depend on the number of items', (_, event) => {
    const about = { step: 'm', item: 3, attempt: 1 };
    const cost = (n: number) => costOf(fan(n, 5), { ...about, ...event });

    expect(cost(10_000)).toEqual(cost(10));
  });

  it('of a start patches the items that start, not those that wait', () => {
    const patched = (n: number) =>
      costOf(
        new TestRun([map('m', [], { concurrency: 5 })], {
          list: Array.from({ length: n }, (_, i) => i),
        }),
        { type: 'claimed' },
      ).patched;

    expect(patched(10_000)).toBe(6);
  });
});

describe('what decisions have to bear', () => {
  it('a start that patches the steps that start, not those that wait', () => {
    const run = new TestRun(chain(500));

    expect(costOf(run, { type: 'claimed' }).patched).toBe(1);
  });

  it('10,000 steps side by side, and a skip that falls through 10,000', () => {
    const wide = TestRun.started(
      Array.from({ length: 10_000 }, (_, i) => step(`s${i}`)),
    );
    expect(wide.state.running).toBe(10_000);

    const deep = TestRun.started(
      chain(10_000, i => (i === 0 ? { when: { eq: [1, 2] } } : {})),
    );
    expect(deep.state).toMatchObject({ status: 'completed', open: 0 });
  });

  it('10,000 steps that wait for one event, and a cancel of them', () => {
    const steps = Array.from({ length: 10_000 }, (_, i) =>
      wait(`w${i}`, [], { event: 'e' }),
    );
    const told = TestRun.started(steps);
    told.tell('e');
    expect(told.state.status).toBe('completed');

    const canceled = TestRun.started(steps);
    canceled.cancel();
    expect(canceled.state).toMatchObject({ status: 'canceled', awaiting: {} });
  });

  it('1,000 steps that are rolled back one after the other', () => {
    const run = TestRun.started(
      chain(1_000).map(one => ({
        ...one,
        compensate: {
          handler: { name: 'any', version: 1 },
          retry: { kind: 'none' as const },
          timeoutMs: 1_000,
        },
      })),
    );
    for (let i = 0; i < 999; i++) run.complete(`s${i}`);
    run.cancel();
    run.lose('s999');
    for (let i = 998; i >= 0; i--) run.complete(`s${i}:compensate`);

    expect(run.state.status).toBe('canceled');
  });
});
