import type { RetryPolicy } from '../definition/steps';
import { TestRun } from './__fixtures__/TestRun';
import {
  approval,
  child,
  map,
  step,
  undo,
  validator,
  wait,
} from './__fixtures__/workflows';

const twice: RetryPolicy = { kind: 'failAfter', attempts: 2, delayMs: 500 };
const judged = (otherwise: 'fail' | 'warn' | 'ask') =>
  TestRun.started([
    step('a', [], {
      validators: [validator(otherwise)],
    }),
  ]);

/** Each test is a row of the table of a step's statuses. */
describe('the lifecycle of a step', () => {
  it('pending | dependencies settled, when true, limits allow | running (attempt 1)', () => {
    const run = TestRun.started([
      step('a'),
      step('b', ['a'], { when: { eq: [{ $ref: '/steps/a/output' }, 1] } }),
    ]);
    run.complete('a', 1);

    expect(run.state.steps.b).toMatchObject({ status: 'running', attempt: 1 });
  });

  it('pending | limits do not allow | pending', () => {
    const run = TestRun.started([step('a'), step('b')], {}, { concurrency: 1 });

    expect(run.statuses()).toEqual({ a: 'running', b: 'pending' });
    expect(run.complete('a')).toContain('start b #1');
  });

  it('pending | when false | skipped with reason', () => {
    const run = TestRun.started([step('a', [], { when: { eq: [1, 2] } })]);

    expect(run.state.steps.a.skipReason).toBe('condition');
  });

  it('pending | a dependency skipped | skipped with reason', () => {
    const run = TestRun.started([
      step('a', [], { when: { eq: [1, 2] } }),
      step('b', ['a']),
    ]);

    expect(run.state.steps.b.skipReason).toBe('upstream_skipped');
  });

  it('pending | a dependency failed | skipped with reason', () => {
    const run = TestRun.started([step('a'), step('b', ['a'])]);
    run.fail('a');

    expect(run.state.steps.b.skipReason).toBe('upstream_failed');
  });

  it('running | handler throws, and the policy allows another try | retrying until its timer, then running (expected)', () => {
    const run = TestRun.started([step('a', [], { retry: twice })]);

    expect(run.fail('a')).toEqual([
      'a retrying #1: failed, expected',
      'timer a #1 in 500',
    ]);
    expect(run.due('a')).toEqual(['a started #2', 'start a #2']);
    expect(run.fact('step.started').expected).toBe(true);
  });

  it('running | the same, policy exhausted | failed', () => {
    const run = TestRun.started([step('a', [], { retry: twice })]);
    run.fail('a');
    run.due('a');

    expect(run.fail('a')).toContain('a failed #2');
  });

  it('running | the same, error not retryable | failed', () => {
    const run = TestRun.started([step('a', [], { retry: twice })]);

    expect(run.fail('a', 'policy_denied')).toContain('a failed #1');
  });

  it('running | the worker died | attempt lost, the step runs again (unexpected), not counted against the policy', () => {
    const run = TestRun.started([step('a', [], { retry: twice })]);

    expect(run.lose('a')).toEqual([
      'a retrying #1: lost, unexpected',
      'a started #2',
      'start a #2',
    ]);
    expect(run.state.steps.a).toMatchObject({ tries: 0, losses: 1 });
  });

  it('running | after 3 losses | the run is paused, blockedReason poison', () => {
    const run = TestRun.started([step('a')]);
    run.lose('a');
    run.lose('a');
    run.lose('a');

    expect(run.fact('run.paused').blockedReason).toBe('poison');
    expect(run.state.steps.a.status).toBe('retrying');
  });

  it('running | handler returns; validators pass | completed', () => {
    const run = judged('fail');

    expect(run.completeValidated('a', true)).toContain('a completed #1');
    expect(run.fact('step.completed').validation).toHaveLength(1);
  });

  it('running | handler returns; policy warn | completed', () => {
    expect(judged('warn').completeValidated('a', false)).toEqual([
      'a validation_failed #1',
      'a completed #1',
      'run completed',
    ]);
  });

  it('running | validator fails, policy fail | failed (validation_failed)', () => {
    const run = judged('fail');

    expect(run.completeValidated('a', false)).toContain('a failed #1');
    expect(run.fact('step.failed').error.category).toBe('validation_failed');
  });

  it('running | validator fails, policy ask | waiting_human', () => {
    const run = judged('ask');

    expect(run.completeValidated('a', false)).toEqual([
      'a validation_failed #1',
      'a waiting_human: asked',
      'run waiting_human',
    ]);
  });

  it('approval | reached | waiting_human', () => {
    const run = TestRun.started([approval('ok')]);

    expect(run.state.steps.ok).toMatchObject({
      status: 'waiting_human',
      waitingFor: { kind: 'approval', since: run.now },
    });
  });

  it('approval | approved | completed', () => {
    const run = TestRun.started([approval('ok')]);

    expect(run.approve('ok')).toContain('ok completed');
  });

  it('approval | rejected | failed (policy_denied)', () => {
    const run = TestRun.started([approval('ok')]);

    expect(run.reject('ok')).toContain('ok failed');
    expect(run.fact('step.failed').error).toMatchObject({
      category: 'policy_denied',
      code: 'REJECTED',
    });
  });

  it('approval | rejected | the branch the definition names', () => {
    const run = TestRun.started([
      approval('ok', [], { onReject: { branch: ['fix'] } }),
      step('fix', ['ok']),
      step('go', ['ok']),
    ]);
    run.reject('ok');

    expect(run.statuses()).toEqual({
      ok: 'completed',
      fix: 'running',
      go: 'skipped',
    });
  });

  it.each([
    ['approve', 'completed'],
    ['reject', 'failed'],
    ['fail', 'failed'],
  ] as const)('approval | time-out: %s | %s', (outcome, status) => {
    const run = TestRun.started([
      approval('ok', [], { timeout: { afterMs: 5_000, outcome } }),
    ]);
    run.due('ok', 'timeout');

    expect(run.state.steps.ok.status).toBe(status);
  });

  it.each([
    ['wait', wait('a', [], { durationMs: 100 }), 'time'],
    ['child', child('a'), 'child'],
    ['map', map('a'), 'items'],
  ])(
    '%s | reached | running with waitingFor; no worker is held',
    (_, defined, kind) => {
      const run = TestRun.started([defined], { list: [1] });

      expect(run.state.steps.a).toMatchObject({
        status: 'running',
        waitingFor: { kind },
      });
      expect(run.fact('step.started')).toBeDefined();
    },
  );

  it.each([
    ['skip', 'skipped'],
    ['complete', 'completed'],
    ['fail', 'failed'],
  ] as const)('any open | force %s | as forced', (to, status) => {
    const run = TestRun.started([step('a'), step('b', ['a'])]);
    run.force('b', to, 'by hand');

    expect(run.state.steps.b.status).toBe(status);
  });

  it('running | run canceled | canceled', () => {
    const run = TestRun.started([step('a')]);

    expect(run.cancel()).toContain('abort a #1');
    expect(run.fail('a')).toContain('a canceled #1');
  });

  it('retrying | run canceled | canceled', () => {
    const run = TestRun.started([step('a', [], { retry: twice })]);
    run.fail('a');

    expect(run.cancel()).toContain('a canceled #1');
  });

  it('completed | run compensates and it defines a compensation | compensated', () => {
    const run = TestRun.started([
      step('a', [], { compensate: undo() }),
      step('b', ['a']),
    ]);
    run.complete('a');
    run.cancel();
    run.lose('b');
    run.complete('a:compensate');

    expect(run.state.steps.a.status).toBe('compensated');
  });

  it('completed | the same | stays completed with a failed compensation', () => {
    const run = TestRun.started([
      step('a', [], { compensate: undo() }),
      step('b', ['a']),
    ]);
    run.complete('a');
    run.cancel();
    run.lose('b');
    run.fail('a:compensate');
    run.resolve();

    expect(run.state.steps.a.status).toBe('completed');
    expect(run.state.status).toBe('canceled');
  });
});
