import type { Condition } from '../definition/values';
import type { Json } from '../model/vocabulary';
import { ConditionValues, evaluate, stepsReferredTo } from './condition';

const $ = ($ref: string) => ({ $ref });
const values: ConditionValues = {
  input: {
    n: 5,
    zero: 0,
    s: 'abc',
    empty: '',
    yes: true,
    no: false,
    nothing: null,
    list: [1, 'two', { three: [3] }, [4]],
    none: [],
    object: { a: 1, b: { c: [1, 2] } },
    same: { b: { c: [1, 2] }, a: 1 },
    'a/b': 'slash',
    'a~b': 'tilde',
    '~1': 'both',
    '': 'unnamed',
  },
  outputs: {
    first: { ok: true, items: [{ id: 7 }] },
    plain: 'text',
    null_output: null,
  },
};

describe('evaluate', () => {
  it.each<[Condition, boolean]>([
    // eq: any JSON value, deeply, whatever the order of keys
    [{ eq: [1, 1] }, true],
    [{ eq: [1, 2] }, false],
    [{ eq: [1, '1'] }, false],
    [{ eq: [0, false] }, false],
    [{ eq: ['', null] }, false],
    [{ eq: [null, null] }, true],
    [{ eq: [$('/input/nothing'), null] }, true],
    [{ eq: [$('/input/object'), $('/input/same')] }, true],
    [{ eq: [$('/input/object'), { a: 1 }] }, false],
    [{ eq: [{ a: 1 }, { a: 1, b: 2 }] }, false],
    [
      {
        eq: [
          { a: 1, c: 2 },
          { a: 1, b: 2 },
        ],
      },
      false,
    ],
    [
      {
        eq: [
          [1, 2],
          [1, 2],
        ],
      },
      true,
    ],
    [
      {
        eq: [
          [1, 2],
          [2, 1],
        ],
      },
      false,
    ],
    [{ eq: [[], {}] }, false],
    [{ eq: [{}, []] }, false],
    [{ eq: [{}, null] }, false],
    [{ eq: [[1], { 0: 1 }] }, false],
    [{ eq: [$('/input/list/2/three'), [3]] }, true],
    [{ eq: [JSON.parse('{"__proto__":{}}'), { a: 1 }] }, false],
    // ne: the opposite of eq
    [{ ne: [1, 2] }, true],
    [{ ne: [{ a: [1] }, { a: [1] }] }, false],
    [{ ne: [$('/input/missing'), 1] }, true],
    // order: two numbers or two strings
    [{ gt: [$('/input/n'), 4] }, true],
    [{ gt: [$('/input/n'), 5] }, false],
    [{ gte: [$('/input/n'), 5] }, true],
    [{ gte: [$('/input/n'), 6] }, false],
    [{ lt: [$('/input/n'), 6] }, true],
    [{ lt: [$('/input/n'), 5] }, false],
    [{ lte: [$('/input/n'), 5] }, true],
    [{ lte: [$('/input/n'), 4] }, false],
    [{ gt: [-1, -2] }, true],
    [{ lt: [0.1, 0.2] }, true],
    [{ lt: ['2026-01-01', '2026-01-02'] }, true],
    [{ gt: ['b', 'a'] }, true],
    [{ gte: ['a', 'a'] }, true],
    [{ lte: ['a', 'a'] }, true],
    [{ lt: ['10', '9'] }, true],
    // mixed types are in no order
    [{ lt: [1, '2'] }, false],
    [{ gte: [1, '1'] }, false],
    [{ lte: [null, null] }, false],
    [{ gt: [true, false] }, false],
    [{ lt: [[1], [2]] }, false],
    // in
    [{ in: [1, $('/input/list')] }, true],
    [{ in: [{ three: [3] }, $('/input/list')] }, true],
    [{ in: [[4], $('/input/list')] }, true],
    [{ in: ['1', $('/input/list')] }, false],
    [{ in: [1, $('/input/none')] }, false],
    [{ in: ['b', 'abc'] }, false],
    [{ in: ['a', $('/input/object')] }, false],
    [{ in: [$('/input/missing'), [null]] }, false],
    [{ in: [1, $('/input/missing')] }, false],
    // exists: null is a value
    [{ exists: $('/input/nothing') }, true],
    [{ exists: $('/input/zero') }, true],
    [{ exists: $('/input/empty') }, true],
    [{ exists: $('/input/missing') }, false],
    [{ exists: $('/input') }, true],
    [{ exists: $('/steps/first/output') }, true],
    [{ exists: $('/steps/null_output/output') }, true],
    [{ exists: $('/steps/skipped/output') }, false],
    // and, or, not
    [{ and: [{ eq: [1, 1] }, { eq: [2, 2] }] }, true],
    [{ and: [{ eq: [1, 1] }, { eq: [2, 3] }] }, false],
    [{ or: [{ eq: [1, 2] }, { eq: [2, 2] }] }, true],
    [{ or: [{ eq: [1, 2] }, { eq: [2, 3] }] }, false],
    [{ not: { eq: [1, 2] } }, true],
    [{ not: { not: { eq: [1, 2] } } }, false],
    [{ not: { lt: [$('/input/missing'), 1] } }, true],
  ])('%j is %s', (condition, expected) => {
    expect(evaluate(condition, values)).toBe(expected);
  });

  it.each<[string, Json]>([
    ['/input/list/0', 1],
    ['/input/list/2/three/0', 3],
    ['/input/a~1b', 'slash'],
    ['/input/a~0b', 'tilde'],
    ['/input/~01', 'both'],
    ['/input/', 'unnamed'],
    ['/steps/first/output/items/0/id', 7],
    ['/steps/plain/output', 'text'],
  ])('follows %s to %j', (reference, value) => {
    expect(evaluate({ eq: [$(reference), value] }, values)).toBe(true);
  });

  it.each([
    '/input/__proto__',
    '/input/constructor',
    '/input/toString',
    '/input/object/hasOwnProperty',
    '/input/list/length',
    '/input/list/-1',
    '/input/list/4',
    '/input/list/00',
    '/input/list/push',
    '/input/s/length',
    '/input/s/0',
    '/input/n/toFixed',
    '/input/nothing/x',
    '/steps/constructor/output',
    '/steps/__proto__/output',
    '/steps/first/output/constructor/name',
  ])('%s leads nowhere', reference => {
    const condition: Condition = { exists: $(reference) };
    expect(evaluate(condition, values)).toBe(false);
  });

  it('compares what is nested deeper than the stack', () => {
    const nested = (levels: number, core: Json) => {
      let value = core;
      for (let i = 0; i < levels; i++) value = [value];
      return value;
    };
    const deep = (other: Json): ConditionValues => ({
      input: { left: nested(200_000, 1), right: nested(200_000, other) },
      outputs: {},
    });
    const condition: Condition = { eq: [$('/input/left'), $('/input/right')] };

    expect(evaluate(condition, deep(1))).toBe(true);
    expect(evaluate(condition, deep(2))).toBe(false);
  });

  it('takes a literal for what it is, even where it looks like a pointer', () => {
    expect(evaluate({ eq: ['/input/n', '/input/n'] }, values)).toBe(true);
    expect(evaluate({ eq: ['/input/n', 5] }, values)).toBe(false);
  });
});

describe('stepsReferredTo', () => {
  it('finds each step once, however deep', () => {
    expect(
      stepsReferredTo({
        and: [
          { eq: [$('/steps/a/output'), $('/steps/b/output/x')] },
          { not: { or: [{ exists: $('/steps/a/output/y') }] } },
          { in: [$('/input/steps/c/output'), ['/steps/d/output']] },
        ],
      }),
    ).toEqual(['a', 'b']);
  });

  it('finds none where only the input is read', () => {
    expect(stepsReferredTo({ exists: $('/input/x') })).toEqual([]);
  });
});
