import { map, step, workflow } from '../machine/__fixtures__/workflows';
import { buildGraph } from '../machine/graph';
import { branchesOf } from './branches';

/** The branches of steps that are written as `key: what it waits for`. */
const branches = (...steps: string[]) =>
  Object.fromEntries(
    branchesOf(
      buildGraph(
        workflow(
          steps.map(text => {
            const [key, dependsOn = ''] = text.split(':');
            return step(key, dependsOn.trim().split(/\s+/).filter(Boolean));
          }),
        ),
      ),
    ),
  );

describe('the branches of a graph', () => {
  it.each<[string, string[], Record<string, string | null>]>([
    ['one step has none', ['a'], { a: null }],
    ['a chain has none', ['a', 'b: a', 'c: b'], { a: null, b: null, c: null }],
    [
      'each dependent of several begins one',
      ['a', 'b: a', 'c: a'],
      { a: null, b: 'b', c: 'c' },
    ],
    [
      'a branch goes on',
      ['a', 'b: a', 'b2: b', 'c: a', 'c2: c'],
      { a: null, b: 'b', b2: 'b', c: 'c', c2: 'c' },
    ],
    [
      'a join of branches goes back to the trunk',
      ['a', 'b: a', 'c: a', 'd: b c', 'e: d'],
      { a: null, b: 'b', c: 'c', d: null, e: null },
    ],
    [
      'each of several roots begins one',
      ['a', 'b', 'c: a', 'd: c b'],
      { a: 'a', b: 'b', c: 'a', d: null },
    ],
    [
      'a branch within a branch ends in that one',
      ['a', 'b: a', 'c: a', 'b1: b', 'b2: b', 'bj: b1 b2', 'e: bj c'],
      { a: null, b: 'b', c: 'c', b1: 'b1', b2: 'b2', bj: 'b', e: null },
    ],
    [
      'a join of a branch and one within it belongs to the outer one',
      ['a', 'b: a', 'x: a', 'b1: b', 'b2: b', 'j: b b1'],
      { a: null, b: 'b', x: 'x', b1: 'b1', b2: 'b2', j: 'b' },
    ],
    [
      'a join within a branch of the same branch stays there',
      ['a', 'x: a', 'b: a', 'c: b', 'd: c b'],
      { a: null, x: 'x', b: 'b', c: 'c', d: 'b' },
    ],
    [
      'what is named twice is one step',
      ['a', 'b: a a', 'c: b'],
      { a: null, b: null, c: null },
    ],
    [
      'the order of the definition does not matter',
      ['d: b c', 'c: a', 'b: a', 'a'],
      { a: null, b: 'b', c: 'c', d: null },
    ],
    [
      'what is in a cycle belongs to the trunk',
      ['a', 'b: a c', 'c: b'],
      { a: null, b: null, c: null },
    ],
    [
      'keys may be names that objects have',
      ['constructor', 'toString: constructor', '__proto__x: constructor'],
      { constructor: null, toString: 'toString', __proto__x: '__proto__x' },
    ],
  ])('%s', (_, steps, expected) => {
    expect(branches(...steps)).toEqual(expected);
  });

  it('a fan-out is in one like any other step', () => {
    const graph = buildGraph(
      workflow([step('a'), map('m', ['a']), step('b', ['a'])]),
    );

    expect(branchesOf(graph).get('m')).toBe('m');
  });

  it('are found at once, however many there are and however deep they are nested', () => {
    // Each step has two dependents, one of which has two in turn, and so on.
    const steps = [step('s0')];
    for (let index = 1; index < 10_000; index += 2) {
      const before = `s${Math.max(0, index - 2)}`;
      steps.push(step(`s${index}`, [before]), step(`s${index + 1}`, [before]));
    }
    const graph = buildGraph(workflow(steps));
    const started = performance.now();
    const found = branchesOf(graph);

    expect(performance.now() - started).toBeLessThan(1_000);
    expect(found.get('s9999')).toBe('s9999');
  });
});
