import {
  approval,
  child,
  eachRun,
  map,
  problemsOf,
  tries,
  wait,
  work,
} from './__fixtures__/steps';

/** Says what the first problem is, of a step that says anything in one field. */
const told = (step: object, field: string, value: unknown) =>
  problemsOf([{ ...step, [field]: value }]);

const matching = (problem: string | RegExp) =>
  typeof problem === 'string' ? problem : expect.stringMatching(problem);

const WHICH = 'must say which handler, or which workflow, is run for each item';

describe('what is wrong with what a fan-out runs', () => {
  const { handler, retry } = tries('a');
  const run = eachRun();

  it.each([
    [{}, `: schema: ${WHICH}`],
    ['code', `: schema: ${WHICH}`],
    [{ ...tries('a'), ...run }, `: schema: ${WHICH}`],
    [{ handler, retry }, /^\/timeoutMs: schema: .*expected number/],
    [{ ...tries('a'), timeoutMs: 0 }, /^\/timeoutMs: schema: .*>=1/],
    [{ ...tries('a'), timeout: 5 }, ': schema: Unrecognized key: "timeout"'],
    [{ ...run, timeoutMs: 5 }, ': schema: Unrecognized key: "timeoutMs"'],
    [{ ...run, retry: { kind: 'x' } }, /^\/retry\/kind: schema: /],
    [
      { ...run, input: { x: { $ref: '/items' } } },
      /^\/input\/x\/\$ref: schema: must start with \/input, /,
    ],
    [
      { ...run, input: { x: [{ $ref: '/item' }] } },
      '/input/x: schema: a literal cannot hold a reference',
    ],
    [
      {
        ...tries('a'),
        validators: [{ name: 'x', handler, otherwise: 'ask' }],
      },
      /^\/validators\/0\/otherwise: schema: .*"fail"\|"warn"/,
    ],
  ])('is said of %j', (each, problem) => {
    expect(
      told(map('a'), 'each', each).map(text =>
        text.replace('/steps/0/each', ''),
      ),
    ).toEqual([matching(problem)]);
  });
});

describe('what is wrong with what a wait is for', () => {
  const WHAT = 'must be one of durationMs, until, event';

  it.each([
    [{}, `: schema: ${WHAT}`],
    [5_000, `: schema: ${WHAT}`],
    [{ durationMs: 5, until: 5 }, `: schema: ${WHAT}`],
    [{ hours: 5 }, `: schema: ${WHAT}`],
    [{ durationMs: 0 }, /^\/durationMs: schema: .*>=1/],
    [{ durationMs: 31 * 86_400_000 }, /^\/durationMs: schema: .*<=2592000000/],
    [{ until: { $ref: '/now' } }, /^\/until\/\$ref: schema: must start with/],
    [{ event: 'Paid' }, /^\/event: schema: must start with a letter/],
    [
      { event: 'paid', timeoutMs: 5 },
      ': schema: Unrecognized key: "timeoutMs"',
    ],
    [
      { event: 'paid', timeout: { afterMs: 5 } },
      /^\/timeout\/outcome: schema: .*"complete"\|"fail"/,
    ],
  ])('is said of %j', (wanted, problem) => {
    expect(
      told(wait('a'), 'for', wanted).map(text =>
        text.replace('/steps/0/for', ''),
      ),
    ).toEqual([matching(problem)]);
  });
});

describe('what is wrong with what a fan-out tolerates', () => {
  const WHAT = 'must be one of failures, share';

  it.each([
    [{}, `: schema: ${WHAT}`],
    [0.5, `: schema: ${WHAT}`],
    [{ failures: 1, share: 0.5 }, `: schema: ${WHAT}`],
    [{ failures: -1 }, /^\/failures: schema: .*>=0/],
    [{ failures: 1.5 }, /^\/failures: schema: .*expected int/],
    [{ failures: 2_000_000 }, /^\/failures: schema: .*<=1000000/],
    [{ share: 50 }, /^\/share: schema: .*<=1/],
  ])('is said of %j', (tolerate, problem) => {
    expect(
      told(map('a'), 'tolerate', tolerate).map(text =>
        text.replace('/steps/0/tolerate', ''),
      ),
    ).toEqual([matching(problem)]);
  });
});

describe('what is wrong with a step of a kind', () => {
  it.each([
    ['a wait that runs code', wait('a'), 'handler', {}, /Unrecognized key/],
    ['an approval that is tried', approval('a'), 'retry', {}, /Unrecognized/],
    [
      'a child without input',
      child('a'),
      'input',
      undefined,
      /^\/steps\/0\/input: /,
    ],
    ['work that waits', work('a'), 'for', {}, /Unrecognized key: "for"/],
    [
      'a validator that does nothing',
      work('a'),
      'validators',
      [{ name: 'x', handler: { name: 'x', version: 1 }, otherwise: 'sigh' }],
      /^\/steps\/0\/validators\/0\/otherwise: .*"fail"\|"warn"\|"ask"/,
    ],
    [
      'a reminder every moment',
      approval('a'),
      'remindEveryMs',
      1,
      /^\/steps\/0\/remindEveryMs: .*>=1000/,
    ],
  ])('is said of %s', (_, step, field, value, problem) => {
    expect(told(step, field, value)).toEqual([expect.stringMatching(problem)]);
  });
});
