import type { RetryPolicy } from '../definition/steps';
import { step } from './__fixtures__/workflows';
import { TestRun } from './__fixtures__/TestRun';

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
