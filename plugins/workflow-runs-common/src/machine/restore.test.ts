import { TestRun } from './__fixtures__/TestRun';
import {
  approval,
  child,
  map,
  step,
  undo,
  wait,
} from './__fixtures__/workflows';
import { restoreState } from './restore';

const retry = { kind: 'failAfter', attempts: 3, delayMs: 100 } as const;

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

  const kinds = [
    step('a', [], { compensate: undo(), onFailure: 'hold' }),
    map('m', ['a'], { concurrency: 2 }),
    child('c', ['a']),
    wait('w', ['a'], {
      event: 'paid',
      timeout: { afterMs: 9, outcome: 'fail' },
    }),
    approval('ok', ['a'], { approvers: ['user:a'], slaMs: 1_000 }),
    step('last', ['m', 'c', 'w', 'ok'], { compensate: undo() }),
  ];
  const momentsOfKinds: Record<string, (run: TestRun) => void> = {
    'with steps of every kind under way': run => run.complete('a'),
    'in the middle of a fan-out': run => {
      run.complete('a');
      run.complete('m#0');
    },
    'that waits for a human': run => {
      run.complete('a');
      for (let i = 0; i < 4; i++) run.complete(`m#${i}`);
      run.complete('c');
      run.tell('paid');
    },
    'with a failure that is held': run => run.fail('a'),
    'that is tried again by an operator': run => {
      run.fail('a');
      run.retry('a');
    },
    'that is to pause': run => run.pause(),
    'that rolls back': run => {
      run.complete('a');
      run.cancel();
      for (const unit of ['m#0', 'm#1', 'c']) run.fail(unit);
    },
    'of which a rollback has failed': run => {
      run.complete('a');
      run.cancel();
      for (const unit of ['m#0', 'm#1', 'c']) run.fail(unit);
      run.fail('a:compensate');
    },
  };

  it.each(Object.entries(momentsOfKinds))(
    'gives back the state of a run %s',
    (_, reach) => {
      const run = TestRun.started(kinds, { list: [1, 2, 3, 4] });
      reach(run);

      expect(run.restored()).toEqual(run.state);
    },
  );

  it('gives back a fan-out that is cut into chunks', () => {
    const list = Array.from({ length: 25_000 }, (_, i) => i);
    const run = TestRun.started([map('m', [], { concurrency: 2 })], { list });
    run.complete('m#0');

    expect(run.restored()).toEqual(run.state);
    expect(run.state.steps.m.fanOut).toMatchObject({
      completed: 10_000,
      next: 3,
    });
  });

  it('begins a rollback that waited for room, whatever an earlier passage has left of it', () => {
    const run = TestRun.started(
      [
        step('a', [], { compensate: undo() }),
        step('b', [], { compensate: undo() }),
        step('last', ['a', 'b']),
      ],
      {},
      { concurrency: 1 },
    );
    const rollBack = () => {
      run.complete('a');
      run.complete('b');
      run.cancel();
      run.lose('last');
    };
    rollBack();
    run.complete('a:compensate');
    run.complete('b:compensate');
    const history = structuredClone(run.state.steps['b:compensate']);
    run.retry();
    rollBack();

    const stored = structuredClone(run.state);
    stored.steps['b:compensate'] = history;
    const restored = restoreState(run.graph, stored);

    expect(restored.steps).toEqual(run.state.steps);
    expect(restored.ready.waiting).toEqual(['b:compensate']);
  });

  it('has what was asked and not carried out asked again', () => {
    const run = TestRun.started([
      step('a'),
      wait('w', ['a'], { event: 'paid' }),
    ]);
    run.tell('paid', 7);
    Object.assign(run.state, run.restored());
    expect(run.state.earlyEvents).toEqual([]);

    expect(run.tell('paid', 7)).toEqual(['tell accepted']);
    expect(run.complete('a')).toContain('tell completed');
  });

  it('leaves out outputs that no condition reads', () => {
    const run = new TestRun(steps);
    run.state.outputs = { a: 1, b: 2 };

    expect(run.restored().outputs).toEqual({ a: 1 });
  });
});
