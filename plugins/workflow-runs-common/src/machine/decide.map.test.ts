import type { MapStep, RetryPolicy } from '../definition/steps';
import { TestRun } from './__fixtures__/TestRun';
import { map, step } from './__fixtures__/workflows';

const twice: RetryPolicy = { kind: 'failAfter', attempts: 2, delayMs: 500 };
const handler = { name: 'any', version: 1 };

const over = (list: unknown[], options: Partial<MapStep> = {}) =>
  TestRun.started([map('m', [], options), step('after', ['m'])], {
    list,
  } as never);

const begun = (told: string[]) =>
  told.filter(one => one.startsWith('start ')).map(one => one.split(' ')[1]);

describe('a fan-out', () => {
  it('starts an attempt for each item, and completes with the last', () => {
    const run = over(['a', 'b']);

    expect(run.facts.map(({ type }) => type)).toEqual([
      'run.started',
      'step.started',
      'step.started',
      'step.started',
    ]);
    run.complete('m#1');
    expect(run.complete('m#0')).toEqual([
      'm#0 completed #1',
      'm completed #1',
      'after started #1',
      'start after #1',
    ]);
    expect(run.fact('step.completed').items).toEqual({ total: 2, failed: 0 });
  });

  it('has no more items under way than its concurrency', () => {
    const run = over([1, 2, 3, 4], { concurrency: 2 });

    expect(run.state.running).toBe(2);
    expect(begun(run.complete('m#1'))).toEqual(['m#2']);
    expect(begun(run.complete('m#2'))).toEqual(['m#3']);
    expect(begun(run.complete('m#3'))).toEqual([]);
  });

  it('keeps the place of an item that waits for another attempt', () => {
    const run = over([1, 2], {
      concurrency: 1,
      each: { handler, retry: twice, timeoutMs: 1_000 },
    });

    expect(begun(run.fail('m#0'))).toEqual([]);
    expect(begun(run.due('m#0'))).toEqual(['m#0']);
    expect(begun(run.complete('m#0'))).toEqual(['m#1']);
  });

  it('completes at once where there is nothing to do', () => {
    const run = over([]);

    expect(run.statuses()).toEqual({ m: 'completed', after: 'running' });
  });

  it('fails where what it is over is no list', () => {
    const run = TestRun.started([map('m')], { list: 'text' });

    expect(run.fact('step.failed').error).toMatchObject({
      category: 'validation_failed',
      code: 'NO_LIST',
    });
    expect(run.state.status).toBe('failed');
  });

  it('puts out the results in the order of the items', () => {
    const run = TestRun.started(
      [
        map('m', [], { tolerate: { failures: 1 } }),
        step('after', ['m'], {
          when: {
            eq: [{ $ref: '/steps/m/output/results' }, ['zero', null, 'two']],
          },
        }),
      ],
      { list: [1, 2, 3] },
    );
    run.complete('m#2', 'two');
    run.fail('m#1');

    expect(begun(run.complete('m#0', 'zero'))).toEqual(['after']);
    expect(run.state.outputs.m).toEqual({
      items: 3,
      completed: 2,
      failed: 1,
      results: ['zero', null, 'two'],
    });
  });

  it('gives each child run the item that it is for', () => {
    const run = TestRun.started(
      [
        map('m', [], {
          each: {
            workflow: 'other',
            input: { of: { $ref: '/item/id' }, by: { $ref: '/input/by' } },
            retry: { kind: 'none' },
          },
        }),
      ],
      { list: [{ id: 7 }, {}], by: 'me' },
    );

    expect(run.state).toMatchObject({ running: 0, active: 1 });
    expect(run.launched).toEqual([
      { unit: 'm#0', workflow: 'other', input: { of: 7, by: 'me' } },
      { unit: 'm#1', workflow: 'other', input: { of: null, by: 'me' } },
    ]);
  });
});

