import { nextTry, restAfter, retryAfter } from './retry';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe('nextTry', () => {
  it.each([
    [1, 5 * SECOND],
    [2, 15 * SECOND],
    [3, 45 * SECOND],
    [6, 1_215 * SECOND],
    [8, 10_935 * SECOND],
    [9, 4 * HOUR],
    [30, 4 * HOUR],
  ])('waits longer each time: after %i tries %i ms', (tries, wait) => {
    const asked = { tries, since: 0, now: HOUR, random: 0.5 };
    expect(nextTry(asked)).toBe(HOUR + wait);
  });

  it.each([
    [0, 4 * SECOND],
    [1, 6 * SECOND],
  ])('waits a fifth more or less: %d', (random, wait) => {
    expect(nextTry({ tries: 1, since: 0, now: 0, random })).toBe(wait);
  });

  it('comes back no sooner than it is asked to', () => {
    const asked = { tries: 1, since: 0, now: 0, random: 0.5 };
    expect(nextTry({ ...asked, askedFor: 2 * MINUTE })).toBe(2 * MINUTE);
    expect(nextTry({ ...asked, askedFor: SECOND })).toBe(5 * SECOND);
  });

  it('gives up after 24 hours in all', () => {
    const tried = { tries: 9, since: 0, random: 0.5 };
    expect(nextTry({ ...tried, now: 20 * HOUR })).toBe(24 * HOUR);
    expect(nextTry({ ...tried, now: 20 * HOUR + 1 })).toBeUndefined();
    expect(
      nextTry({ ...tried, tries: 1, now: 0, askedFor: 25 * HOUR }),
    ).toBeUndefined();
  });

  it('tries a receiver that stays away between 10 and 20 times', () => {
    let now = 0;
    let tries = 0;
    for (let at: number | undefined = 0; at !== undefined; ) {
      now = at;
      tries += 1;
      at = nextTry({ tries, since: 0, now, random: 0.5 });
    }
    expect(tries).toBeGreaterThanOrEqual(10);
    expect(tries).toBeLessThanOrEqual(20);
    expect(now).toBeGreaterThan(16 * HOUR);
  });
});

describe('restAfter', () => {
  it.each([
    [1, 0],
    [2, 0],
    [3, SECOND],
    [4, 2 * SECOND],
    [11, 256 * SECOND],
    [12, 5 * MINUTE],
    [500, 5 * MINUTE],
  ])(
    'leaves a receiver alone that fails again and again: %i',
    (failures, ms) => {
      expect(restAfter({ failures, random: 0.5 })).toBe(ms);
    },
  );

  it('leaves it alone for as long as it asks, but for an hour at most', () => {
    const askedFor = (ms: number) =>
      restAfter({ failures: 1, askedFor: ms, random: 0.5 });
    expect(askedFor(MINUTE)).toBe(MINUTE);
    expect(askedFor(9 * HOUR)).toBe(HOUR);
  });
});

describe('retryAfter', () => {
  const now = Date.UTC(2026, 0, 1);
  it.each([
    [undefined, undefined],
    ['120', 120 * SECOND],
    [' 0 ', 0],
    ['Thu, 01 Jan 2026 00:01:00 GMT', MINUTE],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['9999999999999', undefined],
    ['2026-01-01', undefined],
    ['', undefined],
  ])('reads %j as %j', (header, wait) => {
    expect(retryAfter(header, now)).toBe(wait);
  });
});
