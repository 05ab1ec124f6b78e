import { parseDuration, parseTime } from './times';

const NOW = Date.parse('2026-05-02T12:00:00Z');

describe('a duration', () => {
  it.each([
    ['90s', 90_000],
    ['15m', 900_000],
    ['1h30m', 5_400_000],
    ['7d', 604_800_000],
    ['1w', 604_800_000],
  ])('%s is %s milliseconds', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '7', '7x', '-2h', '2h ', 'PT2H'])('is not %p', text => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('a time', () => {
  it.each([
    ['2h', '2026-05-02T10:00:00.000Z'],
    ['2026-05-01', '2026-05-01T00:00:00.000Z'],
    ['2026-05-01T08:00:00+02:00', '2026-05-01T06:00:00.000Z'],
  ])('%s is %s', (text, at) => {
    expect(parseTime(text, NOW)).toBe(at);
  });

  it.each(['', '5', 'yesterday', '2026-13-01'])('is not %p', text => {
    expect(parseTime(text, NOW)).toBeUndefined();
  });
});
