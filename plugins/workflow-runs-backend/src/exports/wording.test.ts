import { counted, duration, shortened, time } from './wording';

it.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1_000, '1 s'],
  [3_250, '3.2 s'],
  [59_999, '59.9 s'],
  [60_000, '1 min'],
  [125_000, '2 min 5 s'],
  [3_599_999, '59 min 59 s'],
  [3_600_000, '1 h'],
  [3_900_000, '1 h 5 min'],
  [90_000_000, '1 d 1 h'],
])('%d ms are %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

it('times are of one zone', () => {
  expect(time('2026-11-21T10:15:00.123Z')).toBe('2026-11-21 10:15:00 UTC');
});

it.each([
  [0, '0 steps'],
  [1, '1 step'],
  [2, '2 steps'],
])('%d are %s', (count, text) => {
  expect(counted(count, 'step')).toBe(text);
});

it.each([
  ['short', 5, 'short'],
  ['longer', 5, 'longe…'],
  ['ab🚀', 3, 'ab…'],
])('%j in %d characters is %j', (text, max, cut) => {
  expect(shortened(text, max)).toBe(cut);
});
