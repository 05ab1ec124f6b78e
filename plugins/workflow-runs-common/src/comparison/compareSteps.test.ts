import { compareSteps, StepToCompare } from './compareSteps';

const aStep = (overrides: Partial<StepToCompare> = {}): StepToCompare => ({
  stepKey: 'load',
  name: 'Load',
  status: 'completed',
  durationMs: 1_000,
  attempts: 1,
  error: null,
  ...overrides,
});
const error = {
  category: 'external_api' as const,
  code: '503',
  message: 'busy',
};

describe('what differs of a step', () => {
  it.each<[Partial<StepToCompare>, Partial<StepToCompare>, string[]]>([
    [{}, {}, []],
    [{}, { status: 'failed' }, ['status']],
    [{}, { durationMs: 1_100 }, []],
    [{}, { durationMs: 1_112 }, ['duration']],
    [{ durationMs: 1_112 }, {}, ['duration']],
    [{ durationMs: 10 }, { durationMs: 110 }, []],
    [{ durationMs: 10 }, { durationMs: 111 }, ['duration']],
    [{}, { durationMs: null }, ['duration']],
    [{ durationMs: null }, { durationMs: null }, []],
    [{}, { attempts: 2 }, ['attempts']],
    [{}, { error }, ['error']],
    [{ error }, { error: { ...error } }, []],
    [{ error }, { error: { ...error, code: null } }, ['error']],
    [{ error }, { error: { ...error, message: 'gone' } }, ['error']],
    [{ error }, { error: { ...error, category: 'bug' } }, ['error']],
    [
      {},
      { status: 'failed', durationMs: 9_000, attempts: 3, error },
      ['status', 'duration', 'attempts', 'error'],
    ],
  ])('%j and %j: %j', (a, b, differs) => {
    expect(compareSteps([aStep(a)], [aStep(b)])).toMatchObject([{ differs }]);
  });
});

it('steps that both have come first, then those of the one, then of the other', () => {
  const steps = (...keys: string[]) =>
    keys.map(stepKey => aStep({ stepKey, name: `Step ${stepKey}` }));
  const compared = compareSteps(
    steps('old', 'c', 'a'),
    steps('new', 'a', 'c', 'newer'),
  );

  expect(
    compared.map(({ stepKey, a, b }) => [stepKey, a !== null, b !== null]),
  ).toEqual([
    ['c', true, true],
    ['a', true, true],
    ['old', true, false],
    ['new', false, true],
    ['newer', false, true],
  ]);
  expect(compared[2]).toEqual({
    stepKey: 'old',
    name: 'Step old',
    a: { status: 'completed', durationMs: 1_000, attempts: 1, error: null },
    b: null,
    differs: [],
  });
});
