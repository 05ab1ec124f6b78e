import { z } from 'zod';
import { fieldsAt } from './fieldsAt';

describe('the fields at a path', () => {
  const inner = z.strictObject({ a: z.string(), b: z.string() });
  const schema = z.strictObject({
    plain: inner,
    optional: inner.optional(),
    nullable: inner.nullable().default(null),
    prefilled: inner.prefault({ a: '', b: '' }),
    transformed: inner.refine(() => true).transform(({ a }) => a),
    preprocessed: z.preprocess(value => value, inner),
    list: z.array(inner),
    text: z.string(),
  });

  it('are those of the whole where the path is empty', () => {
    expect(fieldsAt(schema, [])).toEqual(Object.keys(schema.shape));
  });

  it.each([
    'plain',
    'optional',
    'nullable',
    'prefilled',
    'transformed',
    'preprocessed',
  ])('are found where they are %s', key => {
    expect(fieldsAt(schema, [key])).toEqual(['a', 'b']);
  });

  it('are found in the items of a list', () => {
    expect(fieldsAt(schema, ['list', 7])).toEqual(['a', 'b']);
  });

  it.each([[['text']], [['list']], [['none']], [['text', 'a']]])(
    'are none at %j',
    path => {
      expect(fieldsAt(schema, path)).toEqual([]);
    },
  );
});
