import { Forecast, foreseenBreach } from './forecast';

const START = Date.UTC(2026, 10, 29, 12);
const at = (second: number) => new Date(START + second * 1_000).toISOString();
const forecast = (overrides: Partial<Forecast>): Forecast => ({
  at: at(0),
  finish: { earliest: at(50), likely: at(60), latest: at(90) },
  reason: null,
  becauseOf: null,
  runs: 120,
  breachChance: null,
  steps: [],
  ...overrides,
});

describe('foreseenBreach', () => {
  it.each([
    ['will likely be late', at(30), 0.9, 10, true],
    ['may as well be in time', at(55), 0.55, 10, false],
    ['will likely be in time', at(80), 0.2, 10, false],
    ['ends on the dot', at(60), 0.6, 10, false],
    ['is late already', at(30), 0.9, 31, false],
    ['has no target', null, null, 10, false],
    ['has a forecast without a chance', at(30), null, 10, false],
  ])('of a run that %s', (_, dueAt, breachChance, second, isForeseen) => {
    expect(
      foreseenBreach(forecast({ breachChance }), dueAt, START + second * 1_000),
    ).toEqual(isForeseen ? { likely: at(60), dueAt } : null);
  });

  it.each(['too_few_runs', 'longer_than_ever', 'paused'] as const)(
    'says nothing where nobody can tell: %s',
    reason => {
      const unknown = forecast({ finish: null, breachChance: null, reason });
      expect(foreseenBreach(unknown, at(30), START)).toBeNull();
      expect(foreseenBreach(undefined, at(30), START)).toBeNull();
    },
  );
});
