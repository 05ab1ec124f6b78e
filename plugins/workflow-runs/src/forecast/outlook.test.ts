import { Forecast } from 'backstage-plugin-workflow-runs-common';
import { aStep, at, START } from 'backstage-plugin-workflow-runs-react/testing';
import { outlookOf } from './outlook';

const forecast = (overrides: Partial<Forecast> = {}): Forecast => ({
  at: at(0),
  finish: { earliest: at(50), likely: at(60), latest: at(90) },
  reason: null,
  becauseOf: null,
  runs: 120,
  breachChance: null,
  steps: [],
  ...overrides,
});
const steps = [aStep({ stepKey: 'a', stepNumber: 7 })];

describe('outlookOf', () => {
  it.each([
    ['some time before', 20, 40_000],
    ['just before', 59.5, null],
    ['after it should have ended', 70, null],
  ])('says when a run ends, %s', (_, second, leftMs) => {
    expect(outlookOf(forecast(), steps, START + second * 1_000)).toEqual({
      kind: 'finish',
      earliest: at(50),
      likely: at(60),
      latest: at(90),
      runs: 120,
      leftMs,
    });
  });

  it.each([
    ['a', 7],
    ['gone', null],
    [null, null],
  ])('says that %s takes longer than ever', (becauseOf, stepNumber) => {
    const longer = forecast({
      finish: null,
      reason: 'longer_than_ever',
      becauseOf,
    });

    expect(outlookOf(longer, steps, START)).toEqual({
      kind: 'longer',
      stepNumber,
    });
  });

  it.each(['ended', 'paused', 'too_few_runs'] as const)(
    'says nothing where %s',
    reason => {
      expect(
        outlookOf(forecast({ finish: null, reason }), steps, START),
      ).toBeUndefined();
    },
  );

  it('says nothing before anything is known', () => {
    expect(outlookOf(undefined, steps, START)).toBeUndefined();
  });
});