describe('failures of items', () => {
  it('fail the fan-out where none is tolerated, and nothing more of it starts', () => {
    const run = over([1, 2, 3, 4], { concurrency: 2 });

    expect(run.fail('m#0')).toEqual(['m#0 failed #1']);
    expect(run.complete('m#1')).toEqual([
      'm#1 completed #1',
      'm failed #1',
      'after skipped: upstream_failed',
      'run failed',
    ]);
    expect(run.fact('run.failed').error).toMatchObject({
      category: 'transient',
      code: 'ITEMS_FAILED',
      message:
        '1 of 4 items failed, and 0 may; the first, item 0: it was transient',
    });
  });

  it.each([
    [{ failures: 1 }, 1],
    [{ share: 0.5 }, 2],
    [{ share: 0.49 }, 1],
  ])('are tolerated as the definition says: %j', (tolerate, tolerated) => {
    const ends = (failures: number) => {
      const run = over([1, 2, 3, 4], { tolerate });
      [0, 1, 2, 3].forEach(i =>
        i < failures ? run.fail(`m#${i}`) : run.complete(`m#${i}`),
      );
      return run.state.steps.m.status;
    };

    expect(ends(tolerated)).toBe('completed');
    expect(ends(tolerated + 1)).toBe('failed');
  });

  it('give up what waits for another attempt, once there are too many', () => {
    const run = over([1, 2, 3], {
      each: { handler, retry: twice, timeoutMs: 1_000 },
    });
    run.fail('m#0');

    expect(run.fail('m#1', 'policy_denied')).toEqual([
      'm#1 failed #1',
      'clear timer m#0',
      'm#0 failed #1',
    ]);
    expect(run.complete('m#2')).toContain('m failed #1');
  });

  it('are not tried again either, once there are too many', () => {
    const run = over([1, 2, 3], {
      each: { handler, retry: twice, timeoutMs: 1_000 },
    });
    run.fail('m#0', 'policy_denied');

    expect(run.fail('m#1')).toEqual(['m#1 failed #1']);
    expect(run.lose('m#2')).toContain('m failed #1');
  });

  it('leave a run that fails for another reason to what executes', () => {
    const run = TestRun.started([map('m'), step('bad')], { list: [1, 2] });
    run.complete('m#0');

    expect(run.fail('bad')).toEqual(['bad failed #1']);
    expect(run.complete('m#1')).toEqual([
      'm#1 completed #1',
      'm completed #1',
      'run failed',
    ]);
  });

  it('cancel a fan-out of which items have not started when its run fails', () => {
    const run = TestRun.started(
      [map('m', [], { concurrency: 1 }), step('bad')],
      {
        list: [1, 2],
      },
    );
    run.fail('bad');

    expect(run.complete('m#0')).toEqual([
      'm#0 completed #1',
      'm canceled #1',
      'run failed',
    ]);
  });

  it('tell no more of an item than the model takes', () => {
    const run = over([1]);
    const error = { category: 'bug', code: null, message: 'x'.repeat(4_000) };
    run.send({
      type: 'attempt.failed',
      step: 'm',
      item: 0,
      attempt: 1,
      error: error as never,
    });

    expect(run.fact('run.failed').error.message).toHaveLength(4_000);
  });
});

describe('a fan-out that is canceled', () => {
  it('aborts its items, and is canceled with the last of them', () => {
    const run = over([1, 2, 3], { concurrency: 2 });

    expect(run.cancel()).toEqual([
      'run canceling',
      'abort m#0 #1',
      'abort m#1 #1',
      'after skipped: run_canceled',
    ]);
    run.lose('m#0');
    expect(run.lose('m#1')).toEqual([
      'm#1 canceled #1',
      'm canceled #1',
      'run canceled',
    ]);
  });

  it('has completed all the same where all of its items have', () => {
    const run = over([1]);
    run.cancel();

    expect(run.complete('m#0')).toEqual([
      'm#0 completed #1',
      'm completed #1',
      'run canceled',
    ]);
  });
});
