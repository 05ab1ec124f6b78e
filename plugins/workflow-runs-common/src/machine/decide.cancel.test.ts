import { step } from './__fixtures__/workflows';
import { errorOf, TestRun } from './__fixtures__/TestRun';
import type { MachineEvent } from './event';

const diamond = () =>
  new TestRun([
    step('a'),
    step('left', ['a']),
    step('right', ['a']),
    step('join', ['left', 'right']),
  ]);

describe('cancel', () => {
  it('ends a queued run at once: it has never started', () => {
    const run = diamond();

    expect(run.cancel()).toEqual([
      'run canceling',
      'a skipped: run_canceled',
      'left skipped: run_canceled',
      'right skipped: run_canceled',
      'join skipped: run_canceled',
      'run canceled',
    ]);
    expect(run.fact('run.canceled')).toMatchObject({
      from: 'canceling',
      fromMs: 0,
      durationMs: 0,
    });
    expect(run.claim()).toEqual([]);
  });

  it('skips what has not started and aborts what runs', () => {
    const run = diamond();
    run.claim();
    run.complete('a');

    expect(run.cancel()).toEqual([
      'run canceling',
      'abort left #1',
      'abort right #1',
      'join skipped: run_canceled',
    ]);
    expect(run.state).toMatchObject({
      status: 'canceling',
      open: 2,
      running: 2,
    });
  });

  it.each([
    ['completes: its result is kept', 'completed', 'complete' as const],
    ['fails', 'canceled', 'fail' as const],
    ['is lost, or lets go', 'canceled', 'lose' as const],
  ])('ends once the last attempt %s', (_, status, settle) => {
    const run = diamond();
    run.claim();
    run.complete('a');
    run.cancel();

    expect(run.lose('left')).toEqual(['left canceled #1']);
    expect(run[settle]('right')).toEqual([
      `right ${status} #1`,
      'run canceled',
    ]);
    expect(run.statuses()).toEqual({
      a: 'completed',
      left: 'canceled',
      right: status,
      join: 'skipped',
    });
    expect(run.fact('run.canceled')).toMatchObject({
      from: 'canceling',
      fromMs: 2_000,
      durationMs: 4_000,
    });
  });

  it('takes back a retry that waits', () => {
    const run = new TestRun([
      step('a', [], {
        retry: { kind: 'failAfter', attempts: 2, delayMs: 9_000 },
      }),
    ]);
    run.claim();
    run.fail('a');

    expect(run.cancel()).toEqual([
      'run canceling',
      'clear timer a',
      'a canceled #1',
      'run canceled',
    ]);
    expect(run.fact('step.canceled')).toMatchObject({
      from: 'retrying',
      attemptMs: 0,
      durationMs: 2_000,
    });
    expect(run.due('a')).toEqual([]);
  });

  it('decides nothing the second time', () => {
    const run = diamond();
    run.claim();
    run.cancel();

    expect(run.cancel()).toEqual([]);
  });

  it('does not retry, whatever the policy', () => {
    const run = new TestRun([
      step('a', [], { retry: { kind: 'failAfter', attempts: 9, delayMs: 0 } }),
    ]);
    run.claim();
    run.cancel();

    expect(run.fail('a')).toEqual(['a canceled #1', 'run canceled']);
  });
});

describe('events that come too late, too early or twice', () => {
  const retried = () => {
    const run = new TestRun([
      step('a', [], {
        retry: { kind: 'failAfter', attempts: 9, delayMs: 100 },
      }),
      step('b', ['a']),
    ]);
    run.claim();
    run.fail('a');
    run.due('a');
    return run;
  };
  const about = (type: string, named: string, attempt: number) =>
    ({
      type,
      step: named,
      attempt,
      output: null,
      error: errorOf(),
    } as unknown as MachineEvent);

  it.each(['attempt.completed', 'attempt.failed', 'attempt.lost'])(
    '%s decides nothing unless it is about the latest attempt of a running step',
    type => {
      const run = retried();
      const before = structuredClone(run.state);

      expect(run.send(about(type, 'a', 1))).toEqual([]);
      expect(run.send(about(type, 'a', 3))).toEqual([]);
      expect(run.send(about(type, 'b', 1))).toEqual([]);
      expect(run.send(about(type, 'b', 0))).toEqual([]);
      expect(run.send(about(type, 'unknown', 1))).toEqual([]);
      expect(run.send(about(type, 'constructor', 1))).toEqual([]);
      expect(run.state).toEqual(before);
    },
  );

  it('ignores a timer that is stale, or of a step that does not wait', () => {
    const run = retried();

    expect(run.due('a')).toEqual([]);
    expect(run.due('b')).toEqual([]);
    expect(run.due('unknown')).toEqual([]);
    run.fail('a');
    expect(
      run.send({ type: 'timer.due', kind: 'retry', step: 'a', attempt: 1 }),
    ).toEqual([]);
    expect(
      run.send({ type: 'timer.due', kind: 'retry', step: 'a', attempt: 2 }),
    ).toEqual(['a started #3', 'start a #3']);
  });

  it('ignores a second claim', () => {
    expect(retried().claim()).toEqual([]);
  });

  it('ignores everything once the run has ended', () => {
    const run = new TestRun([step('a')]);
    run.claim();
    run.complete('a');
    const ended = structuredClone(run.state);

    expect(run.complete('a')).toEqual([]);
    expect(run.fail('a')).toEqual([]);
    expect(run.lose('a')).toEqual([]);
    expect(run.due('a')).toEqual([]);
    expect(run.cancel()).toEqual([]);
    expect(run.claim()).toEqual([]);
    expect(run.state).toEqual(ended);
  });

  it('says so where it does not know an event', () => {
    const run = retried();

    expect(() => run.send({ type: 'nonsense' } as never)).toThrow(
      'Unknown event: nonsense',
    );
  });
});
