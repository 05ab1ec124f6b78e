import { stepErrorSchema } from 'backstage-plugin-workflow-runs-common';
import { StepFailure } from 'backstage-plugin-workflow-runs-node';
import { timeoutError, toStepError } from './errors';

const circular: Record<string, unknown> = {};
circular.self = circular;
const withCode = (code: unknown) => Object.assign(new Error('no'), { code });
const hostile = new Error();
Object.defineProperty(hostile, 'message', {
  get() {
    throw new Error('never ask');
  },
});

describe('toStepError', () => {
  it.each<[string, unknown, object]>([
    [
      'an error',
      new Error('no'),
      { category: 'bug', code: null, message: 'no' },
    ],
    ['an error without words', new RangeError(), { message: 'RangeError' }],
    [
      'a failure',
      new StepFailure('external_api', 'no', { code: '503' }),
      { category: 'external_api', code: '503' },
    ],
    [
      'a failure of another copy of the class',
      Object.assign(new Error('no'), {
        name: 'StepFailure',
        category: 'timeout',
      }),
      { category: 'timeout' },
    ],
    [
      'a failure of a category that there is not',
      Object.assign(new Error('no'), { name: 'StepFailure', category: 'odd' }),
      { category: 'bug' },
    ],
    [
      'a refused connection',
      withCode('ECONNREFUSED'),
      { category: 'transient', code: 'ECONNREFUSED' },
    ],
    [
      'a failed fetch',
      new TypeError('fetch failed', { cause: { code: 'EAI_AGAIN' } }),
      { category: 'transient', code: 'EAI_AGAIN' },
    ],
    [
      'an error with a number as code',
      withCode(42),
      { category: 'bug', code: '42' },
    ],
    [
      'an error with an object as code',
      withCode({ a: 1 }),
      { code: '{"a":1}' },
    ],
    ['an error with null as code', withCode(null), { code: null }],
    ['a long code', withCode('x'.repeat(999)), { code: 'x'.repeat(200) }],
    [
      'an error whose message is no text',
      Object.assign(new Error(), { message: { a: 1 } }),
      { message: '{"a":1}' },
    ],
    [
      'an error whose stack is no text',
      Object.assign(new Error('no'), { stack: [1] }),
      { message: 'no' },
    ],
    [
      'an error that throws when it is asked',
      hostile,
      { message: 'The handler threw what cannot be described' },
    ],
    ['text', 'just so', { category: 'bug', message: 'just so' }],
    ['no text', '', { message: '' }],
    ['nothing', undefined, { message: 'The handler threw nothing' }],
    ['null', null, { message: 'null' }],
    ['a number', 42, { message: '42' }],
    ['an object', { a: 1 }, { message: '{"a":1}' }],
    ['an object in a circle', circular, { message: '[object Object]' }],
    ['a BigInt', 1n, { message: '[object BigInt]' }],
    ['a symbol', Symbol('s'), { message: 'Symbol(s)' }],
  ])('describes %s', (_, thrown, expected) => {
    const error = toStepError(thrown);
    expect(error).toMatchObject(expected);
    expect(stepErrorSchema.parse(error)).toEqual(error);
  });

  it('keeps the stack, and cuts what is long', () => {
    const error = new Error('m'.repeat(99_999));
    error.stack = 's'.repeat(99_999);
    const { message, stack } = toStepError(error);
    expect([message.length, stack!.length]).toEqual([4_000, 16_000]);
  });
});

describe('timeoutError', () => {
  it('says how long was allowed', () => {
    expect(stepErrorSchema.parse(timeoutError(50))).toEqual({
      category: 'timeout',
      code: 'ATTEMPT_TIMEOUT',
      message: 'The attempt took longer than the 50 ms that the step allows',
    });
  });
});
