import { TestRun } from './__fixtures__/TestRun';
import { approval, map, step, undo, wait } from './__fixtures__/workflows';

const held = () => {
  const run = TestRun.started([
    step('a', [], { onFailure: 'hold' }),
    step('b', ['a']),
  ]);
  run.fail('a');
  return run;
};

/** Each test is a row of the table of a run's statuses. */
describe('the lifecycle of a run', () => {
  it('– | launch accepted | queued', () => {
    expect(new TestRun([step('a')]).state.status).toBe('queued');
  });

  it('queued | claimed by a worker that has its handlers | running', () => {
    expect(TestRun.started([step('a')]).state.status).toBe('running');
  });

  it('running | pause requested | running with pauseRequested, then paused when running steps settle', () => {
    const run = TestRun.started([step('a'), step('b', ['a'])]);

    expect(run.pause()).toEqual(['run changed', 'pause completed']);
    expect(run.fact('run.changed').pauseRequested).toBe(true);
    expect(run.state.status).toBe('running');
    expect(run.complete('a')).toEqual(['a completed #1', 'run paused']);
    expect(run.fact('run.paused').blockedReason).toBeNull();
  });

  it('running | nothing runs and at least one step waits for a human | waiting_human', () => {
    const run = TestRun.started([step('a'), approval('ok', [])]);

    expect(run.state.status).toBe('running');
    expect(run.complete('a')).toEqual(['a completed #1', 'run waiting_human']);
  });

  it.each([
    ['decision', (run: TestRun) => run.approve('ok')],
    [
      'node action',
      (run: TestRun) => [run.invoke('ok', 'settle'), run.invoked()],
    ],
    ['time-out outcome', (run: TestRun) => run.due('ok', 'timeout')],
  ])('waiting_human | %s | running', (_, settle) => {
    const run = TestRun.started([
      approval('ok', [], {
        timeout: { afterMs: 9_000, outcome: 'approve' },
        actions: [
          {
            name: 'settle',
            inputSchema: { type: 'object' },
            handler: { name: 'any', version: 1 },
            then: 'complete',
          },
        ],
      }),
      step('a', ['ok']),
    ]);
    expect(run.state.status).toBe('waiting_human');
    settle(run);

    expect(run.fact('run.resumed').from).toBe('waiting_human');
    expect(run.state.status).toBe('running');
    expect(run.statuses()).toEqual({ ok: 'completed', a: 'running' });
  });

  it('paused | resume | running', () => {
    const run = TestRun.started([step('a'), step('b', ['a'])]);
    run.pause();
    run.complete('a');

    expect(run.resume()).toEqual([
      'resume completed',
      'run resumed',
      'b started #1',
      'start b #1',
    ]);
  });

  it('paused | resume | waiting_human, where that is all that is left', () => {
    const run = TestRun.started([step('a'), approval('ok', ['a'])]);
    run.pause();
    run.complete('a');

    expect(run.resume()).toEqual([
      'resume completed',
      'run resumed',
      'ok waiting_human: asked',
      'run waiting_human',
    ]);
  });

  it.each<[string, (run: TestRun) => void]>([
    ['queued', () => {}],
    ['running', run => run.claim()],
    [
      'paused',
      run => {
        run.claim();
        run.pause();
        run.complete('a');
      },
    ],
    [
      'waiting_human',
      run => {
        run.claim();
        run.complete('a');
      },
    ],
  ])('%s | cancel with reason | canceling, then canceled', (status, reach) => {
    const run = new TestRun([
      step('a', [], { compensate: undo() }),
      approval('ok', ['a']),
    ]);
    reach(run);
    expect(run.state.status).toBe(status);
    run.cancel();

    expect(run.fact('run.canceling')).toMatchObject({
      from: status,
      reason: 'enough',
      actor: 'user:a',
    });
    if (run.state.steps.a.status === 'running') run.lose('a');
    if (run.state.steps.a.status === 'completed') run.complete('a:compensate');
    expect(run.fact('run.canceled').from).toBe('canceling');
  });

  it('running | a step fails for good, onFailure: stop: started steps settle, the rest are skipped | failed', () => {
    const run = TestRun.started([step('a'), step('b'), step('c', ['b'])]);

    expect(run.fail('a')).toEqual([
      'a failed #1',
      'c skipped: upstream_failed',
    ]);
    expect(run.complete('b')).toEqual(['b completed #1', 'run failed']);
  });

  it('running | the same, onFailure: compensate | stays running while compensating, then failed', () => {
    const run = TestRun.started(
      [step('a', [], { compensate: undo() }), step('b', ['a'])],
      {},
      { onFailure: 'compensate' },
    );
    run.complete('a');

    expect(run.fail('b')).toEqual([
      'b failed #1',
      'a compensation started',
      'a:compensate started #1',
      'start a:compensate #1',
    ]);
    expect(run.state.status).toBe('running');
    expect(run.complete('a:compensate')).toEqual([
      'a:compensate completed #1',
      'a compensated',
      'run failed',
    ]);
  });

  it('running | the same, onFailure: hold | paused with blockedReason step_failed', () => {
    expect(held().fact('run.paused')).toMatchObject({
      from: 'running',
      blockedReason: 'step_failed',
    });
  });

  it.each<[string, string, (run: TestRun) => string[]]>([
    ['retry', 'running', run => run.retry('a')],
    ['skip', 'completed', run => run.force('a', 'skip')],
    ['complete with output', 'running', run => run.force('a', 'complete', 1)],
    ['fail it', 'failed', run => run.force('a', 'fail')],
  ])('paused as step_failed | %s | %s', (_, status, settle) => {
    const run = held();

    expect(settle(run)).toContain('run resumed');
    expect(run.state.status).toBe(status);
  });

  it('any, compensating | a compensation fails for good | status unchanged, needsIntervention', () => {
    const run = TestRun.started([
      step('a', [], { compensate: undo() }),
      step('b', ['a']),
    ]);
    run.complete('a');
    run.cancel();
    run.lose('b');

    expect(run.fail('a:compensate')).toEqual([
      'a:compensate failed #1',
      'a compensation failed',
      'run needs_intervention',
    ]);
    expect(run.state.status).toBe('canceling');
    run.retry('a:compensate');
    expect(run.complete('a:compensate')).toContain('run canceled');
  });

  it('running | the last step settles | completed', () => {
    const run = TestRun.started([step('a')]);
    run.complete('a');

    expect(run.fact('run.completed')).toMatchObject({
      from: 'running',
      partial: false,
    });
  });

  it('running | the last step settles, steps were skipped by force | completed, partial', () => {
    const run = TestRun.started([step('a'), step('b')]);
    run.force('a', 'skip');
    run.complete('b');

    expect(run.fact('run.completed').partial).toBe(true);
  });

  it('running | the last step settles, a map tolerated failures | completed, partial', () => {
    const run = TestRun.started([map('m', [], { tolerate: { failures: 1 } })], {
      list: [1, 2],
    });
    run.fail('m#0');
    run.complete('m#1');

    expect(run.fact('run.completed').partial).toBe(true);
  });

  it.each<[string, (run: TestRun) => void]>([
    ['failed', run => run.fail('a')],
    ['canceled', run => [run.cancel(), run.lose('a')]],
    ['completed', run => run.complete('a')],
  ])('%s | retry | running, next generation', (status, end) => {
    const run = TestRun.started([step('a')]);
    end(run);
    expect(run.state.status).toBe(status);

    expect(run.retry('a')).toEqual([
      'run reopened',
      'retry completed',
      'a started #1',
      'start a #1',
    ]);
    expect(run.fact('run.reopened')).toMatchObject({
      generation: 1,
      from: status,
      actor: 'user:a',
    });
    expect(run.state).toMatchObject({ status: 'running', generation: 1 });
  });

  it('ended | resolve with note | status unchanged, resolution set', () => {
    const run = TestRun.started([step('a')]);
    run.fail('a');

    expect(run.resolve()).toEqual(['run changed', 'resolve completed']);
    expect(run.fact('run.changed').resolution).toEqual({
      note: 'undone by hand',
      actor: 'user:a',
    });
    expect(run.state.status).toBe('failed');
  });
});

describe('what the table leaves open', () => {
  it('goes through running where it ends while it is paused', () => {
    const run = TestRun.started([wait('w', [], { event: 'ping' })]);
    run.pause();
    expect(run.state.status).toBe('paused');

    expect(run.tell('ping')).toEqual([
      'w completed #1',
      'tell completed',
      'run resumed',
      'run completed',
    ]);
  });

  it('completes where a pause was asked while its last step ran', () => {
    const run = TestRun.started([step('a')]);
    run.pause();

    expect(run.complete('a')).toEqual(['a completed #1', 'run completed']);
    expect(run.state.pauseAsked).toBe(false);
  });

  it('rolls back although a pause was asked: what fails is not held up', () => {
    const run = TestRun.started(
      [step('a', [], { compensate: undo() }), step('b', ['a'])],
      {},
      { onFailure: 'compensate' },
    );
    run.complete('a');
    run.pause();

    expect(run.fail('b')).toEqual([
      'b failed #1',
      'run changed',
      'a compensation started',
      'a:compensate started #1',
      'start a:compensate #1',
    ]);
    expect(run.fact('run.changed').pauseRequested).toBe(false);
    expect(run.pause()).toEqual(['pause refused']);
  });
});
