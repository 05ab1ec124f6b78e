import { budgetOf, burnRate, Lately, severityOf } from './burn';
import { Counted } from './counted';

const of = (bad: number, runs: number): Counted => ({ bad, runs });

it.each([
  [of(0, 0), 0.99, null],
  [of(0, 10), 0.99, 0],
  [of(1, 100), 0.99, 1],
  [of(10, 100), 0.99, 10],
  [of(1, 1), 0.95, 20],
  [of(5, 100), 0.95, 1],
])('%j burn, at %f, at a rate of %j', (counted, target, rate) => {
  expect(burnRate(counted, target)).toBe(rate);
});

it.each([
  [of(0, 0), 0.99, { total: 0, used: 0, left: 0, leftShare: null }],
  [of(1, 1_000), 0.99, { total: 10, used: 1, left: 9, leftShare: 0.9 }],
  [of(1, 100), 0.99, { total: 1, used: 1, left: 0, leftShare: 0 }],
  [of(3, 100), 0.99, { total: 1, used: 3, left: -2, leftShare: -2 }],
  [of(1, 30), 0.95, { total: 1.5, used: 1, left: 0.5, leftShare: 0.333333333 }],
])('%j leave, at %f, %j', (counted, target, budget) => {
  expect(budgetOf(counted, target)).toEqual(budget);
});

describe('severity, of a target of 99 %', () => {
  const LARGE = of(20, 10_000);
  type Row = [string, Counted, Partial<Record<Lately, Counted>>, string | null];

  it.each<Row>([
    ['nothing ended', of(0, 0), {}, null],
    ['few runs, all bad', of(19, 19), { PT1H: of(19, 19) }, null],
    ['enough runs, all good', of(0, 20), {}, 'ok'],
    ['nothing left', of(1, 100), {}, 'exhausted'],
    ['overspent', of(2, 100), {}, 'exhausted'],
    ['one bad run of one', LARGE, { PT1H: of(1, 1) }, 'ok'],
    ['two bad of two', LARGE, { PT1H: of(2, 2), PT15M: of(1, 1) }, 'fast_burn'],
    [
      '14.4 in an hour, and none since',
      LARGE,
      { PT1H: of(18, 125) },
      'fast_burn',
    ],
    [
      '14.4 in an hour, and it is over',
      LARGE,
      { PT1H: of(18, 125), PT15M: of(0, 30) },
      'ok',
    ],
    ['just below 14.4', LARGE, { PT1H: of(14, 100) }, 'ok'],
    ['6 in six hours', LARGE, { PT6H: of(6, 100) }, 'fast_burn'],
    [
      '6 in six hours, and it is over',
      LARGE,
      { PT6H: of(6, 100), PT30M: of(0, 5) },
      'ok',
    ],
    ['below 6 in six hours', LARGE, { PT6H: of(5, 100) }, 'ok'],
    ['1 in three days', LARGE, { PT72H: of(2, 200) }, 'slow_burn'],
    [
      '1 in three days, and it is over',
      LARGE,
      { PT72H: of(2, 200), PT6H: of(0, 20) },
      'ok',
    ],
    ['below 1 in three days', LARGE, { PT72H: of(2, 201) }, 'ok'],
    [
      'fast and slow',
      LARGE,
      { PT1H: of(15, 100), PT72H: of(20, 200) },
      'fast_burn',
    ],
  ])('%s', (_, whole, lately, severity) => {
    expect(severityOf(whole, lately, 0.99)).toBe(severity);
  });
});
