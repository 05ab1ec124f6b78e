import { bucketAt, coverOf, FEW_SPANS, quarterOf, SPANS } from './spans';

const at = (iso: string) => quarterOf(Date.parse(iso));

it.each([
  ['2026-01-01T00:00Z', '2026-01-01T00:15Z', [[1, 1]]],
  ['2026-01-01T00:00Z', '2026-01-02T00:00Z', [[96, 1]]],
  // A day of Berlin.
  [
    '2025-12-31T23:00Z',
    '2026-01-01T23:00Z',
    [
      [4, 1],
      [24, 3],
      [4, 5],
    ],
  ],
  // A day of Kolkata.
  [
    '2025-12-31T18:30Z',
    '2026-01-01T18:30Z',
    [
      [1, 2],
      [4, 5],
      [24, 3],
      [1, 2],
    ],
  ],
])('%s to %s is covered by %j', (from, to, wanted) => {
  const cover = coverOf(at(from), at(to));

  expect(
    cover.map(({ span, from: first, to: beyond }) => [
      span,
      (beyond - first) / span,
    ]),
  ).toEqual(wanted);
});

it('covers ninety days and a half with few buckets', () => {
  const cover = coverOf(at('2026-01-03T05:15Z'), at('2026-04-03T19:45Z'));
  const buckets = cover.map(({ span, from, to }) => (to - from) / span);

  expect(buckets.reduce((sum, count) => sum + count, 0)).toBeLessThan(50);
});

it('covers every time with nothing left out and nothing twice', () => {
  for (let i = 0; i < 500; i++) {
    const from = Math.floor(Math.random() * 5_000);
    const to = from + Math.floor(Math.random() * 5_000);
    let place = from;
    for (const stretch of coverOf(from, to, i % 2 ? SPANS : FEW_SPANS)) {
      expect(stretch.from).toBe(place);
      expect(stretch.from % stretch.span).toBe(0);
      place = stretch.to;
    }
    expect(place).toBe(to);
  }
});

it('has one bucket of each length at every moment', () => {
  const ms = Date.parse('2026-01-03T05:29:59.999Z');

  for (const span of SPANS) {
    expect(bucketAt(ms, span) % span).toBe(0);
    expect(bucketAt(ms, span)).toBeLessThanOrEqual(quarterOf(ms));
    expect(bucketAt(ms, span) + span).toBeGreaterThan(quarterOf(ms));
  }
});
