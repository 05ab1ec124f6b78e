import { TestRun } from './__fixtures__/TestRun';
import {
  approval,
  child,
  map,
  step,
  undo,
  wait,
} from './__fixtures__/workflows';

const sequence = () =>
  TestRun.started([step('a'), step('b', ['a']), step('c', ['b'])]);

describe('force', () => {
  it('completes a running step with an output, and tells its worker', () => {
    const run = TestRun.started([
      step('a'),
      step('b', ['a'], { when: { eq: [{ $ref: '/steps/a/output' }, 7] } }),
    ]);

    expect(run.force('a', 'complete', 7)).toEqual([
      'abort a #1',
      'a completed #1',
      'force completed',
      'b started #1',
      'start b #1',
    ]);
    expect(run.fact('step.completed').forced).toBe(true);
  });

  it('does not hear of the attempt any more', () => {
    const run = sequence();
    run.force('a', 'complete', 7);

    expect(run.complete('a', 'late')).toEqual([]);
    expect(run.fail('a')).toEqual([]);
    expect(run.lose('a')).toEqual([]);
  });

  it('skips a step, and with it what depends on it', () => {
    expect(sequence().force('a', 'skip')).toEqual([
      'abort a #1',
      'a skipped: forced',
      'force completed',
      'b skipped: upstream_skipped',
      'c skipped: upstream_skipped',
      'run completed',
    ]);
  });

  it('fails a step whatever its policies, and its run with it', () => {
    const run = TestRun.started([
      step('a', [], {
        onFailure: 'hold',
        retry: {
          kind: 'keepTrying',
          initialDelayMs: 0,
          factor: 1,
          maxDelayMs: 0,
        },
      }),
    ]);

    expect(run.force('a', 'fail')).toContain('run failed');
    expect(run.fact('run.failed').error).toEqual({
      category: 'policy_denied',
      code: 'FORCED',
      message: 'An operator has failed it: it has to be',
    });
  });

  it('settles a step before its turn; those after it need not wait for what is before it', () => {
    const run = sequence();

    expect(run.force('b', 'complete')).toContain('start c #1');
    expect(run.complete('c')).toEqual(['c completed #1']);
    expect(run.complete('a')).toEqual(['a completed #1', 'run completed']);
    expect(run.state.steps.b.attempt).toBe(0);
  });

  it('settles a step that waits for room', () => {
    const run = TestRun.started(
      [step('a'), step('b'), step('c')],
      {},
      {
        concurrency: 1,
      },
    );
    run.force('b', 'complete');

    expect(run.complete('a')).toContain('start c #1');
  });

  it.each([
    [
      'that waits for another attempt',
      step('x', [], {
        retry: { kind: 'failAfter', attempts: 2, delayMs: 100 },
      }),
      (run: TestRun) => run.fail('x'),
      ['clear timer x'],
    ],
    [
      'that waits for a time',
      wait('x', [], { durationMs: 100 }),
      () => {},
      ['clear wait timer x'],
    ],
    ['that waits for an event', wait('x', [], { event: 'e' }), () => {}, []],
    [
      'that waits for a human',
      approval('x', [], { slaMs: 100 }),
      () => {},
      ['clear overdue timer x'],
    ],
    ['that is a child run', child('x'), () => {}, ['cancel child x #1']],
  ])(
    'settles a step %s, and calls off what it had going',
    (_, defined, reach, calledOff) => {
      const run = TestRun.started([defined]);
      reach(run);
      const told = run.force('x', 'complete', 1);

      expect(told.slice(0, calledOff.length)).toEqual(calledOff);
      expect(told).toContain('run completed');
      expect(run.state.awaiting).toEqual({});
    },
  );

  it('settles a fan-out over the heads of its items', () => {
    const run = TestRun.started(
      [
        map('m', [], { concurrency: 2 }),
        step('after', ['m'], {
          when: { eq: [{ $ref: '/steps/m/output' }, 'by hand'] },
        }),
      ],
      { list: [1, 2, 3, 4] },
    );
    run.complete('m#0');

    expect(run.force('m', 'complete', 'by hand')).toEqual([
      'abort m#1 #1',
      'm#1 canceled #1',
      'abort m#2 #1',
      'm#2 canceled #1',
      'm completed #1',
      'force completed',
      'after started #1',
      'start after #1',
    ]);
    expect(run.complete('m#1')).toEqual([]);
    expect(run.restored().outputs.m).toBe('by hand');
  });

  it('settles a fan-out of which an item waits for another attempt', () => {
    const each = {
      handler: { name: 'any', version: 1 },
      retry: { kind: 'failAfter', attempts: 2, delayMs: 100 } as const,
      timeoutMs: 1_000,
    };
    const run = TestRun.started([map('m', [], { each })], { list: [1] });
    run.fail('m#0');

    expect(run.force('m', 'skip')).toEqual([
      'clear timer m#0',
      'm#0 canceled #1',
      'm skipped: forced',
      'force completed',
      'run completed',
    ]);
  });

  it('leaves nothing to undo of what it completed before it ever ran', () => {
    const run = TestRun.started([
      step('a'),
      step('b', ['a'], { compensate: undo() }),
    ]);
    run.force('b', 'complete');
    run.cancel();

    expect(run.lose('a')).toEqual(['a canceled #1', 'run canceled']);
  });
});

describe('force is refused', () => {
  it('of a step that has settled', () => {
    const run = sequence();
    run.complete('a');

    expect(run.force('a', 'skip')).toEqual(['force refused']);
    expect(run.message).toBe("Step 'a' has settled: it is completed");
  });

  it('of a step that there is not', () => {
    const run = sequence();

    expect(run.force('z', 'skip')).toEqual(['force refused']);
    expect(run.force('a#1', 'skip')).toEqual(['force refused']);
    expect(run.message).toBe("There is no step 'a#1'");
  });

  it('of a run that ends, or has ended, or has not started', () => {
    const run = new TestRun([step('a')]);
    expect(run.force('a', 'skip')).toEqual(['force refused']);
    run.claim();
    run.cancel();
    expect(run.force('a', 'complete')).toEqual(['force refused']);
    expect(run.message).toBe('The run ends: none of its steps can be forced');
    run.lose('a');
    expect(run.force('a', 'complete')).toEqual(['force refused']);
  });
});
