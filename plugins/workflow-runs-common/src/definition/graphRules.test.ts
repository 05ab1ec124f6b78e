import { chain, step, workflow } from '../machine/__fixtures__/workflows';
import { problemsOf, work } from './__fixtures__/steps';
import { findDefinitionProblems } from './validate';

describe('the graph', () => {
  it.each([
    [
      'a key that is taken',
      [step('a'), step('a'), step('a')],
      [
        ['unique-key', 'a', '/steps/1/key'],
        ['unique-key', 'a', '/steps/2/key'],
      ],
    ],
    [
      'a dependency that there is not',
      [step('a', ['x', 'y']), step('b', ['a'])],
      [
        ['known-dependency', 'a', '/steps/0/dependsOn/0'],
        ['known-dependency', 'a', '/steps/0/dependsOn/1'],
      ],
    ],
    [
      'a step that waits for itself',
      [step('a'), step('b', ['a', 'b'])],
      [['no-self-dependency', 'b', '/steps/1/dependsOn/1']],
    ],
    [
      'a cycle',
      [step('a', ['b']), step('b', ['a'])],
      [['no-cycle', 'a', '/steps/0/dependsOn']],
    ],
    [
      'a cycle with a step behind it',
      [step('z', ['a']), step('a', ['b']), step('b', ['a'])],
      [['no-cycle', 'a', '/steps/1/dependsOn']],
    ],
    [
      'an inherited name that is no step',
      [step('a', ['constructor'])],
      [['known-dependency', 'a', '/steps/0/dependsOn/0']],
    ],
    [
      'several things at once, in the order of the rules',
      [step('a', ['x']), step('b', ['b']), step('a')],
      [
        ['unique-key', 'a', '/steps/2/key'],
        ['known-dependency', 'a', '/steps/0/dependsOn/0'],
        ['no-self-dependency', 'b', '/steps/1/dependsOn/0'],
      ],
    ],
  ])('is refused with %s', (_, steps, expected) => {
    expect(
      findDefinitionProblems(workflow(steps)).map(problem => [
        problem.rule,
        problem.step,
        problem.pointer,
      ]),
    ).toEqual(expected);
  });

  it('names the steps of a cycle', () => {
    expect(
      findDefinitionProblems(
        workflow([step('a', ['c']), step('b', ['a']), step('c', ['b'])]),
      )[0].message,
    ).toBe('depends on itself: a → c → b → a');
  });

  it('names the beginning of a long cycle', () => {
    const steps = chain(10_000);
    steps[0].dependsOn = ['s9999'];
    const [problem] = findDefinitionProblems(workflow(steps));

    expect(problem.message).toMatch(/^depends on itself: s0 → s9999 → s9998 /);
    expect(problem.message).toMatch(/ → … \(9990 more\) → s0$/);
  });

  it('allows a dependency to be named twice', () => {
    expect(
      findDefinitionProblems(workflow([step('a'), step('b', ['a', 'a'])])),
    ).toEqual([]);
  });

  it('may be a fan of one thousand into each of ten thousand', () => {
    const hubs = Array.from({ length: 1_000 }, (_, i) => step(`h${i}`));
    const spokes = Array.from({ length: 100 }, (_, i) =>
      step(
        `s${i}`,
        hubs.map(({ key }) => key),
      ),
    );

    expect(findDefinitionProblems(workflow([...hubs, ...spokes]))).toEqual([]);
  });
});

describe('any of several', () => {
  it.each([
    ['no steps', []],
    ['one step', ['a']],
    ['one step, named twice', ['a', 'a']],
  ])('is not said of %s', (_, dependsOn) => {
    expect(
      problemsOf([work('a'), work('b', { dependsOn, join: 'any' })]),
    ).toEqual([
      "/steps/1/join: join: 'any' needs two steps or more to depend on",
    ]);
  });

  it('is said of two', () => {
    const dependsOn = ['a', 'b'];

    expect(
      problemsOf([
        work('a'),
        work('b'),
        work('c', { dependsOn, join: 'any' }),
        work('d', { join: 'all' }),
      ]),
    ).toEqual([]);
  });
});
