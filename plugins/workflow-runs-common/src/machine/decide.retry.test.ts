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
