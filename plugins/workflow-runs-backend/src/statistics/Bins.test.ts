import { Bins, binOf, middleOf } from './Bins';

const DAY_MS = 86_400_000;

it.each([
  ...[0, 1, 2, 3, 10, 49, 50, 51, 99, 100, 101, 149, 150, 151, 999, 1_000],
  ...[12_345, 3_600_000, DAY_MS, 400 * DAY_MS, 10 * 365 * DAY_MS],
])('%i ms are within a percent of the middle of their bin', ms => {
  const off = Math.abs(middleOf(binOf(ms)) - ms);

  expect(off).toBeLessThanOrEqual(0.01 * ms * (1 + 1e-9));
});

it.each([1, 2, 7, 23, 42])('%i ms are told as they are', ms => {
  expect(middleOf(binOf(ms))).toBe(ms);
});

it('a longer duration is in no earlier bin', () => {
  let before = -1;
  for (let ms = 0; ms < 100_000; ms++) {
    expect(binOf(ms)).toBeGreaterThanOrEqual(before);
    before = binOf(ms);
  }
});

describe('quantiles', () => {
  const binsOf = (...durations: number[]) => {
    const bins = new Bins();
    for (const ms of durations) bins.add(binOf(ms), 1);
    return bins;
  };

  it.each([
    [[7], 0, 7],
    [[7], 0.5, 7],
    [[7], 1, 7],
    [[1, 100], 0.5, 1],
    [[100, 1], 0.51, 100],
    [[1, 10, 100], 0.5, 10],
    [[0, 0, 0, 50], 0.75, 0],
    [[0, 0, 0, 50], 0.76, 50],
    [Array.from({ length: 100 }, (_, i) => (i + 1) * 1_000), 0.95, 95_000],
    [Array.from({ length: 100 }, (_, i) => (i + 1) * 1_000), 0.99, 99_000],
  ])('of %j, the %f-th is %i', (durations, part, wanted) => {
    const off = Math.abs(binsOf(...durations).quantile(part) - wanted);

    expect(off).toBeLessThanOrEqual(0.01 * wanted * (1 + 1e-9));
  });

  it('are those of what is left where some is taken away', () => {
    const bins = binsOf(5, 500, 50_000);
    bins.addAll(binsOf(50_000), -1);
    bins.addAll(binsOf(5), -1);

    expect(bins.total).toBe(1);
    expect(bins.quantile(0)).toBe(bins.quantile(1));
    expect(Math.abs(bins.quantile(1) - 500)).toBeLessThanOrEqual(5);
  });

  it('say what the longest are at least', () => {
    const bins = binsOf(...Array.from({ length: 100 }, (_, i) => i * 1_000));

    const least = bins.floorOfLongest(10);

    expect(least).toBeLessThanOrEqual(90_000);
    expect(least).toBeGreaterThan(88_000);
    expect(binsOf(0, 1).floorOfLongest(10)).toBe(0);
  });
});
