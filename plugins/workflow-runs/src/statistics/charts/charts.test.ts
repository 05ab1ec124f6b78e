import { countTicks, durationTicks } from './axis';
import { spread } from './spread';

describe('durationTicks', () => {
  it.each([
    [0, [0, 100]],
    [350, [0, 100, 200, 300, 400]],
    [9_000, [0, 5_000, 10_000]],
    [61_000, [0, 30_000, 60_000, 90_000]],
    [4 * 3_600_000, [0, 3_600_000, 7_200_000, 10_800_000, 14_400_000]],
  ])('for %d ms are at %j', (longest, ticks) => {
    expect(durationTicks(longest)).toEqual(ticks);
  });

  it('reach above everything, however long it took', () => {
    for (const longest of [1, 4_321, 86_400_000, 3e12]) {
      const ticks = durationTicks(longest);
      expect(ticks[ticks.length - 1]).toBeGreaterThanOrEqual(longest);
      expect(ticks.length).toBeLessThanOrEqual(5);
    }
  });
});

describe('countTicks', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [7, [0, 2, 4, 6, 8]],
    [52, [0, 20, 40, 60]],
    [1_284, [0, 500, 1_000, 1_500]],
    [10_000_000, [0, 5_000_000, 10_000_000]],
  ])('for %d are at %j', (most, ticks) => {
    expect(countTicks(most)).toEqual(ticks);
  });
});

describe('spread', () => {
  it.each([
    [[], []],
    [
      [10, 50],
      [10, 50],
    ],
    [
      [10, 12],
      [10, 26],
    ],
    // The order stays, whichever came first.
    [
      [12, 10],
      [26, 10],
    ],
    [
      [10, 10, 10],
      [10, 26, 42],
    ],
  ])('moves %j to %j', (heights, placed) => {
    expect(spread(heights, 16)).toEqual(placed);
  });
});
