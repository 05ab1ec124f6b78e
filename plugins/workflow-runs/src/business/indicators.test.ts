import { formatChange, formatShare, indicatorBars } from './indicators';

it.each([
  [0, 25, { before: 0, after: 1, change: 25 }],
  [5_400, 1_350, { before: 1, after: 0.25, change: -4_050 }],
  [null, 3, { before: null, after: 1, change: null }],
  [-4, 2, { before: 1, after: 0.5, change: 6 }],
  [0, 0, { before: 0, after: 0, change: 0 }],
])('from %s to %s', (before, after, expected) => {
  expect(indicatorBars({ before, after })).toEqual(expected);
});

it('writes numbers for people', () => {
  const changes = [1_500, -0.25, 0];
  expect(changes.map(value => formatChange(value, 'en'))).toEqual([
    '+1,500',
    '−0.25',
    '±0',
  ]);
  expect(changes.map(value => formatChange(value, 'de'))).toEqual([
    '+1.500',
    '−0,25',
    '±0',
  ]);
  expect([0.965, 1].map(value => formatShare(value, 'en'))).toEqual([
    '96.5 %',
    '100 %',
  ]);
});
