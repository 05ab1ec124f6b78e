import { retryPolicySchema } from 'backstage-plugin-workflow-runs-common';
import { backoffOf, retryPolicyOf } from './retryPolicy';

const seconds = (count: number) => ({ seconds: count as any, nanos: 0 });

describe('a retry policy of Temporal', () => {
  it.each([
    ['one attempt', { maximumAttempts: 1 }, { kind: 'none' }],
    [
      'no limit',
      { initialInterval: seconds(1), backoffCoefficient: 2 },
      {
        kind: 'keepTrying',
        initialDelayMs: 1_000,
        factor: 2,
        maxDelayMs: 100_000,
      },
    ],
    [
      'so many attempts after the same time',
      {
        initialInterval: { seconds: 0 as any, nanos: 500_000_000 },
        backoffCoefficient: 1,
        maximumAttempts: 5,
      },
      { kind: 'failAfter', attempts: 5, delayMs: 500 },
    ],
    [
      'so many attempts after longer and longer times',
      {
        initialInterval: seconds(1),
        backoffCoefficient: 3,
        maximumInterval: seconds(60),
        maximumAttempts: 5,
      },
      {
        kind: 'exponentialBackoff',
        attempts: 5,
        initialDelayMs: 1_000,
        factor: 3,
        maxDelayMs: 60_000,
      },
    ],
    [
      'more than the portal has words for',
      {
        initialInterval: seconds(1_000_000),
        backoffCoefficient: 99,
        maximumAttempts: 1_000_000,
      },
      {
        kind: 'exponentialBackoff',
        attempts: 1_000,
        initialDelayMs: 86_400_000,
        factor: 10,
        maxDelayMs: 86_400_000,
      },
    ],
  ])('is told in the words of the portal: %s', (_, policy, expected) => {
    expect(retryPolicySchema.parse(retryPolicyOf(policy))).toEqual(expected);
  });

  it('is not told of where there is none', () => {
    expect(retryPolicyOf(undefined)).toBeUndefined();
  });

  it('lets the server wait for whole milliseconds', () => {
    const policy = retryPolicyOf({
      initialInterval: { seconds: 0 as any, nanos: 101_000_000 },
      backoffCoefficient: 1.5,
    });
    expect(backoffOf(policy, 2)).toBe(151);
  });

  it.each([
    [1, 1_000],
    [2, 3_000],
    [3, 9_000],
    [4, 10_000],
  ])('lets the server wait after attempt %d for %d ms', (attempt, expected) => {
    const policy = retryPolicyOf({
      initialInterval: seconds(1),
      backoffCoefficient: 3,
      maximumInterval: seconds(10),
    });
    expect(backoffOf(policy, attempt)).toBe(expected);
  });
});
