import {
  child,
  eachRun,
  map,
  problemsOf,
  tries,
  wait,
  work,
} from './__fixtures__/steps';
import type { MapStep, StepDefinition } from './steps';

const $ = ($ref: string) => ({ $ref });
const NONE = { kind: 'none' } as const;
const failAfter = (attempts: number, delayMs: number) =>
  ({ kind: 'failAfter', attempts, delayMs } as const);
const backoff = (initialDelayMs: number, maxDelayMs: number) =>
  ({
    kind: 'exponentialBackoff',
    attempts: 3,
    initialDelayMs,
    factor: 2,
    maxDelayMs,
  } as const);

interface Policy {
  retry?: ReturnType<typeof failAfter> | ReturnType<typeof backoff>;
  timeoutMs?: number;
  totalTimeoutMs?: number;
  heartbeatMs?: number;
}

describe('the policy', () => {
  /** Whatever is tried, as often as it may be. */
  const tried: [string, string, (policy: Policy) => StepDefinition][] = [
    ['a step', '', policy => work('a', policy)],
    [
      'an item',
      '/each',
      policy => map('a', { each: { ...tries('a'), ...policy } }),
    ],
    [
      'a compensation',
      '/compensate',
      policy => wait('a', { compensate: { ...tries('undo'), ...policy } }),
    ],
  ];

  describe.each(tried)('of %s', (_, path, having) => {
    it.each<[string, Policy]>([
      ['equal waits', { retry: backoff(5, 5) }],
      ['as long for all as for one', { timeoutMs: 5, totalTimeoutMs: 5 }],
      ['a heartbeat in time', { timeoutMs: 101, heartbeatMs: 100 }],
      [
        'time for a second attempt',
        { timeoutMs: 1, totalTimeoutMs: 6, retry: failAfter(2, 5) },
      ],
      [
        'one attempt, whatever comes after',
        { timeoutMs: 1, totalTimeoutMs: 5, retry: failAfter(1, 9) },
      ],
    ])('may be %s', (__, policy) => {
      expect(problemsOf([having(policy)])).toEqual([]);
    });

    it.each<[string, Policy, string]>([
      [
        'waits that shrink',
        { retry: backoff(10, 5) },
        '/retry/maxDelayMs: retry-delays: is less than initialDelayMs, which is 10',
      ],
      [
        'less for all attempts than for one',
        { timeoutMs: 5, totalTimeoutMs: 4 },
        '/totalTimeoutMs: total-timeout: is less than timeoutMs, which is 5: all attempts take at least as long as one may',
      ],
      [
        'attempts that never start',
        { timeoutMs: 1, totalTimeoutMs: 5, retry: failAfter(2, 5) },
        '/retry/delayMs: total-timeout: leaves no time for a second attempt: totalTimeoutMs is 5',
      ],
      [
        'a heartbeat that nobody misses',
        { timeoutMs: 100, heartbeatMs: 100 },
        '/heartbeatMs: heartbeat: must be less than timeoutMs, which is 100: the attempt is over before it is missed',
      ],
    ])('may not be %s', (__, policy, problem) => {
      expect(problemsOf([having(policy)])).toEqual([
        `/steps/0${path}${problem}`,
      ]);
    });
  });

  it.each<[string, string, (policy: Policy) => StepDefinition]>([
    ['a run', '', policy => child('a', policy)],
    [
      'a run of each item',
      '/each',
      policy => map('a', { each: { ...eachRun(), ...policy } }),
    ],
  ])('of %s is held to the same', (_, path, having) => {
    expect(problemsOf([having({ retry: backoff(2, 1) })])).toEqual([
      `/steps/0${path}/retry/maxDelayMs: retry-delays: is less than initialDelayMs, which is 2`,
    ]);
    expect(
      problemsOf([having({ retry: failAfter(2, 7), totalTimeoutMs: 7 })]),
    ).toEqual([
      `/steps/0${path}/retry/delayMs: total-timeout: leaves no time for a second attempt: totalTimeoutMs is 7`,
    ]);
  });

  it('that keeps trying has waits that grow, too', () => {
    const retry = {
      kind: 'keepTrying',
      initialDelayMs: 2,
      factor: 1,
      maxDelayMs: 1,
    } as const;

    expect(problemsOf([work('a', { retry })])).toHaveLength(1);
    expect(problemsOf([work('a', { retry: NONE })])).toEqual([]);
  });
});

describe('a fan-out', () => {
  it.each<[string, Partial<MapStep>]>([
    ['a reference', { items: $('/input/rows') }],
    ['a list', { items: [1, { a: 1 }, null] }],
    ['a list of nothing', { items: [] }],
  ])('may be over %s', (_, options) => {
    expect(problemsOf([map('a', options)])).toEqual([]);
  });

  it.each([['a text'], [7], [null], [{ length: 1 }]])(
    'may not be over %j',
    items => {
      expect(problemsOf([map('a', { items })])).toEqual([
        '/steps/0/items: items: must be a list, or a reference that leads to one',
      ]);
    },
  );

  it.each<[string, Partial<MapStep>]>([
    ['all of a list', { items: [1, 2], tolerate: { failures: 2 } }],
    [
      'any number of what is not known',
      { items: $('/input'), tolerate: { failures: 9 } },
    ],
    ['all, as a share', { items: [1], tolerate: { share: 1 } }],
  ])('may tolerate %s', (_, options) => {
    expect(problemsOf([map('a', options)])).toEqual([]);
  });

  it('may not tolerate more than there are', () => {
    expect(
      problemsOf([map('a', { items: [1, 2], tolerate: { failures: 3 } })]),
    ).toEqual([
      '/steps/0/tolerate/failures: tolerate: is more than there are items, which are 2',
    ]);
  });
});

describe('a wait', () => {
  it.each([
    ['2026-01-01T00:00:00Z'],
    ['2026-01-01T00:00:00.5+02:00'],
    [1_700_000_000_000],
    [0],
    [$('/input/at')],
  ])('may be until %j', until => {
    expect(problemsOf([wait('a', { for: { until } })])).toEqual([]);
  });

  it.each([
    ['tomorrow'],
    ['2026-01-01T00:00:00'],
    ['2026-01-01'],
    [-1],
    [null],
    [[1]],
    [true],
  ])('may not be until %j', until => {
    expect(problemsOf([wait('a', { for: { until } })])).toEqual([
      '/steps/0/for/until: time: must be a time in ISO 8601 with its zone, epoch milliseconds, or a reference to one of them',
    ]);
  });
});
