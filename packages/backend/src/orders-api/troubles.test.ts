import { mockServices } from '@backstage/backend-test-utils';
import { createTroubles, readTroubleRates, Trouble } from './troubles';

const ratesOf = (exampleOrders: object = {}) =>
  readTroubleRates(mockServices.rootConfig({ data: { exampleOrders } }));

const sequence = (rates: object) => {
  const next = createTroubles(ratesOf(rates));
  return Array.from({ length: 1_000 }, next);
};
const failures = (troubles: Trouble[]) =>
  troubles.filter(({ fails }) => fails).length;
const slow = (troubles: Trouble[]) =>
  troubles.filter(({ delayMs }) => delayMs > 0).length;

describe('createTroubles', () => {
  it('repeats itself for the same seed, and only for it', () => {
    expect(sequence({ seed: 5 })).toEqual(sequence({ seed: 5 }));
    expect(sequence({ seed: 5 })).not.toEqual(sequence({ seed: 6 }));
  });

  it('fails and slows down about as often as told', () => {
    const troubles = sequence({ failureRate: 0.1, slowRate: 0.3 });
    expect(failures(troubles)).toBeGreaterThan(70);
    expect(failures(troubles)).toBeLessThan(130);
    expect(slow(troubles)).toBeGreaterThan(250);
    expect(slow(troubles)).toBeLessThan(350);
  });

  it('never or always fails at the ends of the scale', () => {
    expect(failures(sequence({ failureRate: 0 }))).toBe(0);
    expect(failures(sequence({ failureRate: 1 }))).toBe(1_000);
  });
});

describe('readTroubleRates', () => {
  it('has some trouble by default', () => {
    expect(readTroubleRates(mockServices.rootConfig())).toEqual({
      failureRate: 0.04,
      slowRate: 0.08,
      slowMs: 2_000,
      seed: 1,
    });
  });

  it.each([
    [{ failureRate: 2 }, 'exampleOrders.failureRate: Too big'],
    [{ slowRate: '0.1' }, 'exampleOrders.slowRate: Invalid input'],
    [{ failRate: 1 }, 'exampleOrders: Unrecognized key: "failRate"'],
  ])('refuses %j', (rates, message) => {
    expect(() => ratesOf(rates)).toThrow(message);
  });
});
