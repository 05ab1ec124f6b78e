import { formatClock, formatDuration } from './formatDuration';

describe('formatDuration', () => {
  it.each([
    [-5, '0.0 s'],
    [0, '0.0 s'],
    [20, '< 0.1 s'],
    [420, '0.4 s'],
    [9_960, '9.9 s'],
    [10_000, '10 s'],
    [42_900, '42 s'],
    [59_999, '59 s'],
    [60_000, '1 m 00 s'],
    [246_000, '4 m 06 s'],
    [7_500_000, '2 h 05 m'],
    [86_399_000, '23 h 59 m'],
    [273_600_000, '3 d 04 h'],
  ])('reads %d ms as %s', (ms, words) => {
    expect(formatDuration(ms)).toBe(words);
  });

  it.each([
    [420, '0,4 s'],
    [20, '< 0,1 s'],
    [246_000, '4 m 06 s'],
  ])('reads %d ms in German as %s', (ms, words) => {
    expect(formatDuration(ms, 'exact', 'de')).toBe(words);
  });

  it('has no fraction while it ticks', () => {
    expect(formatDuration(4_200, 'live')).toBe('4 s');
  });

  it.each([
    [4_200, '4 s'],
    [246_000, '4 m'],
    [7_500_000, '2 h'],
    [273_600_000, '3 d'],
  ])('reads %d ms as %s where there is little room', (ms, words) => {
    expect(formatDuration(ms, 'coarse')).toBe(words);
  });
});

describe('formatClock', () => {
  it.each([
    [-1, '0:00'],
    [5_400, '0:05'],
    [282_000, '4:42'],
    [3_723_000, '1:02:03'],
  ])('shows %d ms as %s', (ms, clock) => {
    expect(formatClock(ms)).toBe(clock);
  });
});
