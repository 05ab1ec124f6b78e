import type { RetryPolicy } from '../definition/steps';
import type { ErrorCategory } from '../model/vocabulary';
import { step } from './__fixtures__/workflows';
import { errorOf, TestRun } from './__fixtures__/TestRun';

const failAfter = (attempts: number, delayMs = 0): RetryPolicy => ({
  kind: 'failAfter',
  attempts,
  delayMs,
});

function claimed(retry: RetryPolicy): TestRun {
  const run = new TestRun([step('a', [], { retry })]);
  run.claim();
  return run;
}

describe('retries', () => {
  it('fails at once where the policy is none', () => {
    expect(claimed({ kind: 'none' }).fail('a')).toEqual([
      'a failed #1',
      'run failed',
    ]);
  });

  it('starts the next attempt at once where the policy waits for nothing', () => {
    expect(claimed(failAfter(2)).fail('a')).toEqual([
      'a retrying #1: failed, expected',
      'a started #2',
      'start a #2',
    ]);
  });

  it('sets a timer, and starts the next attempt when it is due', () => {
    const run = claimed(failAfter(2, 5_000));

    expect(run.fail('a')).toEqual([
      'a retrying #1: failed, expected',
      'timer a #1 in 5000',
    ]);
    expect(run.fact('step.retrying')).toMatchObject({
      attemptMs: 1_000,
      retryAt: run.now + 5_000,
      error: errorOf(),
    });
    expect(run.state).toMatchObject({ status: 'running', open: 1, running: 0 });
    expect(run.due('a')).toEqual(['a started #2', 'start a #2']);
  });

  it('fails the step and the run with the last error when the policy is exhausted', () => {
    const run = claimed(failAfter(3));
    run.fail('a');
    run.fail('a');

    expect(run.fail('a', 'timeout')).toEqual(['a failed #3', 'run failed']);
    expect(run.fact('step.failed')).toMatchObject({
      attempt: 3,
      attemptMs: 1_000,
      durationMs: 3_000,
      error: errorOf('timeout'),
    });
    expect(run.fact('run.failed')).toMatchObject({
      step: 'a',
      error: errorOf('timeout'),
      durationMs: 3_000,
    });
  });

  it('forgets the error of an attempt that a later one has made good', () => {
    const run = claimed(failAfter(2));
    run.fail('a');
    expect(run.state.steps.a.error).toEqual(errorOf());

    run.complete('a');
    expect(run.state.steps.a).toMatchObject({
      status: 'completed',
      error: null,
      attempt: 2,
      tries: 1,
    });
  });

  it('keeps trying for as long as it takes', () => {
    const run = claimed({
      kind: 'keepTrying',
      initialDelayMs: 0,
      factor: 10,
      maxDelayMs: 1_000,
    });
    for (let i = 1; i <= 1_000; i++) {
      expect(run.fail('a')).toContain(`start a #${i + 1}`);
    }
    expect(run.complete('a')).toContain('run completed');
  });

  it.each<[ErrorCategory, boolean]>([
    ['transient', true],
    ['timeout', true],
    ['external_api', true],
    ['bug', true],
    ['validation_failed', false],
    ['policy_denied', false],
  ])('after %s, a policy may retry: %s', (category, retried) => {
    expect(claimed(failAfter(2)).fail('a', category)).toContain(
      retried ? 'start a #2' : 'run failed',
    );
  });
});

it('says of every attempt whether the policy provided for it', () => {
  const run = claimed(failAfter(9));
  const expected = () => run.fact('step.started').expected;

  expect(expected()).toBeNull();
  run.fail('a');
  expect(expected()).toBe(true);
  run.lose('a');
  expect(expected()).toBe(false);
  run.fail('a');
  expect(expected()).toBe(true);
});

