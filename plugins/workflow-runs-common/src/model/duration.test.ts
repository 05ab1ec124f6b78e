import { durationSchema, durationToMs } from './duration';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('a duration', () => {
  it.each([
    ['P1D', DAY],
    ['PT24H', DAY],
    ['P2W', 14 * DAY],
    ['P1DT12H30M', DAY + 12 * HOUR + 30 * MINUTE],
    ['PT90M', 90 * MINUTE],
    ['P0DT1H', HOUR],
  ])('%s is %d milliseconds', (text, ms) => {
    expect(durationSchema.safeParse(text).success).toBe(true);
    expect(durationToMs(text)).toBe(ms);
  });

  it.each([
    '',
    'P',
    'PT',
    'P1DT',
    'P0D',
    'PT0H0M',
    '-P1D',
    'P-1D',
    'P1M',
    'P1Y',
    'PT1S',
    'P1.5D',
    'P1W2D',
    'p1d',
    '1d',
    ' P1D',
    'P1D\n',
    'P99999D',
    'PT1H1D',
  ])('%j is none', text => {
    expect(durationSchema.safeParse(text).success).toBe(false);
    expect(() => durationToMs(text)).toThrow('no duration');
  });
});
