import type { WaitStep } from '../definition/steps';
import { QUEUED_AT, TestRun } from './__fixtures__/TestRun';
import { step, wait } from './__fixtures__/workflows';

const waiting = (wanted: WaitStep['for'], input = {}) =>
  new TestRun([wait('w', [], wanted), step('after', ['w'])], input);

describe('a wait for a time', () => {
  it('ends when its time has come', () => {
    const run = waiting({ durationMs: 5_000 });

    expect(run.claim()).toContain('wait timer w #1 in 5000');
    expect(run.due('w', 'wait')).toEqual([
      'clear wait timer w',
      'w completed #1',
      'after started #1',
      'start after #1',
    ]);
  });

  it.each([
    ['epoch milliseconds', QUEUED_AT + 9_000],
    ['ISO 8601', new Date(QUEUED_AT + 9_000).toISOString()],
  ])('ends at the time that the run names, as %s', (_, at) => {
    const run = waiting({ until: { $ref: '/input/at' } }, { at });

    expect(run.claim()).toContain('wait timer w #1 in 8000');
  });

  it('does not wait for a time that is over', () => {
    const run = waiting({ until: 1 });

    expect(run.claim()).toEqual([
      'run started',
      'w started #1',
      'w completed #1',
      'after started #1',
      'start after #1',
    ]);
  });

  it.each([undefined, null, 'soon', true, -1, 1e18, '+012000-01-01T00:00Z'])(
    'fails where the time is %j',
    at => {
      const run = waiting({ until: { $ref: '/input/at' } }, { at } as never);
      run.claim();

      expect(run.fact('run.failed').error.code).toBe('NO_TIME');
    },
  );

  it('is canceled with its run', () => {
    const run = waiting({ durationMs: 5_000 });
    run.claim();

    expect(run.cancel()).toEqual([
      'run canceling',
      'clear wait timer w',
      'w canceled #1',
      'after skipped: run_canceled',
      'run canceled',
    ]);
    expect(run.due('w', 'wait')).toEqual([]);
  });

  it('is not ended by a timer of another attempt', () => {
    const run = waiting({ durationMs: 5_000 });
    run.claim();
    const stale = { kind: 'wait', step: 'w', attempt: 2 } as const;

    expect(run.send({ type: 'timer.due', ...stale })).toEqual([]);
  });
});

describe('a wait for an event', () => {
  it('ends with what it is told', () => {
    const run = new TestRun([
      wait('w', [], { event: 'paid' }),
      step('after', ['w'], {
        when: { eq: [{ $ref: '/steps/w/output/sum' }, 7] },
      }),
    ]);
    run.claim();
    expect(run.state.awaiting).toEqual({ paid: ['w'] });

    expect(run.tell('paid', { sum: 7 })).toEqual([
      'w completed #1',
      'tell completed',
      'after started #1',
      'start after #1',
    ]);
    expect(run.state.awaiting).toEqual({});
  });

  it('is shared by all steps that wait for the same', () => {
    const run = TestRun.started([
      wait('one', [], { event: 'paid' }),
      wait('two', [], { event: 'paid' }),
      wait('other', [], { event: 'shipped' }),
    ]);
    run.tell('paid');

    expect(run.statuses()).toEqual({
      one: 'completed',
      two: 'completed',
      other: 'running',
    });
    expect(run.state.awaiting).toEqual({ shipped: ['other'] });
  });

  it('takes one that came before it was waited for', () => {
    const run = TestRun.started([
      step('a'),
      wait('w', ['a'], {
        event: 'paid',
        timeout: { afterMs: 5, outcome: 'fail' },
      }),
    ]);
    expect(run.tell('paid', 7)).toEqual(['tell accepted']);
    expect(run.message).toBe('No step waits for it yet');

    expect(run.complete('a')).toEqual([
      'a completed #1',
      'w started #1',
      'tell completed',
      'w completed #1',
      'run completed',
    ]);
    expect(run.state.earlyEvents).toEqual([]);
  });

  it('takes one that came before the run was claimed', () => {
    const run = waiting({ event: 'paid' });
    expect(run.tell('paid')).toEqual(['tell accepted']);

    expect(run.claim()).toContain('start after #1');
  });

  it('takes early ones one by one, in their order', () => {
    const run = TestRun.started([
      step('a'),
      wait('one', ['a'], { event: 'paid' }),
      wait('two', ['a'], { event: 'paid' }),
    ]);
    run.tell('paid', 1, 'first');
    run.tell('paid', 2, 'second');

    const told = run.complete('a');
    expect(told.filter(answer => answer.endsWith('completed'))).toEqual([
      'first completed',
      'second completed',
      'run completed',
    ]);
  });

  it('keeps an early one once, however often it is told of it', () => {
    const run = TestRun.started([step('a')]);

    expect(run.tell('paid')).toEqual(['tell accepted']);
    expect(run.tell('paid')).toEqual([]);
    expect(run.state.earlyEvents).toHaveLength(1);
  });

  it('refuses an early one in the end, where no step has waited for it', () => {
    const run = TestRun.started([step('a')]);
    run.tell('paid');

    expect(run.complete('a')).toEqual([
      'a completed #1',
      'run completed',
      'tell refused',
    ]);
    expect(run.message).toBe("No step has waited for 'paid'");
  });

  it('keeps no more early ones than it can bear', () => {
    const run = TestRun.started([step('a')]);
    for (let i = 0; i < 1_000; i++) run.tell('paid', i, `r${i}`);

    expect(run.tell('paid', 0, 'more')).toEqual(['more refused']);
  });

  it.each([
    ['complete', 'completed'],
    ['fail', 'failed'],
  ] as const)('may end without it: %s', (outcome, status) => {
    const run = TestRun.started([
      wait('w', [], { event: 'paid', timeout: { afterMs: 500, outcome } }),
    ]);
    run.due('w', 'timeout');

    expect(run.state.status).toBe(status);
    expect(run.state.awaiting).toEqual({});
  });

  it('bears a name that an object has of its own', () => {
    const run = TestRun.started([wait('w', [], { event: 'constructor' })]);

    Object.assign(run.state, run.restored());
    expect(run.state.awaiting).toEqual({ constructor: ['w'] });
    expect(run.tell('constructor')).toContain('run completed');
  });
});
