import type { ChildStep, RetryPolicy } from '../definition/steps';
import { TestRun } from './__fixtures__/TestRun';
import { child, map, step } from './__fixtures__/workflows';

const retry: RetryPolicy = { kind: 'failAfter', attempts: 2, delayMs: 500 };
const limited = (options: Partial<ChildStep> = {}) =>
  TestRun.started([
    child('c', [], { retry, totalTimeoutMs: 10_000, ...options }),
  ]);

describe('a child run', () => {
  it('is launched with what the step says, and takes no worker', () => {
    const run = TestRun.started(
      [
        step('a'),
        child('c', ['a'], {
          input: { of: { $ref: '/steps/a/output' }, by: { $ref: '/input/by' } },
        }),
      ],
      { by: 'me' },
    );
    expect(run.complete('a', 7)).toEqual([
      'a completed #1',
      'c started #1',
      'start child c #1',
    ]);
    expect(run.launched).toEqual([
      { unit: 'c', workflow: 'other', input: { of: 7, by: 'me' } },
    ]);
    expect(run.state).toMatchObject({ running: 0, active: 1 });
  });

  it('is launched anew where it fails and the policy allows another', () => {
    const run = limited();

    expect(run.fail('c')).toEqual([
      'c retrying #1: failed, expected',
      'timer c #1 in 500',
    ]);
    expect(run.due('c')).toEqual(['c started #2', 'start child c #2']);
    expect(run.fail('c')).toContain('c failed #2');
  });

  it('is canceled with its run, and waited for', () => {
    const run = limited();

    expect(run.cancel()).toEqual([
      'run canceling',
      'cancel child c #1',
      'clear timeout timer c',
    ]);
    expect(run.fail('c')).toEqual(['c canceled #1', 'run canceled']);
  });

  it('may go on to its end where its parent fails', () => {
    const run = TestRun.started([child('c'), step('bad')]);

    expect(run.fail('bad')).toEqual(['bad failed #1']);
    expect(run.complete('c')).toEqual(['c completed #1', 'run failed']);
  });
});

describe('the clock of a child run', () => {
  it('starts with the first attempt, and goes on through others', () => {
    const run = limited();

    expect(run.timersSet).toEqual(['timeout timer c']);
    run.fail('c');
    run.due('c');
    expect(run.timersSet).toEqual(['timeout timer c', 'timer c']);
  });

  it('stops when it completes', () => {
    expect(limited().complete('c')).toContain('clear timeout timer c');
  });

  it('fails it when the time is over, whatever the policy', () => {
    const run = limited();

    expect(run.due('c', 'timeout')).toEqual([
      'cancel child c #1',
      'clear timeout timer c',
      'clear timeout timer c',
      'c failed #1',
      'run failed',
    ]);
    expect(run.fact('run.failed').error).toEqual({
      category: 'timeout',
      code: 'TOTAL_TIMEOUT',
      message: 'It did not succeed within 10000 ms',
    });
  });

  it('fails it while it waits for another attempt as well', () => {
    const run = limited();
    run.fail('c');

    expect(run.due('c', 'timeout')).toContain('clear timer c');
    expect(run.fact('run.failed').error.message).toBe(
      'It did not succeed within 10000 ms. The last attempt: it was transient',
    );
  });

  it('is not told of again once the run is being canceled', () => {
    const run = limited();
    run.cancel();

    expect(run.due('c', 'timeout')).toEqual([]);
  });

  it('stops where its step is forced while it waits for another attempt', () => {
    const run = limited();
    run.fail('c');

    expect(run.force('c', 'complete')).toEqual([
      'clear timer c',
      'clear timeout timer c',
      'c completed #1',
      'force completed',
      'run completed',
    ]);
  });

  it('starts anew where an operator has it tried again', () => {
    const run = limited({ onFailure: 'hold' });
    run.due('c', 'timeout');
    run.retry('c');

    expect(run.timersSet).toEqual(['timeout timer c', 'timeout timer c']);
    expect(run.complete('c')).toContain('run completed');
  });

  it('is one for each item of a fan-out', () => {
    const run = TestRun.started(
      [
        map('m', [], {
          each: {
            workflow: 'other',
            input: {},
            retry: { kind: 'none' },
            totalTimeoutMs: 5_000,
          },
          tolerate: { failures: 1 },
        }),
      ],
      { list: [1, 2] },
    );

    expect(run.timersSet).toEqual(['timeout timer m#0', 'timeout timer m#1']);
    expect(run.due('m#1', 'timeout')).toContain('m#1 failed #1');
    expect(run.complete('m#0')).toContain('run completed');
  });
});
