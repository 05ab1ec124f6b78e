import { backoffDelay } from './backoff';

describe('backoffDelay', () => {
  it.each([
    [1, 250, 500],
    [2, 500, 1_000],
    [3, 1_000, 2_000],
    [6, 7_500, 15_000],
    [60, 7_500, 15_000],
  ])('after %d failures waits %d to %d ms', (failures, least, most) => {
    expect(backoffDelay(failures, 0)).toBe(least);
    expect(backoffDelay(failures, 1)).toBe(most);
  });
});
