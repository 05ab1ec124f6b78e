import type { RetryPolicy } from '../definition/steps';
import { TestRun } from './__fixtures__/TestRun';
import { map } from './__fixtures__/workflows';

const twice: RetryPolicy = { kind: 'failAfter', attempts: 2, delayMs: 500 };
const handler = { name: 'any', version: 1 };

describe('a fan-out too wide for one run', () => {
  const list = Array.from({ length: 25_000 }, (_, i) => i);

  it('starts runs for chunks of it, which take no worker', () => {
    const run = TestRun.started([map('m')], { list }, { concurrency: 1 });

    expect(run.launched).toEqual([
      {
        unit: 'm#0',
        workflow: null,
        input: null,
        chunk: { from: 0, to: 10_000 },
      },
      {
        unit: 'm#1',
        workflow: null,
        input: null,
        chunk: { from: 10_000, to: 20_000 },
      },
      {
        unit: 'm#2',
        workflow: null,
        input: null,
        chunk: { from: 20_000, to: 25_000 },
      },
    ]);
    expect(run.state.running).toBe(0);
    expect(run.cancel()).toContain('cancel child m#0 #1');
  });

  it('counts items, not chunks', () => {
    const run = TestRun.started([map('m', [], { tolerate: { failures: 3 } })], {
      list,
    });
    const chunk = (item: number, failedItems: number) =>
      run.send({
        type: 'attempt.completed',
        step: 'm',
        item,
        attempt: 1,
        output: null,
        failedItems,
      });
    chunk(0, 2);
    expect(run.fact('step.completed').items).toEqual({
      total: 10_000,
      failed: 2,
    });
    chunk(1, 0);
    chunk(2, 1);

    expect(run.fact('step.completed')).toMatchObject({
      step: 'm',
      item: -1,
      items: { total: 25_000, failed: 3 },
    });
    expect(run.fact('run.completed').partial).toBe(true);
  });

  it('counts a chunk that failed as all of its items', () => {
    const run = TestRun.started([map('m', [], { tolerate: { share: 0.3 } })], {
      list,
    });
    run.complete('m#0');
    run.complete('m#1');
    run.fail('m#2');

    expect(run.fact('step.completed').items).toEqual({
      total: 25_000,
      failed: 5_000,
    });
  });

  it('does not apply to a chunk what the definition says about an item', () => {
    const each = { handler, retry: twice, timeoutMs: 1, totalTimeoutMs: 9 };
    const run = TestRun.started([map('m', [], { each })], { list });

    expect(run.timersSet).toEqual([]);
    expect(run.fail('m#0')).toEqual(['m#0 failed #1']);
  });
});
