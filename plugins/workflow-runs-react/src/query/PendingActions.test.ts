import { apiError } from '../testing';
import { PendingActions } from './PendingActions';

function setUp() {
  const actions = new PendingActions();
  const keys: string[] = [];
  const perform = (name: string, answer: () => Promise<string>) =>
    actions.perform(name, key => {
      keys.push(key);
      return answer();
    });
  return { perform, keys };
}

describe('PendingActions', () => {
  it('asks once while the answer is not there', async () => {
    const { perform, keys } = setUp();
    const first = perform('run/cancel', async () => 'canceled');
    const second = perform('run/cancel', async () => 'canceled twice');
    await expect(second).resolves.toBe('canceled');
    await expect(first).resolves.toBe('canceled');
    expect(keys).toHaveLength(1);
  });

  it.each([
    ['an answer', () => Promise.resolve('done'), false],
    ['a refusal', () => Promise.reject(apiError(409)), false],
    ['a lost answer', () => Promise.reject(new TypeError('offline')), true],
    ['a failure', () => Promise.reject(apiError(503)), true],
  ])('after %s asks again', async (_, answer, withTheSameKey) => {
    const { perform, keys } = setUp();
    await perform('run/retry', answer).catch(() => {});
    await perform('run/retry', async () => 'done');
    expect(keys).toHaveLength(2);
    expect(keys[0] === keys[1]).toBe(withTheSameKey);
  });

  it('tells one action from another', async () => {
    const { perform, keys } = setUp();
    await Promise.all([
      perform('run/retry', async () => 'a'),
      perform('run/cancel', async () => 'b'),
    ]);
    expect(keys[0]).not.toBe(keys[1]);
  });
});
