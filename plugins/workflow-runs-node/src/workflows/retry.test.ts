import { retryPolicySchema } from 'backstage-plugin-workflow-runs-common';
import {
  exponentialBackoff,
  failAfter,
  keepTrying,
  noRetries,
  StepFailure,
} from '.';

describe('retry policies', () => {
  it.each([
    ['noRetries()', noRetries(), { kind: 'none' }],
    [
      'failAfter(3)',
      failAfter(3),
      { kind: 'failAfter', attempts: 3, delayMs: 0 },
    ],
    [
      'failAfter(3, { delayMs })',
      failAfter(3, { delayMs: 7 }),
      { kind: 'failAfter', attempts: 3, delayMs: 7 },
    ],
    [
      'exponentialBackoff({ attempts })',
      exponentialBackoff({ attempts: 4 }),
      {
        kind: 'exponentialBackoff',
        attempts: 4,
        initialDelayMs: 1_000,
        factor: 2,
        maxDelayMs: 60_000,
      },
    ],
    [
      'exponentialBackoff({ … })',
      exponentialBackoff({
        attempts: 4,
        initialDelayMs: 0,
        factor: 1,
        maxDelayMs: 5,
      }),
      {
        kind: 'exponentialBackoff',
        attempts: 4,
        initialDelayMs: 0,
        factor: 1,
        maxDelayMs: 5,
      },
    ],
    [
      'keepTrying()',
      keepTrying(),
      {
        kind: 'keepTrying',
        initialDelayMs: 1_000,
        factor: 2,
        maxDelayMs: 60_000,
      },
    ],
    [
      'keepTrying({ factor })',
      keepTrying({ factor: 3 }),
      {
        kind: 'keepTrying',
        initialDelayMs: 1_000,
        factor: 3,
        maxDelayMs: 60_000,
      },
    ],
  ])('%s is data that the model accepts', (_, policy, expected) => {
    expect(policy).toEqual(expected);
    expect(retryPolicySchema.parse(policy)).toEqual(expected);
  });
});

describe('StepFailure', () => {
  it('says how a step failed', () => {
    const cause = new Error('socket hang up');
    const failure = new StepFailure('external_api', 'The API answered 503', {
      code: '503',
      cause,
    });

    expect(failure).toBeInstanceOf(Error);
    expect(failure).toMatchObject({
      name: 'StepFailure',
      category: 'external_api',
      message: 'The API answered 503',
      code: '503',
      cause,
    });
  });

  it('needs no code', () => {
    expect(new StepFailure('bug', 'no').code).toBeUndefined();
  });
});
