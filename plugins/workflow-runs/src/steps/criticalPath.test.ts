import { criticalPath, PathStep } from './criticalPath';

/** Steps written as `key: dependencies start-end`; without times where they have not begun. */
const steps = (...lines: string[]): PathStep[] =>
  lines.map(line => {
    const [, stepKey, dependsOn, start, end] =
      /^(\w+):([\w ]*?)(?: (\d+)-(\d+))?$/.exec(line)!;
    return {
      stepKey,
      dependsOn: dependsOn.trim().split(' ').filter(Boolean),
      start: start === undefined ? null : Number(start),
      end: end === undefined ? null : Number(end),
    };
  });

describe('criticalPath', () => {
  it.each<[string, string[], string[]]>([
    ['of nothing is empty', [], []],
    ['of what has not begun is empty', ['a:', 'b: a'], []],
    ['of one step is that step', ['a: 0-5'], ['a']],
    [
      'of a chain is the chain',
      ['a: 0-5', 'b: a 5-7', 'c: b 7-9'],
      ['a', 'b', 'c'],
    ],
    [
      'goes through the branch that ended last',
      ['a: 0-5', 'b: a 5-7', 'c: a 5-30', 'd: b c 30-31'],
      ['a', 'c', 'd'],
    ],
    [
      'counts what was waited: a short step that began late is on it',
      ['a: 0-5', 'b: a 5-20', 'c: a 40-41', 'd: b c 41-42'],
      ['a', 'c', 'd'],
    ],
    [
      'ends with what ended last, though more steps follow one another elsewhere',
      ['a: 0-1', 'b: a 1-2', 'c: b 2-3', 'x: 0-9'],
      ['x'],
    ],
    [
      'goes through a step that was skipped, without naming it',
      ['a: 0-5', 'b: a', 'c: b 6-9'],
      ['a', 'c'],
    ],
    [
      'takes the first of two that ended at once',
      ['a: 0-5', 'b: 0-5', 'c: a b 5-6'],
      ['a', 'c'],
    ],
    ['stops at a dependency that is not there', ['b: a 3-4'], ['b']],
    ['does not go round in a cycle', ['a: b 0-5', 'b: a 5-9'], ['a', 'b']],
    [
      'does not go round in a cycle of what was skipped',
      ['a: b', 'b: a', 'c: a 5-9'],
      ['c'],
    ],
  ])('%s', (_, lines, path) => {
    expect(criticalPath(steps(...lines))).toEqual(path);
  });

  it('is found at once in a chain of 10,000', () => {
    const chain = Array.from(
      { length: 10_000 },
      (__, index): PathStep => ({
        stepKey: `s${index}`,
        dependsOn: index > 0 ? [`s${index - 1}`] : [],
        start: index,
        end: index + 1,
      }),
    );
    const started = performance.now();
    expect(criticalPath(chain)).toHaveLength(10_000);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
