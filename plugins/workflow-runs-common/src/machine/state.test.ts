import { chain, step, workflow } from './__fixtures__/workflows';
import { QUEUED_AT, TestRun } from './__fixtures__/TestRun';
import { decide } from './decide';
import { buildGraph } from './graph';
import { isEnded, isSettled } from './settled';
import { initialState } from './restore';
import { applyPatch } from './state';

const retry = { kind: 'failAfter', attempts: 3, delayMs: 100 } as const;

describe('initialState', () => {
  it('is queued, with every step pending and nothing kept', () => {
    const graph = buildGraph(workflow([step('a'), step('b', ['a'])]));

    expect(
      initialState(graph, { seed: 's', input: { x: 1 }, queuedAt: QUEUED_AT }),
    ).toEqual({
      status: 'queued',
      generation: 0,
      since: QUEUED_AT,
      startedAt: null,
      seed: 's',
      input: { x: 1 },
      outputs: {},
      steps: {
        a: expect.objectContaining({ status: 'pending', unmet: 0, attempt: 0 }),
        b: expect.objectContaining({ status: 'pending', unmet: 1, attempt: 0 }),
      },
      open: 2,
      running: 0,
      active: 0,
      waiting: 0,
      held: 0,
      limit: Infinity,
      ready: { waiting: [], taken: 0 },
      pauseAsked: false,
      poisoned: false,
      failure: null,
      rollback: null,
      awaiting: {},
      earlyEvents: [],
      invocations: {},
      sla: null,
    });
  });
});

describe('restoreState', () => {
  const steps = [
    step('a'),
    step('flaky', [], { retry }),
    step('b', ['a', 'flaky']),
    step('maybe', ['a'], { when: { eq: [{ $ref: '/steps/a/output' }, 1] } }),
    step('c', ['b', 'maybe']),
  ];
  const moments: Record<string, (run: TestRun) => void> = {
    'that is queued': () => {},
    'that runs': run => run.claim(),
    'with a step that waits for a retry': run => {
      run.claim();
      run.fail('flaky');
    },
    'with skipped steps': run => {
      run.claim();
      run.complete('a', 2);
    },
    'with an output that a condition reads': run => {
      run.claim();
      run.complete('a', 1);
    },
    'that is about to fail': run => {
      run.claim();
      run.fail('a');
    },
    'that has failed': run => {
      run.claim();
      run.fail('a');
      run.complete('flaky');
    },
    'that is being canceled': run => {
      run.claim();
      run.cancel();
    },
    'that was canceled while queued': run => run.cancel(),
    'that is paused as poison': run => {
      run.claim();
      for (let i = 0; i < 3; i++) run.lose('a');
      run.complete('flaky');
    },
    'that has completed': run => {
      run.claim();
      run.complete('a', 2);
      run.complete('flaky');
      run.complete('b');
    },
  };

  it.each(Object.entries(moments))(
    'gives back the state of a run %s',
    (_, reach) => {
      const run = new TestRun(steps);
      reach(run);

      expect(run.restored()).toEqual(run.state);
    },
  );

  it('leaves out outputs that no condition reads', () => {
    const run = new TestRun(steps);
    run.state.outputs = { a: 1, b: 2 };

    expect(run.restored().outputs).toEqual({ a: 1 });
  });
});

describe('applyPatch', () => {
  it('changes what the patch names, and nothing else', () => {
    const { graph, state } = new TestRun([step('a'), step('b', ['a'])]);
    const before = structuredClone(state);

    applyPatch(state, {
      status: 'running',
      steps: { a: { status: 'running' } },
      outputs: { a: 1 },
      ready: { taken: 0, added: [] },
    });

    expect(state).toEqual({
      ...before,
      status: 'running',
      outputs: { a: 1 },
      steps: { ...before.steps, a: { ...before.steps.a, status: 'running' } },
    });
    expect(graph.definition.steps).toHaveLength(2);
  });
});

describe('the cost of a decision', () => {
  /** A run of `n` steps in a row, in the middle of which one step has just been reached. */
  const inTheMiddle = (n: number) => {
    const run = new TestRun(
      chain(n, i =>
        i > 0 ? { when: { ne: [{ $ref: `/steps/s${i - 1}/output` }, 0] } } : {},
      ),
    );
    run.claim();
    for (let i = 0; i < n / 2; i++) run.complete(`s${i}`, 1);
    return run;
  };

  it.each(['attempt.completed', 'attempt.lost', 'timer.due'] as const)(
    'of %s does not depend on the number of steps',
    type => {
      const cost = (n: number) => {
        const { graph, state } = inTheMiddle(n);
        let reads = 0;
        const counting = <T extends object>(record: T) =>
          new Proxy(record, {
            get: (target, key) => {
              reads += 1;
              return Reflect.get(target, key);
            },
            ownKeys: target => {
              const keys = Reflect.ownKeys(target);
              reads += keys.length;
              return keys;
            },
          });
        const { patch } = decide(
          graph,
          {
            ...state,
            steps: counting(state.steps),
            outputs: counting(state.outputs),
          },
          {
            type,
            step: `s${n / 2}`,
            attempt: 1,
            output: 1,
            at: QUEUED_AT,
          } as never,
        );
        return { reads, patched: Object.keys(patch.steps).length };
      };

      expect(cost(2_000)).toEqual(cost(20));
    },
  );

  it('of a start patches the steps that start, not those that wait', () => {
    const run = new TestRun(chain(500));
    const { patch } = decide(run.graph, run.state, {
      type: 'claimed',
      at: QUEUED_AT,
    });

    expect(Object.keys(patch.steps)).toEqual(['s0']);
  });

  it('bears 10,000 steps side by side, and a skip that falls through 10,000', () => {
    const wide = new TestRun(
      Array.from({ length: 10_000 }, (_, i) => step(`s${i}`)),
    );
    wide.claim();
    expect(wide.state.running).toBe(10_000);

    const deep = new TestRun(
      chain(10_000, i => (i === 0 ? { when: { eq: [1, 2] } } : {})),
    );
    deep.claim();
    expect(deep.state).toMatchObject({ status: 'completed', open: 0 });
  });
});

describe('isEnded and isSettled', () => {
  it.each(['completed', 'failed', 'canceled'])('a run ends %s', status => {
    expect(isEnded(status)).toBe(true);
  });

  it.each(['queued', 'running', 'paused', 'waiting_human', 'canceling', 'new'])(
    'a run that is %s has not ended',
    status => {
      expect(isEnded(status)).toBe(false);
    },
  );

  it.each(['completed', 'failed', 'skipped', 'canceled', 'compensated'])(
    'a step settles %s',
    status => {
      expect(isSettled(status)).toBe(true);
    },
  );

  it.each(['pending', 'running', 'retrying', 'paused', 'waiting_human', 'new'])(
    'a step that is %s has not settled',
    status => {
      expect(isSettled(status)).toBe(false);
    },
  );
});
