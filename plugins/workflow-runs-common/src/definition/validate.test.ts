import type { Condition } from './values';
import { step, workflow } from '../machine/__fixtures__/workflows';
import { findDefinitionProblems } from './validate';

const valid = workflow([
  step('a'),
  step('b', ['a'], { when: { exists: { $ref: '/steps/a/output/x' } } }),
]);
const $ = ($ref: string) => ({ $ref });
const matching = (message: string | RegExp) =>
  typeof message === 'string' ? message : expect.stringMatching(message);
/** A definition whose second step has a condition of any shape. */
const asking = (when: unknown) =>
  workflow([step('a'), step('b', ['a'], { when: when as Condition })]);

it('finds nothing wrong with a valid definition', () => {
  expect(findDefinitionProblems(valid)).toEqual([]);
});

it('takes only an object as input', () => {
  expect(
    findDefinitionProblems({ ...valid, inputSchema: { type: 'array' } }),
  ).toEqual([
    {
      pointer: '/inputSchema/type',
      rule: 'input-object',
      message: 'the input of a workflow must be an object',
    },
  ]);
});

it('takes no part of a fan-out from an author', () => {
  expect(findDefinitionProblems({ ...valid, chunkOf: 'a' })).toEqual([
    {
      pointer: '/chunkOf',
      rule: 'chunk',
      message: 'only an engine cuts a fan-out into chunks: leave it out',
    },
  ]);
});

it('wants to be told what is expected of runs, where anything is', () => {
  const saying = (slo: object) => findDefinitionProblems({ ...valid, slo });

  expect(saying({ p95Duration: '10m', window: '7d' })).toEqual([]);
  expect(saying({ window: '7d' })).toMatchObject([
    { pointer: '/slo', rule: 'slo' },
  ]);
  expect(saying({ successRate: 99 })).toMatchObject([
    { pointer: '/slo/successRate', rule: 'schema' },
  ]);
  expect(saying({ p95Duration: 600 })).toMatchObject([
    { pointer: '/slo/p95Duration', rule: 'schema' },
  ]);
});

describe('the shape', () => {
  it.each([
    ['nothing', null, '', undefined, /expected object/],
    ['a text', 'x', '', undefined, /expected object/],
    [
      'another version of the schema',
      { ...valid, schemaVersion: 2 },
      '/schemaVersion',
      undefined,
      /expected 1/,
    ],
    [
      'a field that there is not',
      { ...valid, extra: 1 },
      '',
      undefined,
      /Unrecognized key: "extra"/,
    ],
    [
      'no steps',
      { ...valid, steps: [] },
      '/steps',
      undefined,
      /expected array to have >=1 items/,
    ],
    [
      'a name in capitals',
      { ...valid, name: 'Sync' },
      '/name',
      undefined,
      /must start with a letter/,
    ],
    [
      'a step that is none',
      { ...valid, steps: [null] },
      '/steps/0',
      '#1',
      /expected object/,
    ],
    [
      'a step without a key',
      { ...valid, steps: [valid.steps[0], { ...valid.steps[1], key: 1 }] },
      '/steps/1/key',
      '#2',
      /expected string/,
    ],
    [
      'a field of a step that there is not',
      { ...valid, steps: [{ ...step('a'), 'x/y': 1 }] },
      '/steps/0',
      'a',
      /Unrecognized key: "x\/y"/,
    ],
    [
      'a type of step that there is not',
      { ...valid, steps: [{ ...step('a'), type: 'magic' }] },
      '/steps/0/type',
      'a',
      /Expected 'tool' \| 'model'/,
    ],
    [
      'a time-out of nothing',
      { ...valid, steps: [{ ...step('a'), timeoutMs: 0 }] },
      '/steps/0/timeoutMs',
      'a',
      /expected number to be >=1/,
    ],
    [
      'a handler of version 0',
      {
        ...valid,
        steps: [{ ...step('a'), handler: { name: 'a', version: 0 } }],
      },
      '/steps/0/handler/version',
      'a',
      /expected number to be >=1/,
    ],
    [
      'a retry policy that there is not',
      { ...valid, steps: [{ ...step('a'), retry: { kind: 'hope' } }] },
      '/steps/0/retry/kind',
      'a',
      /Expected 'none' \| 'failAfter'/,
    ],
    [
      'no attempts',
      {
        ...valid,
        steps: [
          {
            ...step('a'),
            retry: { kind: 'failAfter', attempts: 0, delayMs: 0 },
          },
        ],
      },
      '/steps/0/retry/attempts',
      'a',
      /expected number to be >=1/,
    ],
    [
      'a back-off that shrinks',
      {
        ...valid,
        steps: [
          {
            ...step('a'),
            retry: {
              kind: 'keepTrying',
              initialDelayMs: 1,
              factor: 0.5,
              maxDelayMs: 1,
            },
          },
        ],
      },
      '/steps/0/retry/factor',
      'a',
      /expected number to be >=1/,
    ],
  ])('is refused where it is %s', (_, candidate, pointer, stepKey, message) => {
    expect(findDefinitionProblems(candidate)).toEqual([
      {
        step: stepKey,
        pointer,
        rule: 'schema',
        message: expect.stringMatching(message),
      },
    ]);
  });

  it('names every field that is wrong, and escapes pointers', () => {
    const problems = findDefinitionProblems({
      ...valid,
      inputSchema: { type: 'object', 'a/b~c': undefined },
      steps: [{ ...step('a'), join: 'x', timeoutMs: -1 }],
    });

    expect(problems.map(({ pointer }) => pointer)).toEqual([
      '/inputSchema/a~1b~0c',
      '/steps/0/join',
      '/steps/0/timeoutMs',
    ]);
  });
});

