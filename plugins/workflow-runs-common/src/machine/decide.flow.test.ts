import { step } from './__fixtures__/workflows';
import { QUEUED_AT, TestRun } from './__fixtures__/TestRun';

describe('the order of steps', () => {
  it('runs a sequence one step after the other', () => {
    const run = new TestRun([step('a'), step('b', ['a'])]);

    expect(run.claim()).toEqual(['run started', 'a started #1', 'start a #1']);
    expect(run.complete('a')).toEqual([
      'a completed #1',
      'b started #1',
      'start b #1',
    ]);
    expect(run.complete('b')).toEqual(['b completed #1', 'run completed']);
    expect(run.state).toMatchObject({
      status: 'completed',
      open: 0,
      running: 0,
    });
  });

  it('runs branches side by side and joins when the last one has settled', () => {
    const run = new TestRun([
      step('top'),
      step('left', ['top']),
      step('right', ['top']),
      step('join', ['left', 'right']),
    ]);
    run.claim();

    expect(run.complete('top')).toEqual([
      'top completed #1',
      'left started #1',
      'start left #1',
      'right started #1',
      'start right #1',
    ]);
    expect(run.state.running).toBe(2);
    expect(run.complete('right')).toEqual(['right completed #1']);
    expect(run.complete('left')).toEqual([
      'left completed #1',
      'join started #1',
      'start join #1',
    ]);
  });

  it('starts every step that waits for nothing at once, in the order of the definition', () => {
    const run = new TestRun([step('b'), step('a'), step('c')]);

    expect(run.claim().filter(told => told.startsWith('start'))).toEqual([
      'start b #1',
      'start a #1',
      'start c #1',
    ]);
  });

  it('counts a dependency that is named twice once', () => {
    const run = new TestRun([step('a'), step('b', ['a', 'a'])]);
    run.claim();

    expect(run.complete('a')).toContain('start b #1');
  });

  it('runs a step that bears the name of an object’s own property', () => {
    const run = new TestRun([
      step('constructor'),
      step('b', ['constructor'], {
        when: { eq: [{ $ref: '/steps/constructor/output' }, 7] },
      }),
    ]);
    run.claim();

    expect(run.state.steps.constructor).toMatchObject({ status: 'running' });
    expect(run.complete('constructor', 7)).toContain('start b #1');
    expect(run.restored()).toEqual(run.state);
  });
});

describe('conditions', () => {
  const decided = (output: number) => {
    const run = new TestRun([
      step('check'),
      step('yes', ['check'], {
        when: { gt: [{ $ref: '/steps/check/output/score' }, 5] },
      }),
      step('no', ['check'], {
        when: { lte: [{ $ref: '/steps/check/output/score' }, 5] },
      }),
    ]);
    run.claim();
    run.complete('check', { score: output });
    return run;
  };

  it('runs a step whose condition holds, and skips one whose does not', () => {
    expect(decided(9).statuses()).toMatchObject({
      yes: 'running',
      no: 'skipped',
    });
    expect(decided(2).statuses()).toMatchObject({
      yes: 'skipped',
      no: 'running',
    });
  });

  it('judges a condition on the input before anything has run', () => {
    const run = new TestRun(
      [
        step('a', [], { when: { eq: [{ $ref: '/input/deep' }, true] } }),
        step('b'),
      ],
      { deep: false },
    );

    expect(run.claim()).toEqual([
      'run started',
      'a skipped: condition',
      'b started #1',
      'start b #1',
    ]);
  });

  it('skips all that depends on a skipped step, down to the end', () => {
    const run = new TestRun(
      [
        step('a', [], { when: { exists: { $ref: '/input/a' } } }),
        step('b', ['a']),
        step('c', ['b']),
        step('other'),
        step('join', ['c', 'other']),
      ],
      {},
    );

    expect(run.claim()).toEqual([
      'run started',
      'a skipped: condition',
      'b skipped: upstream_skipped',
      'c skipped: upstream_skipped',
      'other started #1',
      'start other #1',
    ]);
    expect(run.complete('other')).toEqual([
      'other completed #1',
      'join skipped: upstream_skipped',
      'run completed',
    ]);
  });

  it('completes a run of which every step is skipped', () => {
    const never = { when: { eq: [1, 2] as [number, number] } };
    const run = new TestRun([step('a', [], never), step('b', ['a'])]);

    expect(run.claim()).toEqual([
      'run started',
      'a skipped: condition',
      'b skipped: upstream_skipped',
      'run completed',
    ]);
  });

  it('judges a condition on a step further up by the output that was kept', () => {
    const run = new TestRun([
      step('a'),
      step('b', ['a']),
      step('c', ['b'], { when: { eq: [{ $ref: '/steps/a/output' }, 'go'] } }),
    ]);
    run.claim();
    run.complete('a', 'go');

    expect(run.complete('b', 'not kept')).toContain('start c #1');
    expect(run.state.outputs).toEqual({ a: 'go' });
  });
});

describe('what facts say', () => {
  it('tells from which status, and how long it lasted', () => {
    const run = new TestRun([step('a')]);
    run.claim();
    run.complete('a');

    expect(run.facts).toEqual([
      {
        type: 'run.started',
        at: QUEUED_AT + 1_000,
        generation: 0,
        from: 'queued',
        fromMs: 1_000,
      },
      {
        type: 'step.started',
        at: QUEUED_AT + 1_000,
        generation: 0,
        step: 'a',
        item: -1,
        from: 'pending',
        attempt: 1,
        expected: null,
      },
      {
        type: 'step.completed',
        at: QUEUED_AT + 2_000,
        generation: 0,
        step: 'a',
        item: -1,
        from: 'running',
        attempt: 1,
        attemptMs: 1_000,
        durationMs: 1_000,
      },
      {
        type: 'run.completed',
        at: QUEUED_AT + 2_000,
        generation: 0,
        from: 'running',
        fromMs: 1_000,
        durationMs: 1_000,
        partial: false,
      },
    ]);
  });

  it('tells what a step has used, where it is known', () => {
    const run = new TestRun([step('a')]);
    run.claim();
    const usage = { tokens: 12, computeMs: 30 };
    run.send({
      type: 'attempt.completed',
      step: 'a',
      attempt: 1,
      output: null,
      usage,
    });

    expect(run.fact('step.completed').usage).toEqual(usage);
  });

  it('never tells a negative span, though another machine’s clock was ahead', () => {
    const run = new TestRun([
      step('a', [], {
        retry: { kind: 'failAfter', attempts: 2, delayMs: 0 },
      }),
    ]);
    run.claim();
    run.now -= 60_000;
    run.fail('a');
    run.now -= 60_000;
    run.complete('a');

    expect(run.fact('step.retrying').attemptMs).toBe(0);
    expect(run.fact('step.completed')).toMatchObject({
      attemptMs: 0,
      durationMs: 0,
    });
    expect(run.fact('run.completed')).toMatchObject({
      fromMs: 0,
      durationMs: 0,
    });
  });
});