describe('lost attempts', () => {
  it('starts again at once, unexpected, and does not count against the policy', () => {
    const run = claimed(failAfter(2));

    expect(run.lose('a')).toEqual([
      'a retrying #1: lost, unexpected',
      'a started #2',
      'start a #2',
    ]);
    expect(run.state.steps.a).toMatchObject({ attempt: 2, tries: 0 });
    expect(run.fail('a')).toContain('start a #3');
    expect(run.fail('a')).toEqual(['a failed #3', 'run failed']);
  });

  it('starts again even where the policy is none', () => {
    expect(claimed({ kind: 'none' }).lose('a')).toContain('start a #2');
  });

  it('says what was lost', () => {
    const run = claimed({ kind: 'none' });
    run.lose('a');

    expect(run.fact('step.retrying')).toMatchObject({
      outcome: 'lost',
      error: { category: 'transient', code: 'WORKER_LOST' },
    });
  });

  it('pauses the run as poison with the third loss', () => {
    const run = claimed(failAfter(9));
    run.lose('a');
    run.fail('a');
    run.lose('a');

    expect(run.lose('a')).toEqual([
      'a retrying #4: lost, unexpected',
      'run paused',
    ]);
    expect(run.fact('run.paused')).toMatchObject({
      blockedReason: 'poison',
      from: 'running',
    });
    expect(run.state).toMatchObject({
      status: 'paused',
      poisoned: true,
      open: 1,
    });
  });

  it('does not count a worker that stopped in good order towards poison', () => {
    const run = claimed({ kind: 'none' });
    for (let i = 1; i <= 10; i++) {
      run.letGo('a');
      expect(run.due('a')).toContain(`start a #${i + 1}`);
    }
    run.lose('a');
    run.lose('a');

    expect(run.fact('step.retrying').losses).toBe(2);
    expect(run.lose('a')).toContain('run paused');
    expect(run.fact('step.retrying').losses).toBe(3);
  });

  it('leaves the next attempt to a timer where the worker stopped in good order', () => {
    const run = claimed({ kind: 'none' });

    expect(run.letGo('a')).toEqual([
      'a retrying #1: lost, unexpected',
      'timer a #1 in 0',
    ]);
    expect(run.due('a')).toEqual(['a started #2', 'start a #2']);
  });

  it('starts nothing once it is poison, and pauses when what runs has settled', () => {
    const run = new TestRun([
      step('bad'),
      step('good'),
      step('after', ['good']),
      step('skipped', ['good'], { when: { eq: [1, 2] } }),
    ]);
    run.claim();
    run.lose('bad');
    run.lose('bad');

    expect(run.lose('bad')).toEqual(['bad retrying #3: lost, unexpected']);
    expect(run.state.status).toBe('running');
    expect(run.complete('good')).toEqual([
      'good completed #1',
      'skipped skipped: condition',
      'run paused',
    ]);
    expect(run.statuses()).toMatchObject({ after: 'pending', bad: 'retrying' });
    expect(run.due('bad')).toEqual([]);
  });

  it('waits with a retry that the hold has overtaken', () => {
    const run = new TestRun([
      step('bad'),
      step('flaky', [], { retry: failAfter(3, 500) }),
      step('waiting', [], { retry: failAfter(3, 500) }),
    ]);
    run.claim();
    run.fail('waiting');
    run.lose('bad');
    run.lose('bad');
    run.lose('bad');

    expect(run.fail('flaky')).toEqual([
      'flaky retrying #1: failed, expected',
      'timer flaky #1 in 500',
      'run paused',
    ]);
    expect(run.due('waiting')).toEqual([]);
    expect(run.restored()).toEqual(run.state);
  });

  it('fails the run all the same when what still ran fails for good', () => {
    const run = new TestRun([step('bad'), step('other')]);
    run.claim();
    for (let i = 0; i < 3; i++) run.lose('bad');

    expect(run.fail('other')).toEqual([
      'other failed #1',
      'clear timer bad',
      'bad failed #3',
      'run failed',
    ]);
    expect(run.fact('run.failed').step).toBe('other');
  });

  it('can be canceled from there', () => {
    const run = claimed({ kind: 'none' });
    for (let i = 0; i < 3; i++) run.lose('a');

    expect(run.cancel()).toEqual([
      'run canceling',
      'clear timer a',
      'a canceled #3',
      'run canceled',
    ]);
    expect(run.fact('run.canceling')).toMatchObject({
      from: 'paused',
      reason: 'enough',
      actor: 'user:a',
    });
  });
});

describe('a failure for good while others run', () => {
  const parallel = () => {
    const run = new TestRun([
      step('bad'),
      step('runs', [], { retry: failAfter(3) }),
      step('waits', [], { retry: failAfter(3, 1_000) }),
      step('after_bad', ['bad']),
      step('after_runs', ['runs']),
    ]);
    run.claim();
    run.fail('waits');
    return run;
  };

  it('skips what has not started and gives up what waits for a retry', () => {
    const run = parallel();

    expect(run.fail('bad')).toEqual([
      'bad failed #1',
      'clear timer waits',
      'waits failed #1',
      'after_bad skipped: upstream_failed',
      'after_runs skipped: upstream_failed',
    ]);
    expect(run.state).toMatchObject({ status: 'running', open: 1, running: 1 });
    expect(run.facts.findLast(fact => fact.type === 'step.failed')).toEqual(
      expect.objectContaining({
        step: 'waits',
        from: 'retrying',
        attemptMs: 0,
      }),
    );
  });

  it.each([
    ['completes', 'completed', (run: TestRun) => run.complete('runs')],
    ['fails', 'failed', (run: TestRun) => run.fail('runs')],
    ['is lost', 'failed', (run: TestRun) => run.lose('runs')],
  ])('ends when what ran %s, with no new attempt', (_, status, settle) => {
    const run = parallel();
    run.fail('bad');

    expect(settle(run)).toEqual([`runs ${status} #1`, 'run failed']);
    expect(run.fact('run.failed').step).toBe('bad');
    expect(run.due('waits')).toEqual([]);
  });

  it('is canceled where that was asked before it had ended', () => {
    const run = parallel();
    run.fail('bad');

    expect(run.cancel()).toEqual(['run canceling', 'abort runs #1']);
    expect(run.lose('runs')).toEqual(['runs canceled #1', 'run canceled']);
  });
});
