import { z } from 'zod';
import { Json } from 'backstage-plugin-workflow-runs-common';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { InvalidInput } from './InvalidInput';
import { InputValidator } from './validateInput';

const definitionOf = (inputSchema: Record<string, Json>) => ({
  ...defineWorkflow({
    name: 'a',
    version: '1',
    input: z.object({}),
    steps: { a: {} },
  }).definition,
  inputSchema,
});

describe('an input', () => {
  const validator = new InputValidator();
  let schemas = 0;
  const check = (schema: Record<string, Json>, input: Record<string, Json>) => {
    schemas += 1;
    return validator.validate(`${schemas}`, definitionOf(schema), input);
  };
  const violationsOf = (...args: Parameters<typeof check>) => {
    try {
      check(...args);
    } catch (error) {
      return (error as InvalidInput).violations;
    }
    return [];
  };

  it('gets defaults, at any depth, and is not changed itself', () => {
    const input = { nested: {} };
    const schema = {
      properties: {
        nested: { properties: { a: { default: 1 } } },
        b: { default: [2] },
      },
    };

    expect(check(schema, input)).toEqual({ nested: { a: 1 }, b: [2] });
    expect(input).toEqual({ nested: {} });
  });

  it.each([
    [{ required: ['a/b'] }, {}, '/a~1b', 'required'],
    [{ additionalProperties: false }, { x: 1 }, '/x', 'additionalProperties'],
    [{ unevaluatedProperties: false }, { x: 1 }, '/x', 'unevaluatedProperties'],
    [
      { properties: { at: { format: 'date-time' } } },
      { at: 'soon' },
      '/at',
      'format',
    ],
    [
      { properties: { list: { items: { type: 'number' } } } },
      { list: [1, 'x'] },
      '/list/1',
      'type',
    ],
  ])('that breaks %j is told at the field', (schema, input, pointer, rule) => {
    expect(violationsOf(schema, input)).toMatchObject([{ pointer, rule }]);
  });

  it('is told what it could have been instead', () => {
    const schema = { properties: { mood: { enum: ['happy', 'formal'] } } };

    expect(violationsOf(schema, { mood: 'secret' })).toEqual([
      {
        pointer: '/mood',
        rule: 'enum',
        message: 'must be equal to one of the allowed values: happy, formal',
      },
    ]);
  });

  it('may have a schema with the name of another one', () => {
    const schema = { $id: 'https://example.com/input', type: 'object' };

    expect(check(schema, {})).toEqual({});
    expect(check({ ...schema, title: 'newer' }, {})).toEqual({});
  });

  it('is checked by a schema that is compiled once', () => {
    let reads = 0;
    const definition = definitionOf({});
    Object.defineProperty(definition, 'inputSchema', {
      get: () => {
        reads += 1;
        return { type: 'object' };
      },
    });
    for (let i = 0; i < 3; i++) validator.validate('same', definition, {});

    expect(reads).toBe(1);
  });
});
