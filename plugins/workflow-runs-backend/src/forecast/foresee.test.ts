import { Bins, binOf } from '../statistics/Bins';
import { Durations } from './Durations';
import { drawsFrom } from './draws';
import { Foreseen, foresee, StepNow, StepPast } from './foresee';
import { inOrder } from './readSteps';

const NOW = 1_000_000;

const durationsOf = (values: readonly number[]) => {
  const bins = new Bins();
  for (const value of values) bins.add(binOf(value), 1);
  return new Durations(bins);
};
const times = (count: number, value: number) => Array(count).fill(value);

const step = (key: string, overrides: Partial<StepNow> = {}): StepNow => ({
  key,
  isDecision: false,
  dependsOn: [],
  join: 'all',
  state: 'waits',
  startedAt: null,
  endedAt: null,
  ...overrides,
});
const past = (
  values: readonly number[],
  overrides: Partial<StepPast> = {},
): StepPast => ({
  durations: durationsOf(values),
  begun: values.length,
  failed: 0,
  ...overrides,
});

/** What is left to go, in the middle of all plays. */
function left(
  steps: readonly StepNow[],
  pasts: Record<string, StepPast>,
  runs = 100,
) {
  const foreseen = foresee(steps, new Map(Object.entries(pasts)), runs, NOW);
  if (!('ends' in foreseen)) return foreseen;
  return foreseen.ends[foreseen.ends.length >> 1] - NOW;
}
const about = (ms: number) => ({
  asymmetricMatch: (value: unknown) =>
    typeof value === 'number' && Math.abs(value - ms) <= 0.02 * ms,
});

describe('foresee', () => {
  const tenths = times(100, 10_000);

  it.each<
    [string, StepNow[], Record<string, StepPast>, ReturnType<typeof about>]
  >([
    [
      'adds up what follows on one another',
      [step('a'), step('b', { dependsOn: ['a'] })],
      { a: past(tenths), b: past(times(100, 20_000)) },
      about(30_000),
    ],
    [
      'takes the longer of what goes on side by side',
      [step('a'), step('b'), step('c', { dependsOn: ['a', 'b'] })],
      {
        a: past(tenths),
        b: past(times(100, 50_000)),
        c: past(times(100, 5_000)),
      },
      about(55_000),
    ],
    [
      'does not count what is over',
      [
        step('a', { state: 'over', endedAt: NOW - 5_000 }),
        step('b', { dependsOn: ['a'] }),
      ],
      { a: past(tenths), b: past(tenths) },
      about(10_000),
    ],
    [
      'takes off what a step under way has taken',
      [step('a', { state: 'runs', startedAt: NOW - 4_000 })],
      { a: past(tenths) },
      about(6_000),
    ],
    [
      'knows that a step which has taken long will take as long as the long ones',
      [step('a', { state: 'runs', startedAt: NOW - 15_000 })],
      { a: past([...times(80, 10_000), ...times(20, 60_000)]) },
      about(45_000),
    ],
    [
      'leaves out what no run has come to',
      [step('a'), step('seldom', { dependsOn: ['a'] })],
      { a: past(tenths) },
      about(10_000),
    ],
    [
      'leaves out what most runs have not come to',
      [step('a'), step('b', { dependsOn: ['a'] })],
      { a: past(tenths), b: past(times(30, 90_000)) },
      about(10_000),
    ],
    [
      'waits for what is skipped with what it depends on no longer',
      [
        step('a'),
        step('b', { dependsOn: ['a'] }),
        step('c', { dependsOn: ['b'] }),
      ],
      {
        a: past(tenths),
        b: past(times(30, 90_000)),
        c: past(times(30, 90_000)),
      },
      about(10_000),
    ],
    [
      'counts steps that end as failed only as far as a run goes on behind them',
      [step('a'), step('b', { dependsOn: ['a'] })],
      {
        a: past(tenths, { begun: 100, failed: 50 }),
        b: past(times(50, 20_000)),
      },
      about(30_000),
    ],
    [
      'takes one of the branches of a decision',
      [
        step('choose', { isDecision: true, state: 'over', endedAt: NOW }),
        step('left', { dependsOn: ['choose'] }),
        step('right', { dependsOn: ['choose'] }),
        step('join', { dependsOn: ['left', 'right'], join: 'any' }),
      ],
      {
        choose: past(tenths),
        left: past(times(50, 10_000)),
        right: past(times(50, 10_000)),
        join: past(times(100, 5_000)),
      },
      about(15_000),
    ],
    [
      'is done where nothing is left',
      [step('a', { state: 'over', endedAt: NOW })],
      {},
      { asymmetricMatch: (value: unknown) => value === 0 },
    ],
    [
      'goes on behind a step that was skipped',
      [step('a', { state: 'skipped' }), step('b', { dependsOn: ['a'] })],
      { b: past(tenths) },
      about(10_000),
    ],
  ])('%s', (_, steps, pasts, wanted) => {
    expect(left(steps, pasts)).toEqual(wanted);
  });

  it.each<[string, StepNow[], Record<string, StepPast>, object]>([
    [
      'too few runs have done what is under way',
      [step('a', { state: 'runs', startedAt: NOW })],
      { a: past(times(9, 10_000)) },
      { reason: 'too_few_runs', becauseOf: 'a' },
    ],
    [
      'too few runs have done what is to come',
      [step('a', { state: 'over' }), step('b', { dependsOn: ['a'] })],
      { a: past(times(20, 1)), b: past(times(9, 10_000)) },
      { reason: 'too_few_runs', becauseOf: 'b' },
    ],
    [
      'there was no run at all',
      [step('a')],
      {},
      { reason: 'too_few_runs', becauseOf: 'a' },
    ],
    [
      'a step takes longer than ever',
      [step('a', { state: 'runs', startedAt: NOW - 11_000 })],
      { a: past(tenths) },
      { reason: 'longer_than_ever', becauseOf: 'a' },
    ],
  ])('says nothing where %s', (_, steps, pasts, wanted) => {
    expect(left(steps, pasts, Object.keys(pasts).length ? 20 : 0)).toEqual(
      wanted,
    );
  });

  it('tells of each step when it is likely to be under way', () => {
    const foreseen = foresee(
      [
        step('a', { state: 'runs', startedAt: NOW - 4_000 }),
        step('b', { dependsOn: ['a'] }),
        step('seldom', { dependsOn: ['a'] }),
      ],
      new Map([
        ['a', past(tenths)],
        ['b', past(times(100, 20_000))],
        ['seldom', past(times(20, 20_000))],
      ]),
      100,
      NOW,
    ) as Foreseen;

    expect(foreseen.steps.get('a')!.from).toBe(NOW - 4_000);
    expect(foreseen.steps.get('b')!.from - NOW).toEqual(about(6_000));
    expect(foreseen.steps.get('b')!.to - NOW).toEqual(about(26_000));
    expect(foreseen.steps.has('seldom')).toBe(false);
  });

  it('says the same of the same run at the same time', () => {
    const ask = () =>
      foresee(
        [step('a'), step('b', { dependsOn: ['a'] })],
        new Map([
          ['a', past([1, 5, 9, 20, 50, 90, 200, 500, 900, 2_000])],
          ['b', past([1, 5, 9, 20, 50, 90, 200, 500, 900, 2_000])],
        ]),
        10,
        NOW,
      );

    expect(ask()).toEqual(ask());
  });

  it('costs little for ten thousand steps', () => {
    const steps = Array.from({ length: 10_000 }, (_, index) =>
      step(`s${index}`, { dependsOn: index === 0 ? [] : [`s${index - 1}`] }),
    );
    const pasts = Object.fromEntries(
      steps.map(({ key }) => [key, past(times(10, 100))]),
    );
    const foreseen = foresee(steps, new Map(Object.entries(pasts)), 10, NOW);

    expect((foreseen as Foreseen).ends).toHaveLength(40);
    expect((foreseen as Foreseen).ends[0] - NOW).toEqual(about(1_000_000));
  });
});

