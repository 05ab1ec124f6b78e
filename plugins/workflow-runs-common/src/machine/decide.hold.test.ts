import { TestRun } from './__fixtures__/TestRun';
import { approval, map, step, wait } from './__fixtures__/workflows';

const hold = { onFailure: 'hold' } as const;

describe('a failure that is held', () => {
  const run = () =>
    TestRun.started([
      step('bad', [], hold),
      step('worse', [], hold),
      step('after', ['bad', 'worse']),
    ]);

  it('lets others settle, and then waits for an operator', () => {
    const both = run();

    expect(both.fail('bad')).toEqual(['bad failed #1']);
    expect(both.fact('step.failed')).toMatchObject({
      held: true,
      endsRun: false,
    });
    expect(both.state.status).toBe('running');
    expect(both.complete('worse')).toEqual([
      'worse completed #1',
      'run paused',
    ]);
  });

  it('may be one of several: each is dealt with', () => {
    const both = run();
    both.fail('bad');
    both.fail('worse');
    expect(both.state).toMatchObject({ status: 'paused', held: 2, open: 3 });

    expect(both.force('bad', 'complete')).not.toContain('run resumed');
    expect(both.force('worse', 'complete')).toContain('start after #1');
  });

  it('has all of them tried again by one retry', () => {
    const both = run();
    both.fail('bad');
    both.fail('worse');

    const told = both.retry();
    expect(told).toContain('start bad #2');
    expect(told).toContain('start worse #2');
    expect(both.fact('step.started').expected).toBe(false);
  });

  it('has its policy start anew when an operator has it tried again', () => {
    const flaky = TestRun.started([
      step('a', [], {
        ...hold,
        retry: { kind: 'failAfter', attempts: 2, delayMs: 0 },
      }),
    ]);
    flaky.fail('a');
    flaky.fail('a');
    flaky.retry('a');

    expect(flaky.fail('a')).toContain('start a #4');
    expect(flaky.fail('a')).toContain('run paused');
  });

  it('fails after all where another step fails that is not held', () => {
    const mixed = TestRun.started([step('bad', [], hold), step('worse')]);
    mixed.fail('bad');

    expect(mixed.fail('worse')).toEqual([
      'worse failed #1',
      'bad failed #1',
      'run failed',
    ]);
    expect(mixed.fact('run.failed').step).toBe('worse');
    expect(mixed.state.held).toBe(0);
  });

  it('is canceled with its run', () => {
    const both = run();
    both.fail('bad');
    both.complete('worse');

    expect(both.cancel()).toContain('bad canceled #1');
    expect(both.state).toMatchObject({ status: 'canceled', held: 0 });
  });

  it('fails the run for good where an operator says so', () => {
    const both = run();
    both.fail('bad');
    both.complete('worse');

    expect(both.force('bad', 'fail')).toEqual([
      'bad failed #1',
      'after skipped: upstream_failed',
      'force completed',
      'run resumed',
      'run failed',
    ]);
    expect(both.fact('run.failed').error.code).toBe('FORCED');
  });

  it('asks again where it was a decision that is regretted', () => {
    const asked = TestRun.started([approval('ok', [], hold)]);
    expect(asked.reject('ok')).toEqual([
      'ok made: rejected',
      'ok failed',
      'decide completed',
      'run resumed',
      'run paused',
    ]);

    expect(asked.retry('ok')).toEqual([
      'ok retrying: failed, unexpected',
      'retry completed',
      'run resumed',
      'ok waiting_human: asked',
      'run waiting_human',
    ]);
    expect(asked.approve('ok')).toContain('run completed');
  });

  it('waits again where an event has not come in time', () => {
    const late = TestRun.started([
      wait(
        'w',
        [],
        { event: 'ping', timeout: { afterMs: 500, outcome: 'fail' } },
        hold,
      ),
    ]);
    late.due('w', 'timeout');
    expect(late.state.status).toBe('paused');

    expect(late.retry('w')).toContain('timeout timer w #2 in 500');
    expect(late.tell('ping')).toContain('run completed');
  });

  it('repeats only the items that failed, of a fan-out', () => {
    const many = TestRun.started([map('m', [], hold)], { list: [1, 2, 3] });
    many.complete('m#0');
    many.fail('m#1');
    many.complete('m#2');
    expect(many.state.status).toBe('paused');

    const told = many.retry('m');
    expect(many.fact('step.retrying').recomputed).toEqual(['m#1']);
    expect(told.filter(one => one.startsWith('start '))).toEqual([
      'start m#1 #2',
    ]);
    expect(many.complete('m#1')).toContain('run completed');
    expect(many.fact('step.completed').items).toEqual({ total: 3, failed: 0 });
  });
});
