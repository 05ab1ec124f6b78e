import { ActionRefused } from '../runs/ActionRefused';
import { InvalidInput } from '../runs/InvalidInput';
import { aRun } from './__testUtils__/answerOf';
import { inWords } from './inWords';

describe('a refusal in words', () => {
  it.each([
    [['retry', 'rerun'] as const, 'you may now: retry, rerun'],
    [[], 'you may now: nothing'],
  ])('tells that of a state with what is allowed instead: %j', (can, words) => {
    const { allowedActions } = aRun({}, [...can]);
    const told = inWords(
      new ActionRefused('It is over', 'failed', allowedActions),
    );

    expect(told).toMatchObject({
      name: 'ConflictError',
      message: `It is over (the run is failed; ${words})`,
    });
  });

  it('names every field that does not fit, and its rule', () => {
    const violation = (pointer: string) => ({
      pointer,
      rule: 'maximum',
      message: 'must be <= 5',
    });

    expect(inWords(new InvalidInput('input', [violation('/a')]))).toMatchObject(
      {
        name: 'InputError',
        message: 'input/a: must be <= 5 (maximum)',
      },
    );
    expect(
      inWords(new InvalidInput('input', [violation('/a'), violation('/b')])),
    ).toMatchObject({
      message: '/a: must be <= 5 (maximum); /b: must be <= 5 (maximum)',
    });
  });

  it('keeps what a driver says to itself', () => {
    const away = Object.assign(new Error('connect db.internal'), {
      code: 'ECONNREFUSED',
    });

    expect(inWords(away)).toMatchObject({
      name: 'ServiceUnavailableError',
      message:
        'The database of workflow runs cannot be reached: try again soon',
    });
  });

  it('leaves the rest as it is', () => {
    const error = new Error('no');

    expect(inWords(error)).toBe(error);
  });
});
