import { questionsOf, type Schema } from './questions';

const kinds: [string, Schema, object][] = [
  ['a text', { type: 'string' }, { type: 'text' }],
  ['a secret', { type: 'string', format: 'password' }, { type: 'secret' }],
  [
    'what is only written',
    { type: 'string', writeOnly: true },
    { type: 'secret' },
  ],
  ['a number', { type: 'integer' }, { type: 'number' }],
  ['a flag', { type: 'boolean' }, { type: 'flag' }],
  ['a choice', { enum: ['a', 'b'] }, { type: 'choice', values: ['a', 'b'] }],
  [
    'a choice of constants',
    { oneOf: [{ const: 1 }, { const: 2 }] },
    { type: 'choice', values: [1, 2] },
  ],
  [
    'several of a choice',
    { type: 'array', items: { enum: ['x', 'y'] } },
    { type: 'choices', values: ['x', 'y'] },
  ],
  [
    'texts',
    { type: 'array', items: { type: 'string' } },
    { type: 'list', of: 'text' },
  ],
  [
    'numbers',
    { type: 'array', items: { type: 'number' } },
    { type: 'list', of: 'number' },
  ],
  [
    'what may be null',
    { anyOf: [{ type: 'string' }, { type: 'null' }] },
    { type: 'text' },
  ],
  ['a type or null', { type: ['number', 'null'] }, { type: 'number' }],
  [
    'objects in a list',
    { type: 'array', items: { type: 'object' } },
    { type: 'json' },
  ],
  [
    'one of several shapes',
    { anyOf: [{ type: 'string' }, { type: 'number' }] },
    { type: 'json' },
  ],
  ['anything', {}, { type: 'json' }],
];

const object = (properties: Record<string, Schema>, required: string[] = []) =>
  ({ type: 'object', properties, required } as unknown as Schema);

describe('questionsOf', () => {
  it.each(kinds)('asks for %s in its own way', (_, field, kind) => {
    expect(questionsOf(object({ field }))[0].kind).toEqual(kind);
  });

  it('asks in the order of the schema, and knows what is required and what is usual', () => {
    const schema = object(
      {
        name: { type: 'string', title: 'Name', description: 'Of whom' },
        seats: { type: 'integer', default: 5 },
      },
      ['name'],
    );
    expect(questionsOf(schema)).toEqual([
      expect.objectContaining({
        path: ['name'],
        label: 'Name',
        description: 'Of whom',
        isRequired: true,
        byDefault: undefined,
      }),
      expect.objectContaining({
        path: ['seats'],
        label: 'seats',
        isRequired: false,
        byDefault: 5,
      }),
    ]);
  });

  it('asks for the fields of what is nested and required, one by one', () => {
    const schema = object(
      {
        to: object({ mail: { type: 'string' }, cc: { type: 'string' } }, [
          'mail',
        ]),
      },
      ['to'],
    );
    expect(
      questionsOf(schema).map(({ label, isRequired }) => [label, isRequired]),
    ).toEqual([
      ['to.mail', true],
      ['to.cc', false],
    ]);
  });

  it('asks for what is nested and may be left out as a whole', () => {
    const schema = object({
      to: object({ mail: { type: 'string' } }, ['mail']),
    });
    expect(questionsOf(schema)).toEqual([
      expect.objectContaining({ path: ['to'], kind: { type: 'json' } }),
    ]);
  });

  it('follows references, and comes to an end where a schema contains itself', () => {
    const schema = {
      ...object({ node: { $ref: '#/$defs/node' } }, ['node']),
      $defs: {
        node: object(
          { name: { type: 'string' }, child: { $ref: '#/$defs/node' } },
          ['name', 'child'],
        ),
      },
    } as unknown as Schema;
    const labels = questionsOf(schema).map(({ label }) => label);
    expect(labels.slice(0, 2)).toEqual(['node.name', 'node.child.name']);
    expect(labels.length).toBeLessThan(10);
  });

  it('asks nothing where there is nothing to ask', () => {
    expect(questionsOf({})).toEqual([]);
    expect(questionsOf({ type: 'object' })).toEqual([]);
  });
});
