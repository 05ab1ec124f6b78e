import { TestRun } from './__fixtures__/TestRun';
import { approval, child, step, wait } from './__fixtures__/workflows';

const sequence = () => TestRun.started([step('a'), step('b', ['a'])]);

const poisoned = () => {
  const run = sequence();
  for (let i = 0; i < 3; i++) run.lose('a');
  return run;
};

describe('pause', () => {
  it('starts nothing more, though what runs may settle', () => {
    const run = TestRun.started([step('a'), step('slow'), step('b', ['a'])]);
    run.pause();

    expect(run.complete('a')).toEqual(['a completed #1']);
    expect(run.state.status).toBe('running');
    expect(run.complete('slow')).toEqual(['slow completed #1', 'run paused']);
    expect(run.statuses().b).toBe('pending');
  });

  it('pauses at once where no worker is held', () => {
    const run = TestRun.started([wait('w', [], { durationMs: 9_000 })]);

    expect(run.pause()).toEqual([
      'run changed',
      'pause completed',
      'run paused',
    ]);
  });

  it('can be taken back before anything has paused', () => {
    const run = sequence();
    run.pause();

    expect(run.resume()).toEqual(['run changed', 'resume completed']);
    expect(run.fact('run.changed').pauseRequested).toBe(false);
    expect(run.complete('a')).toContain('start b #1');
  });

  it('is refused where it makes no sense, and says why', () => {
    const run = new TestRun([approval('ok')]);
    expect(run.pause()).toEqual(['pause refused']);
    expect(run.message).toBe('Only a running run can pause: it is queued');

    run.claim();
    expect(run.pause()).toEqual(['pause refused']);
    expect(run.message).toBe(
      'Only a running run can pause: it is waiting_human',
    );
    run.approve('ok');
    expect(run.pause()).toEqual(['pause refused']);
    expect(run.message).toBe('The run has ended: it is completed');
  });

  it('is refused a second time', () => {
    const run = sequence();
    run.pause();

    expect(run.pause()).toEqual(['pause refused']);
    expect(run.message).toBe('The run is pausing already');
  });
});

describe('while a run is paused', () => {
  const paused = (...steps: Parameters<typeof TestRun.started>[0]) => {
    const run = TestRun.started([step('a'), ...steps]);
    run.pause();
    run.complete('a');
    expect(run.state.status).toBe('paused');
    return run;
  };

  it('a wait whose time has come completes, and nothing follows yet', () => {
    const run = paused(wait('w', [], { durationMs: 1_000 }), step('b', ['w']));

    expect(run.due('w', 'wait')).toEqual([
      'clear wait timer w',
      'w completed #1',
    ]);
    expect(run.resume()).toContain('start b #1');
  });

  it('a retry that is due waits for the end of the pause', () => {
    const run = TestRun.started([
      step('a', [], {
        retry: { kind: 'failAfter', attempts: 2, delayMs: 100 },
      }),
    ]);
    run.pause();
    run.fail('a');

    expect(run.due('a')).toEqual([]);
    expect(run.resume()).toContain('start a #2');
  });

  it('a child run may end, and nothing follows yet', () => {
    const run = paused(child('c'), step('b', ['c']));

    expect(run.complete('c')).toEqual(['c completed #1']);
    expect(run.statuses().b).toBe('pending');
  });

  it('a decision is taken, and nothing follows yet', () => {
    const run = paused(approval('ok'), step('b', ['ok']));

    expect(run.approve('ok')).toEqual([
      'ok made: approved',
      'ok completed',
      'decide completed',
    ]);
    expect(run.resume()).toContain('start b #1');
  });

  it('a failure for good ends it: it goes on only to fail', () => {
    const run = paused(child('c'));

    expect(run.fail('c')).toEqual(['c failed #1', 'run resumed', 'run failed']);
  });

  it('a failure that is held says why it does not go on', () => {
    const run = paused(child('c', [], { onFailure: 'hold' }));

    expect(run.fail('c')).toEqual(['c failed #1', 'run changed']);
    expect(run.fact('run.changed').blockedReason).toBe('step_failed');
  });

  it('stays paused where the failure is dealt with, and says that nothing else blocks it', () => {
    const run = paused(child('c', [], { onFailure: 'hold' }), step('b', ['c']));
    run.fail('c');

    expect(run.force('c', 'complete')).toEqual([
      'c completed #1',
      'force completed',
      'run changed',
    ]);
    expect(run.fact('run.changed').blockedReason).toBeNull();
    expect(run.state.status).toBe('paused');
  });
});

describe('poison', () => {
  it('is given as many chances again by whoever resumes', () => {
    const run = poisoned();

    expect(run.resume()).toEqual([
      'resume completed',
      'run resumed',
      'a started #4',
      'start a #4',
    ]);
    run.lose('a');
    run.lose('a');
    expect(run.state.status).toBe('running');
    expect(run.lose('a')).toContain('run paused');
  });

  it('is not poison again because a worker stops in good order', () => {
    const run = poisoned();
    run.resume();

    expect(run.letGo('a')).toEqual([
      'a retrying #4: lost, unexpected',
      'timer a #4 in 0',
    ]);
  });

  it('is not retried as if it had failed: it is resumed', () => {
    const run = poisoned();

    expect(run.retry('a')).toEqual(['retry refused']);
    expect(run.message).toBe('It is tried again when the run goes on');
  });

  it('can be settled by force, and the run still wants to be resumed', () => {
    const run = poisoned();

    expect(run.force('a', 'complete', 1)).toEqual([
      'clear timer a',
      'a completed #3',
      'force completed',
    ]);
    expect(run.state.status).toBe('paused');
    expect(run.resume()).toContain('start b #1');
  });
});

describe('resume', () => {
  it.each<[string, TestRun, string]>([
    ['queued', new TestRun([step('a')]), 'The run is not paused: it is queued'],
    ['running', sequence(), 'The run is not paused: it is running'],
  ])('is refused of a run that is %s', (_, run, message) => {
    expect(run.resume()).toEqual(['resume refused']);
    expect(run.message).toBe(message);
  });

  it('is refused once the run fails: its pause is over', () => {
    const run = TestRun.started([step('a'), step('b')]);
    run.pause();
    run.fail('a');

    expect(run.resume()).toEqual(['resume refused']);
    expect(run.message).toBe('The run is not paused: it is running');
    expect(run.complete('b')).toEqual(['b completed #1', 'run failed']);
  });

  it('is refused where a step has failed and somebody has to decide', () => {
    const run = TestRun.started([step('a', [], { onFailure: 'hold' })]);
    run.fail('a');

    expect(run.resume()).toEqual(['resume refused']);
    expect(run.message).toBe(
      'A step has failed: retry, skip, complete or fail it',
    );
  });
});
