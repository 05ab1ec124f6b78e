import { layoutGraph } from './layout';

/** Nodes written as `id: what it waits for`. */
const layout = (...lines: string[]) =>
  layoutGraph(
    lines.map(line => {
      const [id, dependsOn = ''] = line.split(':');
      return { id, dependsOn: dependsOn.trim().split(' ').filter(Boolean) };
    }),
  );

const placesOf = (...lines: string[]) =>
  Object.fromEntries(
    [...layout(...lines).places].map(([id, { layer, lane }]) => [
      id,
      [layer, lane],
    ]),
  );

describe('layoutGraph', () => {
  it.each<[string, string[], Record<string, [number, number]>]>([
    ['nothing', [], {}],
    ['one step', ['a'], { a: [0, 0] }],
    [
      'a chain in one lane',
      ['a', 'b: a', 'c: b'],
      { a: [0, 0], b: [1, 0], c: [2, 0] },
    ],
    [
      'branches side by side, and what they begin and end with between them',
      ['a', 'b: a', 'c: a', 'd: b c'],
      { a: [0, 0.5], b: [1, 0], c: [1, 1], d: [2, 0.5] },
    ],
    [
      'a step behind the longest way to it',
      ['a', 'b: a', 'c: b', 'd: a c'],
      { a: [0, 0.5], b: [1, 0], c: [2, 0], d: [3, 0.5] },
    ],
    ['what it waits for and is not there', ['a: gone'], { a: [0, 0] }],
    ['what goes round in a circle', ['a: b', 'b: a'], { a: [0, 0], b: [0, 1] }],
    [
      'branches so that lines do not cross',
      ['a', 'b', 'c: b', 'd: a'],
      { a: [0, 0], b: [0, 1], c: [1, 1], d: [1, 0] },
    ],
  ])('places %s', (_, lines, places) => {
    expect(placesOf(...lines)).toEqual(places);
  });

  it('lets a line pass other steps in a lane of its own', () => {
    const { edges } = layout('a', 'b: a', 'c: b', 'd: a c');
    expect(
      edges.find(({ from, to }) => from === 'a' && to === 'd')?.points,
    ).toEqual([
      { layer: 0, lane: 0.5 },
      { layer: 1, lane: 1 },
      { layer: 2, lane: 1 },
      { layer: 3, lane: 0.5 },
    ]);
  });

  it('never lets two steps overlap, and is done at once with 200', () => {
    const nodes = Array.from({ length: 200 }, (_, index) => ({
      id: `s${index}`,
      dependsOn: [index - 3, index - 7, index - 20]
        .filter(each => each >= 0 && (index * each) % 5 !== 1)
        .map(each => `s${each}`),
    }));
    const started = performance.now();
    const { places } = layoutGraph(nodes);
    expect(performance.now() - started).toBeLessThan(1_000);
    const list = [...places.values()];
    const distances = list.flatMap((place, index) =>
      list
        .slice(index + 1)
        .filter(other => other.layer === place.layer)
        .map(other => Math.abs(other.lane - place.lane)),
    );
    expect(distances.length).toBeGreaterThan(50);
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(0.98);
  });
});