describe('Durations', () => {
  const durations = durationsOf([...times(50, 1_000), ...times(50, 9_000)]);

  it.each([
    [0, 1_000],
    [0.49, 1_000],
    [0.51, 9_000],
    [1, 9_000],
  ])('at %d is %d', (part, ms) => {
    expect(durations.at(part)).toEqual(about(ms));
  });

  it.each([
    [500, 0.2, 1_000],
    [500, 0.8, 9_000],
    [2_000, 0, 9_000],
    [2_000, 1, 9_000],
  ])('beyond %d at %d is %d', (elapsed, part, ms) => {
    expect(durations.beyond(elapsed, part)).toEqual(about(ms));
  });

  it('knows what none exceeded', () => {
    expect(durations.exceed(8_000)).toBe(true);
    expect(durations.exceed(9_500)).toBe(false);
    expect(durationsOf([]).exceed(0)).toBe(false);
  });
});

describe('drawsFrom', () => {
  it('has one draw in each part, in another order for each seed', () => {
    const one = drawsFrom(1, 100);

    expect([...one].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, index) => (index + 0.5) / 100),
    );
    expect(drawsFrom(1, 100)).toEqual(one);
    expect(drawsFrom(2, 100)).not.toEqual(one);
  });
});

describe('inOrder', () => {
  const keys = (steps: readonly StepNow[]) => inOrder(steps).map(s => s.key);

  it('puts steps behind those that they depend on', () => {
    expect(
      keys([
        step('c', { dependsOn: ['b', 'a'] }),
        step('b', { dependsOn: ['a'] }),
        step('a'),
      ]),
    ).toEqual(['a', 'b', 'c']);
  });

  it('loses nothing that depends on itself or on what is not known', () => {
    expect(
      keys([
        step('x', { dependsOn: ['y'] }),
        step('y', { dependsOn: ['x'] }),
        step('z', { dependsOn: ['gone'] }),
      ]),
    ).toEqual(['z', 'x', 'y']);
  });
});
