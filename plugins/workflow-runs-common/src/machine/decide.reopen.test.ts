import { TestRun } from './__fixtures__/TestRun';
import { approval, map, step, undo, wait } from './__fixtures__/workflows';

const begun = (told: string[]) =>
  told.filter(one => one.startsWith('start ')).map(one => one.split(' ')[1]);

describe('retry of a run that has ended', () => {
  const failed = () => {
    const run = TestRun.started([
      step('a'),
      step('b', ['a']),
      step('c', ['b']),
      step('side', ['a']),
    ]);
    run.complete('a');
    run.complete('side');
    run.fail('b');
    return run;
  };

  it('repeats what did not succeed, and keeps the rest', () => {
    const run = failed();

    expect(begun(run.retry())).toEqual(['b']);
    expect(run.fact('run.reopened')).toMatchObject({
      step: null,
      recomputed: ['b', 'c'],
      kept: 2,
    });
    run.complete('b');
    expect(run.complete('c')).toContain('run completed');
    expect(run.state.steps.a.generation).toBe(0);
    expect(run.state.steps.b.generation).toBe(1);
  });

  it('counts attempts, time and status from anew', () => {
    const run = failed();
    const told = run.retry();

    expect(told).toContain('b started #1');
    expect(run.fact('step.started')).toMatchObject({
      generation: 1,
      from: 'pending',
      expected: null,
    });
    run.complete('b');
    run.complete('c');
    expect(run.fact('run.completed').durationMs).toBe(2_000);
  });

  it('repeats a named step and all that builds on it', () => {
    const run = failed();
    run.retry();
    run.complete('b');
    run.complete('c');

    expect(begun(run.retry('a'))).toEqual(['a']);
    expect(run.fact('run.reopened')).toMatchObject({
      generation: 2,
      step: 'a',
      recomputed: ['a', 'b', 'c', 'side'],
      kept: 0,
    });
  });

  it('repeats what failed too, where a step beside it is named', () => {
    const run = failed();

    expect(begun(run.retry('side'))).toEqual(['b', 'side']);
  });

  it('is refused where every step has succeeded and none is named', () => {
    const run = TestRun.started([step('a')]);
    run.complete('a');

    expect(run.retry()).toEqual(['retry refused']);
    expect(run.message).toBe(
      'Every step has succeeded: say from which one to repeat',
    );
    expect(run.retry('z')).toEqual(['retry refused']);
    expect(run.message).toBe("There is no step 'z'");
  });

  it('decides anew what is skipped', () => {
    const run = TestRun.started([
      step('a'),
      step('b', ['a'], { when: { eq: [{ $ref: '/steps/a/output' }, 1] } }),
      step('c', ['a'], { when: { eq: [{ $ref: '/steps/a/output' }, 2] } }),
    ]);
    run.complete('a', 1);
    run.complete('b');
    expect(run.statuses()).toEqual({
      a: 'completed',
      b: 'completed',
      c: 'skipped',
    });
    run.retry('a');

    expect(begun(run.complete('a', 2))).toEqual(['c']);
    expect(run.statuses()).toMatchObject({ b: 'skipped', c: 'running' });
  });

  it('does not go by what an earlier passage has put out', () => {
    const run = TestRun.started([
      step('a'),
      step('b', ['a'], { when: { eq: [{ $ref: '/steps/a/output' }, 1] } }),
      step('c', ['a', 'b'], {
        join: 'any',
        when: { exists: { $ref: '/steps/b/output' } },
      }),
    ]);
    run.complete('a', 1);
    run.complete('b', 'there');
    run.complete('c');
    run.retry('a');

    expect(run.complete('a', 2)).toEqual([
      'a completed #1',
      'b skipped: condition',
      'c skipped: condition',
      'run completed',
    ]);
  });

  it('keeps what an operator or a condition has skipped', () => {
    const run = TestRun.started([
      step('forced'),
      step('never', [], { when: { eq: [1, 2] } }),
      step('bad'),
    ]);
    run.force('forced', 'skip');
    run.fail('bad');

    expect(begun(run.retry())).toEqual(['bad']);
    expect(run.complete('bad')).toContain('run completed');
    expect(run.fact('run.completed').partial).toBe(true);
  });

  it('recomputes what was rolled back, and what builds on it', () => {
    const run = TestRun.started([
      step('a', [], { compensate: undo() }),
      step('b', ['a']),
      step('c', ['b']),
    ]);
    run.complete('a');
    run.complete('b');
    run.cancel();
    run.lose('c');
    run.complete('a:compensate');
    expect(run.statuses()).toMatchObject({ a: 'compensated', b: 'completed' });

    expect(begun(run.retry())).toEqual(['a']);
    expect(run.fact('run.reopened').recomputed).toEqual(['a', 'b', 'c']);
  });

  it('keeps what a rollback has not come to, where it was resolved', () => {
    const run = TestRun.started([
      step('a', [], { compensate: undo() }),
      step('b', ['a'], { compensate: undo() }),
      step('c', ['b']),
    ]);
    run.complete('a');
    run.complete('b');
    run.cancel();
    run.lose('c');
    run.fail('b:compensate');
    run.resolve();

    expect(begun(run.retry())).toEqual(['c']);
  });

  it('rolls back once more where it is canceled in the next passage', () => {
    const run = TestRun.started([
      step('a', [], { compensate: undo() }),
      step('b', ['a']),
    ]);
    run.complete('a');
    run.cancel();
    run.lose('b');
    run.complete('a:compensate');
    run.retry();
    run.complete('a');
    run.cancel();

    expect(run.lose('b')).toContain('start a:compensate #1');
    expect(run.complete('a:compensate')).toContain('run canceled');
  });

  it('repeats only the items of a fan-out that failed', () => {
    const list = Array.from({ length: 10_000 }, (_, i) => i);
    const run = TestRun.started(
      [map('m', [], { concurrency: 1_000, tolerate: { failures: 2 } })],
      { list },
    );
    const failing = [17, 4_000, 9_999];
    list.forEach(i =>
      failing.includes(i) ? run.fail(`m#${i}`) : run.complete(`m#${i}`),
    );
    expect(run.state.status).toBe('failed');

    expect(begun(run.retry())).toEqual(['m#17', 'm#4000', 'm#9999']);
    expect(run.fact('run.reopened').recomputed).toEqual([
      'm',
      'm#17',
      'm#4000',
      'm#9999',
    ]);
    failing.forEach(i => run.complete(`m#${i}`));
    expect(run.fact('step.completed').items).toEqual({
      total: 10_000,
      failed: 0,
    });
  });

  it('counts attempts of an item from anew, too, where it was to run again and has not', () => {
    const run = TestRun.started([map('m', [], { onFailure: 'hold' })], {
      list: [1],
    });
    run.pause();
    run.fail('m#0');
    run.retry('m');
    expect(run.statuses()['m#0']).toBe('pending');
    run.cancel();

    expect(run.retry()).toContain('start m#0 #1');
    expect(run.fact('run.reopened').recomputed).toEqual(['m', 'm#0']);
  });

  it.each([
    ['it is named itself', 'm'],
    ['the list may be another one', 'a'],
  ])('repeats all items of a fan-out where %s', (_, from) => {
    const run = TestRun.started([
      step('a'),
      map('m', ['a'], { items: { $ref: '/steps/a/output' } }),
    ]);
    run.complete('a', [1, 2]);
    run.complete('m#0');
    run.complete('m#1');
    const told = run.retry(from);

    const again = from === 'a' ? run.complete('a', [1, 2, 3]) : told;
    expect(begun(again)).toEqual(
      from === 'a' ? ['m#0', 'm#1', 'm#2'] : ['m#0', 'm#1'],
    );
  });

  it('gives no result of an earlier passage for an item that fails in this one', () => {
    const run = TestRun.started(
      [
        map('m', [], { tolerate: { failures: 1 } }),
        step('after', ['m'], {
          when: { eq: [{ $ref: '/steps/m/output/results' }, [null]] },
        }),
      ],
      { list: [1] },
    );
    run.complete('m#0', 'old');
    run.retry('m');

    expect(begun(run.fail('m#0'))).toEqual(['after']);
  });

  it('asks and waits anew', () => {
    const run = TestRun.started([
      approval('ok', [], { slaMs: 500 }),
      wait('w', [], { event: 'paid' }),
    ]);
    run.reject('ok');
    expect(run.statuses()).toEqual({ ok: 'failed', w: 'canceled' });

    expect(run.retry()).toEqual([
      'run reopened',
      'retry completed',
      'ok waiting_human: asked',
      'overdue timer ok #0 in 500',
      'w started #1',
    ]);
    expect(run.state.awaiting).toEqual({ paid: ['w'] });
  });

  it('opens a run that was canceled before it ever started', () => {
    const run = new TestRun([step('a')]);
    run.cancel();

    expect(begun(run.retry())).toEqual(['a']);
  });

  it('hears no more of what an earlier passage has left under way', () => {
    const run = TestRun.started([step('a'), step('b')]);
    run.force('a', 'complete');
    run.complete('b');
    run.retry('a');
    const late = { step: 'a', attempt: 1, generation: 0 } as const;

    expect(
      run.send({ type: 'attempt.completed', ...late, output: 'late' }),
    ).toEqual([]);
    expect(
      run.send({
        type: 'attempt.completed',
        ...late,
        generation: 1,
        output: null,
      }),
    ).toContain('run completed');
  });
});
