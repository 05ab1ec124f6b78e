import { z } from 'zod';
import { Json } from 'backstage-plugin-workflow-runs-common';
import { MAX_OUTPUT_DEPTH, toOutput as toOutputWithin } from './output';
import { DEFAULT_PAYLOAD_LIMITS } from './payloadLimits';

const MAX_OUTPUT_BYTES = DEFAULT_PAYLOAD_LIMITS.payloadBytes;
const toOutput = (returned: unknown, schema?: z.ZodType<any>) =>
  toOutputWithin(returned, schema, DEFAULT_PAYLOAD_LIMITS);

const circular: Record<string, unknown> = {};
circular.self = circular;
const nested = (depth: number) => {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = i % 2 ? [value] : { value };
  return value;
};

describe('toOutput', () => {
  it.each<[string, unknown, Json]>([
    ['nothing', undefined, null],
    ['null', null, null],
    ['text', 'a', 'a'],
    ['an object', { a: [1, null, true] }, { a: [1, null, true] }],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['numbers that JSON does not know', [NaN, Infinity], [null, null]],
    ['what JSON leaves out', { a: undefined, b: () => {} }, {}],
    [
      'as much as fits',
      'x'.repeat(MAX_OUTPUT_BYTES - 2),
      'x'.repeat(MAX_OUTPUT_BYTES - 2),
    ],
    [
      'brackets in text',
      `[[{"\\${'['.repeat(500)}`,
      `[[{"\\${'['.repeat(500)}`,
    ],
    [
      'as deep as may be',
      nested(MAX_OUTPUT_DEPTH),
      nested(MAX_OUTPUT_DEPTH) as Json,
    ],
  ])('takes %s', (_, returned, expected) => {
    expect(toOutput(returned, undefined)).toEqual(expected);
  });

  it.each<[string, unknown, object]>([
    [
      'a BigInt',
      { n: 1n },
      { category: 'bug', message: expect.stringContaining('BigInt') },
    ],
    [
      'a circle',
      circular,
      { category: 'bug', message: expect.stringContaining('circular') },
    ],
    [
      'a function',
      () => {},
      {
        category: 'bug',
        message: 'The handler returned a function, which is no JSON',
      },
    ],
    ['a symbol', Symbol('s'), { category: 'bug' }],
    [
      'what throws when it is written',
      {
        toJSON: () => {
          throw new Error('no');
        },
      },
      { category: 'bug', message: expect.stringContaining('no') },
    ],
    [
      'too much',
      'x'.repeat(MAX_OUTPUT_BYTES - 1),
      {
        category: 'validation_failed',
        code: 'OUTPUT_TOO_LARGE',
        message: expect.stringContaining('artifact'),
      },
    ],
    [
      'too many bytes, though not characters',
      '漢'.repeat(MAX_OUTPUT_BYTES / 3),
      { code: 'OUTPUT_TOO_LARGE' },
    ],
    [
      'what is nested too deep',
      nested(MAX_OUTPUT_DEPTH + 1),
      { category: 'validation_failed', code: 'OUTPUT_TOO_DEEP' },
    ],
  ])('refuses %s', (_, returned, expected) => {
    expect(() => toOutput(returned, undefined)).toThrow(
      expect.objectContaining(expected),
    );
  });

  it('fills in defaults of the schema', () => {
    const schema = z.object({ n: z.number().default(3) });
    expect(toOutput({}, schema)).toEqual({ n: 3 });
  });

  it('says where the output does not fit its schema, and not what is there', () => {
    const schema = z.object({ rows: z.array(z.object({ id: z.string() })) });
    const refuse = () =>
      toOutput({ rows: [{ id: 's3cr3t' }, { id: 7 }] }, schema);
    expect(refuse).toThrow(
      expect.objectContaining({
        category: 'validation_failed',
        code: 'OUTPUT_SCHEMA',
        message: expect.stringContaining('/rows/1/id'),
      }),
    );
    expect(refuse).not.toThrow(/s3cr3t/);
  });
});
