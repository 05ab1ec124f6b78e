import { Change, changeOf, Wanted } from './change';
import { enough, isFew } from './samples';
import { aDuration } from 'backstage-plugin-workflow-runs-react/testing';

const measure = (value: number | null, n = 100) => ({ value, n });

describe('changeOf', () => {
  it.each<
    [
      string,
      number | null,
      number,
      number | null,
      number,
      Wanted,
      Change['trend'],
    ]
  >([
    ['a rate that has risen', 0.9, 100, 0.8, 100, 'up', 'better'],
    ['a rate that has fallen', 0.8, 100, 0.9, 100, 'up', 'worse'],
    ['failures that are fewer', 0.1, 100, 0.2, 100, 'down', 'better'],
    ['failures that are more', 0.2, 100, 0.1, 100, 'down', 'worse'],
    [
      'a number that is neither good nor bad',
      5,
      100,
      4,
      100,
      'neither',
      'more',
    ],
    ['the same the other way', 4, 100, 5, 100, 'neither', 'less'],
    ['what reads the same', 0.5, 100, 0.5004, 100, 'up', 'same'],
    ['too few runs now', 0.9, 19, 0.8, 100, 'up', 'few'],
    ['too few runs before', 0.9, 100, 0.8, 19, 'up', 'few'],
    ['just enough runs', 0.9, 20, 0.8, 20, 'up', 'better'],
    ['nothing now', null, 0, 0.8, 100, 'up', 'few'],
    ['too few before to tell a value', 0.8, 100, null, 3, 'up', 'few'],
    ['nothing before', 0.8, 100, null, 0, 'up', 'none'],
  ])('of %s', (_, now, n, before, m, wanted, trend) => {
    expect(
      changeOf(measure(now, n), measure(before, m), wanted, 0.0005).trend,
    ).toBe(trend);
  });

  it('tells by how much, with its sign', () => {
    expect(changeOf(measure(3), measure(5), 'neither', 0.5).by).toBe(-2);
  });
});

describe('samples', () => {
  it.each([
    [0, true],
    [19, true],
    [20, false],
  ])('of %d are few: %s', (n, few) => {
    expect(isFew(n)).toBe(few);
  });

  it('tell quantiles of enough runs only', () => {
    expect(enough(aDuration(20, 1_000))?.p95Ms).toBe(2_000);
    expect(enough(aDuration(19, 1_000))).toBeNull();
    expect(enough(null)).toBeNull();
  });
});