describe('the shape of a condition', () => {
  it.each([
    [{ eq: [1] }, '/eq', /array to have >=2 items/],
    [{ eq: [1, 2, 3] }, '/eq', /array to have <=2 items/],
    [{ exists: '/input/x' }, '/exists', /expected object/],
    [
      { exists: $('/inputs/x') },
      '/exists/$ref',
      'must start with /input, /steps/<key>/output or, in a fan-out, /item',
    ],
    [
      { and: [{ eq: [1, 1] }, { eq: [$('/step/a/output'), 1] }] },
      '/and/1/eq/0/$ref',
      'must start with /input, /steps/<key>/output or, in a fan-out, /item',
    ],
    [
      { eq: [$('/steps/a/result'), 1] },
      '/eq/0/$ref',
      'must start with /input, /steps/<key>/output or, in a fan-out, /item',
    ],
    [
      { in: [1, [$('/input/x')]] },
      '/in/1',
      'a literal cannot hold a reference',
    ],
    [
      { in: [1, { list: [{ ...$('/input/x'), more: 1 }] }] },
      '/in/1',
      'a literal cannot hold a reference',
    ],
    [{ gt: [() => 1, 1] }, '/gt/0', 'must be a JSON value or a reference'],
    [{ lt: [Number.NaN, 1] }, '/lt/0', 'must be a JSON value or a reference'],
    [{ and: [] }, '/and', /array to have >=1 items/],
    [{ not: { or: [{ lt: [1] }] } }, '/not/or/0/lt', />=2 items/],
    [{ not: { nor: [] } }, '/not', /^must be a condition: an object with one/],
    [
      { eq: [1, 1], ne: [1, 2] },
      '',
      /^must be a condition: an object with one/,
    ],
    [{}, '', /^must be a condition: an object with one/],
    ['a > b', '', /^must be a condition: an object with one/],
  ])('%j is refused at %s', (when, pointer, message) => {
    expect(findDefinitionProblems(asking(when))).toEqual([
      {
        step: 'b',
        pointer: `/steps/1/when${pointer}`,
        rule: 'schema',
        message: matching(message),
      },
    ]);
  });

  it('has room for conditions in conditions', () => {
    let when: unknown = { eq: [1, 1] };
    for (let i = 0; i < 90; i++) when = { not: when };

    expect(findDefinitionProblems(asking(when))).toEqual([]);
  });

  it.each([
    ['conditions', (nested: unknown) => ({ not: nested })],
    ['lists of conditions', (nested: unknown) => ({ and: [nested] })],
    ['literals', (nested: unknown) => ({ eq: [1, nested] })],
  ])('has a limit to %s in each other, at any depth', (_, nest) => {
    for (const levels of [101, 3_000, 100_000]) {
      let when: unknown = { eq: [1, 1] };
      for (let i = 0; i < levels; i++) when = nest(when);

      expect(findDefinitionProblems(asking(when))).toEqual([
        {
          step: 'b',
          pointer: '/steps/1',
          rule: 'schema',
          message: 'is nested deeper than 100 levels',
        },
      ]);
    }
  });

  it('has a limit to the depth of the rest, too', () => {
    let deep: unknown = {};
    for (let i = 0; i < 10_000; i++) deep = { properties: deep };

    expect(findDefinitionProblems({ ...valid, inputSchema: deep })).toEqual([
      {
        step: undefined,
        pointer: '',
        rule: 'schema',
        message: 'is nested deeper than 100 levels',
      },
    ]);
  });
});
