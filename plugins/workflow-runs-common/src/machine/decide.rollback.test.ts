import type { StepDefinition } from '../definition/steps';
import { TestRun } from './__fixtures__/TestRun';
import { map, step, undo } from './__fixtures__/workflows';

const undoable = (key: string, dependsOn: string[] = []) =>
  step(key, dependsOn, { compensate: undo() });

const undone = (run: TestRun) =>
  run.facts.flatMap(fact =>
    fact.type === 'step.compensated' ? [fact.step] : [],
  );

/** A run that is canceled after some steps have completed, in which nothing executes any more. */
const canceled = (steps: StepDefinition[], completed: string[]) => {
  const run = TestRun.started(steps);
  completed.forEach(key => run.complete(key));
  run.cancel();
  for (const { key } of steps) {
    if (run.state.steps[key].status === 'running') run.lose(key);
  }
  return run;
};

describe('a rollback', () => {
  it('undoes in reverse topological order, side by side where it can', () => {
    const run = canceled(
      [
        undoable('top'),
        undoable('left', ['top']),
        undoable('right', ['top']),
        undoable('join', ['left', 'right']),
        step('last', ['join']),
      ],
      ['top', 'left', 'right', 'join'],
    );
    expect(run.statuses()).toMatchObject({ 'join:compensate': 'running' });

    expect(run.complete('join:compensate')).toEqual([
      'join:compensate completed #1',
      'join compensated',
      'left compensation started',
      'left:compensate started #1',
      'start left:compensate #1',
      'right compensation started',
      'right:compensate started #1',
      'start right:compensate #1',
    ]);
    run.complete('right:compensate');
    expect(run.statuses()).not.toHaveProperty('top:compensate');
    run.complete('left:compensate');
    run.complete('top:compensate');

    expect(undone(run)).toEqual(['join', 'right', 'left', 'top']);
    expect(run.state).toMatchObject({ status: 'canceled', rollback: null });
  });

  it('hands the order on through what has nothing to undo', () => {
    const run = canceled(
      [
        undoable('a'),
        step('b', ['a']),
        step('skipped', ['b'], { when: { eq: [1, 2] } }),
        undoable('c', ['b']),
        step('last', ['c']),
      ],
      ['a', 'b', 'c'],
    );
    run.complete('c:compensate');

    expect(run.complete('a:compensate')).toContain('run canceled');
  });

  it('leaves alone what has not completed', () => {
    const run = canceled(
      [undoable('a'), undoable('b', ['a']), undoable('c', ['b'])],
      ['a'],
    );
    run.complete('a:compensate');

    expect(undone(run)).toEqual(['a']);
  });

  it('undoes what completed although the run was being canceled', () => {
    const run = TestRun.started([undoable('a')]);
    run.cancel();

    expect(run.complete('a')).toEqual([
      'a completed #1',
      'a compensation started',
      'a:compensate started #1',
      'start a:compensate #1',
    ]);
  });

  it('undoes a fan-out as a whole', () => {
    const run = TestRun.started(
      [map('m', [], { compensate: undo() }), step('b', ['m'])],
      { list: [1, 2] },
    );
    run.complete('m#0');
    run.complete('m#1');
    run.cancel();
    run.lose('b');

    expect(run.complete('m:compensate')).toContain('m compensated');
  });

  it('keeps to the limit of what may execute at a time', () => {
    const run = TestRun.started(
      [undoable('a'), undoable('b'), step('last', ['a', 'b'])],
      {},
      { concurrency: 1 },
    );
    run.complete('a');
    run.complete('b');
    run.cancel();
    run.lose('last');

    expect(run.statuses()).toMatchObject({
      'a:compensate': 'running',
      'b:compensate': 'pending',
    });
    Object.assign(run.state, run.restored());
    expect(run.complete('a:compensate')).toContain('start b:compensate #1');
  });

  it('does not undo what another run did, whose output it was given', () => {
    const run = TestRun.started(
      [undoable('a'), step('b', ['a'])],
      {},
      {
        reused: { a: 1 },
      },
    );
    run.cancel();

    expect(run.lose('b')).toEqual(['b canceled #1', 'run canceled']);
  });

  it('follows the policy of the step that failed, not that of the workflow', () => {
    const ends = (options: object, policy: object) => {
      const run = TestRun.started(
        [undoable('a'), step('b', ['a'], options)],
        {},
        policy,
      );
      run.complete('a');
      return run.fail('b').includes('a compensation started');
    };

    expect(ends({ onFailure: 'compensate' }, {})).toBe(true);
    expect(ends({ onFailure: 'stop' }, { onFailure: 'compensate' })).toBe(
      false,
    );
    expect(ends({}, { onFailure: 'compensate' })).toBe(true);
    expect(ends({}, {})).toBe(false);
  });

  it('goes on where the run is canceled meanwhile, and ends canceled', () => {
    const run = TestRun.started(
      [undoable('a'), step('b', ['a'])],
      {},
      { onFailure: 'compensate' },
    );
    run.complete('a');
    run.fail('b');

    expect(run.cancel()).toEqual(['run canceling']);
    expect(run.complete('a:compensate')).toEqual([
      'a:compensate completed #1',
      'a compensated',
      'run canceled',
    ]);
  });

  it('is tried again as its own policy says', () => {
    const run = canceled(
      [
        step('a', [], {
          compensate: undo({
            retry: { kind: 'failAfter', attempts: 2, delayMs: 100 },
          }),
        }),
        step('last', ['a']),
      ],
      ['a'],
    );
    run.fail('a:compensate');
    expect(run.due('a:compensate')).toContain('start a:compensate #2');

    expect(run.fail('a:compensate')).toContain('run needs_intervention');
  });

  it('needs an operator where its attempts kill their workers: it is not paused', () => {
    const run = canceled([undoable('a'), step('last', ['a'])], ['a']);
    run.lose('a:compensate');
    run.lose('a:compensate');

    expect(run.lose('a:compensate')).toContain('run needs_intervention');
    expect(run.state).toMatchObject({ status: 'canceling', poisoned: false });
  });
});

