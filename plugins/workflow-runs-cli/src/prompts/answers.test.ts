import { asTyped, isGiven, readAnswer, withAnswer } from './answers';
import { checkOf } from './check';

const required = { isRequired: true } as const;
const optional = { isRequired: false } as const;

describe('readAnswer', () => {
  it.each([
    [{ kind: { type: 'text' }, ...required }, ' a b ', { value: 'a b' }],
    [{ kind: { type: 'secret' }, ...required }, ' a ', { value: ' a ' }],
    [
      { kind: { type: 'text' }, ...required },
      '  ',
      { problem: 'It is required' },
    ],
    [{ kind: { type: 'text' }, ...optional }, '', { value: undefined }],
    [{ kind: { type: 'number' }, ...required }, '4.5', { value: 4.5 }],
    [
      { kind: { type: 'number' }, ...required },
      'four',
      { problem: "'four' is no number" },
    ],
    [
      { kind: { type: 'list', of: 'text' }, ...required },
      'a, b,,c ',
      { value: ['a', 'b', 'c'] },
    ],
    [
      { kind: { type: 'list', of: 'number' }, ...required },
      '1,2',
      { value: [1, 2] },
    ],
    [
      { kind: { type: 'list', of: 'number' }, ...required },
      '1,b',
      { problem: "'b' is no number" },
    ],
    [
      { kind: { type: 'json' }, ...required },
      '{"a":[1]}',
      { value: { a: [1] } },
    ],
  ] as const)('of %j reads %j as %j', (question, text, read) => {
    expect(readAnswer(question, text)).toEqual(read);
  });

  it('says why something is no JSON', () => {
    const read = readAnswer({ kind: { type: 'json' }, ...required }, '{a}');
    expect(read).toEqual({ problem: expect.stringContaining('It is no JSON') });
  });
});

describe('checkOf', () => {
  it.each([
    [{ type: 'integer', minimum: 1 }, 0, 'It has to be 1 or more'],
    [{ type: 'integer' }, 1.5, 'It has to be of the type integer'],
    [
      { type: 'string', format: 'email' },
      'x',
      'It has to be of the form email',
    ],
    [
      { type: 'string', minLength: 3 },
      'x',
      'It has to have at least 3 characters',
    ],
    [{ type: 'array', maxItems: 1 }, [1, 2], 'There may be 1 at most'],
    [{ type: 'object', required: ['a'] }, {}, 'a is missing'],
    [{ type: 'integer', minimum: 1 }, 1, undefined],
    // What no validator understands is the server's to judge.
    [{ type: 'nonsense' }, 1, undefined],
  ] as const)('by %j says of %j: %s', (schema, value, said) => {
    expect(checkOf(schema as any, {})(value as any)).toBe(said);
  });
});

it('puts an answer at its place, and keeps what is beside it', () => {
  const input = { a: { b: 1 }, c: 2 };
  expect(withAnswer(input, ['a', 'd'], 3)).toEqual({ a: { b: 1, d: 3 }, c: 2 });
  expect(withAnswer({}, ['x', 'y'], true)).toEqual({ x: { y: true } });
  expect(isGiven(input, ['a', 'b'])).toBe(true);
  expect(isGiven(input, ['a', 'd'])).toBe(false);
});

it.each([
  [undefined, undefined],
  [null, undefined],
  [5, '5'],
  [['a', 'b'], 'a, b'],
  [{ a: 1 }, '{"a":1}'],
  [[{ a: 1 }], '[{"a":1}]'],
])('shows what is usual, %j, as %j', (value, typed) => {
  expect(asTyped(value)).toBe(typed);
});
