import fc from 'fast-check';
import type { RetryPolicy } from '../definition/steps';
import { retryDelay } from './retry';

const backoff = {
  initialDelayMs: 1_000,
  factor: 2,
  maxDelayMs: 8_000,
} as const;
const exponential: RetryPolicy = {
  kind: 'exponentialBackoff',
  attempts: 6,
  ...backoff,
};
const delays = (policy: RetryPolicy, tries: number) =>
  Array.from(
    { length: 2_000 },
    (_, i) => retryDelay(policy, tries, 'transient', `run-${i}`)!,
  );

describe('retryDelay', () => {
  it.each<[string, RetryPolicy, number, number | undefined]>([
    ['none', { kind: 'none' }, 1, undefined],
    ['failAfter', { kind: 'failAfter', attempts: 3, delayMs: 50 }, 1, 50],
    ['failAfter', { kind: 'failAfter', attempts: 3, delayMs: 50 }, 2, 50],
    [
      'failAfter',
      { kind: 'failAfter', attempts: 3, delayMs: 50 },
      3,
      undefined,
    ],
    [
      'failAfter',
      { kind: 'failAfter', attempts: 1, delayMs: 50 },
      1,
      undefined,
    ],
    ['exponentialBackoff', exponential, 6, undefined],
    ['exponentialBackoff', exponential, 99, undefined],
  ])('of %s %j, after %d tries: %p', (_, policy, tries, delay) => {
    expect(retryDelay(policy, tries, 'transient', 's')).toBe(delay);
  });

  it.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [4, 8_000],
    [5, 8_000],
  ])('after %d tries, spreads evenly over 0 to %d ms', (tries, cap) => {
    const drawn = delays(exponential, tries);
    const quarters = [0, 0, 0, 0];
    for (const delay of drawn) {
      quarters[Math.min(3, Math.floor((4 * delay) / cap))] += 1;
    }

    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(cap);
    // 500 are expected of each; five standard deviations are about 97.
    for (const count of quarters) {
      expect(Math.abs(count - 500)).toBeLessThan(97);
    }
  });

  it('is the same for the same seed', () => {
    expect(delays(exponential, 3)).toEqual(delays(exponential, 3));
  });

  it('is a whole, finite number within the cap, whatever the policy', () => {
    fc.assert(
      fc.property(
        fc.record({
          initialDelayMs: fc.nat(86_400_000),
          factor: fc.double({ min: 1, max: 10, noNaN: true }),
          maxDelayMs: fc.nat(86_400_000),
        }),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.string(),
        (policy, tries, seed) => {
          const delay = retryDelay(
            { kind: 'keepTrying', ...policy },
            tries,
            'bug',
            seed,
          );
          expect(Number.isInteger(delay)).toBe(true);
          expect(delay).toBeGreaterThanOrEqual(0);
          expect(delay).toBeLessThanOrEqual(policy.maxDelayMs);
        },
      ),
    );
  });

  it('says so where it does not know the policy', () => {
    expect(() =>
      retryDelay({ kind: 'hope' } as never, 1, 'transient', 's'),
    ).toThrow('Unknown retry policy: hope');
  });
});