describe('a rollback that has failed', () => {
  const failed = () => {
    const run = canceled(
      [undoable('a'), undoable('b', ['a']), undoable('c'), step('last', ['b'])],
      ['a', 'b', 'c'],
    );
    run.fail('b:compensate');
    return run;
  };

  it('lets others go on', () => {
    const run = failed();

    expect(run.state).toMatchObject({ status: 'canceling', held: 1 });
    expect(run.complete('c:compensate')).toContain('c compensated');
    expect(run.state.status).toBe('canceling');
  });

  it('asks for an operator once, however many fail', () => {
    const run = failed();
    run.fail('c:compensate');

    const asked = run.facts.filter(
      ({ type }) => type === 'run.needs_intervention',
    );
    expect(asked).toHaveLength(1);
  });

  it('is retried by an operator', () => {
    const run = failed();
    run.complete('c:compensate');

    expect(run.retry('b:compensate')).toEqual([
      'b:compensate retrying #1: failed, unexpected',
      'run changed',
      'retry completed',
      'b:compensate started #2',
      'start b:compensate #2',
    ]);
    expect(run.fact('run.changed').needsIntervention).toBe(false);
    run.complete('b:compensate');
    expect(run.complete('a:compensate')).toContain('run canceled');
  });

  it('is left as it is by an operator, and the order goes on', () => {
    const run = failed();

    expect(run.force('b:compensate', 'skip')).toEqual([
      'b:compensate skipped: forced',
      'run changed',
      'force completed',
      'a compensation started',
      'a:compensate started #1',
      'start a:compensate #1',
    ]);
    expect(run.state.steps.b.status).toBe('completed');
  });

  it('was done by hand, an operator says', () => {
    const run = failed();

    expect(run.force('b:compensate', 'complete')).toContain('b compensated');
    expect(run.state.steps.b.status).toBe('compensated');
  });

  it('cannot be failed once more', () => {
    const run = failed();

    expect(run.force('b:compensate', 'fail')).toEqual(['force refused']);
    expect(run.force('c:compensate', 'skip')).toEqual(['force refused']);
    expect(run.force('x:compensate', 'skip')).toEqual(['force refused']);
  });

  it('is resolved with all that is left: the run ends', () => {
    const run = failed();

    expect(run.resolve()).toEqual([
      'run changed',
      'b:compensate skipped: forced',
      'abort c:compensate #1',
      'c:compensate skipped: forced',
      'resolve completed',
      'run canceled',
    ]);
    expect(run.fact('run.changed')).toMatchObject({
      needsIntervention: false,
      resolution: { note: 'undone by hand' },
    });
    expect(run.statuses()).not.toHaveProperty('a:compensate');
  });
});
