import { step, workflow } from './__fixtures__/workflows';
import { buildGraph } from './graph';

const graph = buildGraph(
  workflow([
    step('a'),
    step('b', ['a', 'a']),
    step('c', ['b'], { when: { exists: { $ref: '/steps/a/output/x' } } }),
    step('d'),
  ]),
);

describe('buildGraph', () => {
  it('knows what waits for nothing', () => {
    expect(graph.roots).toEqual(['a', 'd']);
  });

  it('knows what waits for what', () => {
    expect(graph.dependentsOf('a')).toEqual(['b']);
    expect(graph.dependentsOf('c')).toEqual([]);
    expect(graph.dependencyCount('b')).toBe(1);
    expect(graph.dependencyCount('a')).toBe(0);
  });

  it('knows which outputs conditions read', () => {
    expect(graph.referencesOf('c')).toEqual(['a']);
    expect(graph.referencesOf('a')).toEqual([]);
    expect([...graph.referredSteps]).toEqual(['a']);
  });

  it.each([
    ['a', 'b', true],
    ['a', 'c', true],
    ['c', 'a', false],
    ['d', 'c', false],
    ['a', 'a', false],
    ['unknown', 'c', false],
  ])('is %s upstream of %s: %s', (earlier, later, expected) => {
    expect(graph.isUpstream(earlier, later)).toBe(expected);
  });

  it('names the workflow and the step where there is none', () => {
    expect(graph.has('nope')).toBe(false);
    expect(graph.has('constructor')).toBe(false);
    expect(() => graph.step('nope')).toThrow(
      "Workflow 'example' has no step 'nope'",
    );
  });

  it('bears cycles', () => {
    const cyclic = buildGraph(workflow([step('a', ['b']), step('b', ['a'])]));

    expect(cyclic.roots).toEqual([]);
    expect(cyclic.isUpstream('a', 'a')).toBe(true);
  });
});
