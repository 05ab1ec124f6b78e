import { depthsOf } from './depthsOf';

const step = (key: string, ...dependsOn: string[]) => ({ key, dependsOn });

describe('how deep steps are', () => {
  it.each([
    ['nothing before any', [step('b'), { key: 'a' }], { a: 0, b: 0 }],
    [
      'a chain, told from behind',
      [step('a', 'b'), step('b', 'c'), step('c')],
      { a: 2, b: 1, c: 0 },
    ],
    [
      'two ways that join',
      [
        step('end', 'long', 'short'),
        step('long', 'x'),
        step('short'),
        step('x'),
      ],
      { end: 2, long: 1, short: 0, x: 0 },
    ],
    ['a step that is not known', [step('a', 'elsewhere')], { a: 0 }],
    ['a step that waits for itself', [step('a', 'a')], { a: 0 }],
  ])('is counted with %s', (_, steps, depths) => {
    expect(Object.fromEntries(depthsOf(steps))).toEqual(depths);
  });

  it('is counted where steps wait for each other, and of a long chain', () => {
    expect(depthsOf([step('a', 'b'), step('b', 'a')]).size).toBe(2);
    const chain = Array.from({ length: 2_000 }, (_, index) =>
      step(`${index}`, `${index + 1}`),
    );
    expect(depthsOf(chain).get('0')).toBe(1_999);
  });
});
