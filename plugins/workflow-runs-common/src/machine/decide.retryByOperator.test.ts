import { TestRun } from './__fixtures__/TestRun';
import { map, step } from './__fixtures__/workflows';

describe('retry of a run that is under way', () => {
  it('has a step that waits for its next attempt tried again now', () => {
    const run = TestRun.started([
      step('a', [], {
        retry: { kind: 'failAfter', attempts: 2, delayMs: 9_000 },
      }),
    ]);
    run.fail('a');

    expect(run.retry('a')).toEqual([
      'clear timer a',
      'retry completed',
      'a started #2',
      'start a #2',
    ]);
    expect(run.due('a')).toEqual([]);
  });

  it('has an item tried again now', () => {
    const run = TestRun.started(
      [
        map('m', [], {
          each: {
            handler: { name: 'any', version: 1 },
            retry: { kind: 'failAfter', attempts: 2, delayMs: 9_000 },
            timeoutMs: 1_000,
          },
        }),
      ],
      { list: [1] },
    );
    run.fail('m#0');

    expect(run.retry('m#0')).toContain('start m#0 #2');
  });

  it.each([
    [undefined, 'No step waits for an operator'],
    ['a', "Step 'a' waits for no other attempt: it is running"],
    ['z', "There is no step 'z'"],
  ])('is refused where nothing waits: %s', (unit, message) => {
    const run = TestRun.started([step('a')]);

    expect(run.retry(unit)).toEqual(['retry refused']);
    expect(run.message).toBe(message);
  });
});
