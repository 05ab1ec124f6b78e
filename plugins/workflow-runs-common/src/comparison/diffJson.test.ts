import fc from 'fast-check';
import { Json } from '../model/vocabulary';
import { applyChanges } from './__testUtils__/applyChanges';
import { diffJson, JsonChange } from './diffJson';

const was = (pointer: string, a: Json, b: Json): JsonChange => ({
  pointer,
  kind: 'changed',
  a,
  b,
});
const added = (pointer: string, b: Json): JsonChange => ({
  pointer,
  kind: 'added',
  a: null,
  b,
});
const removed = (pointer: string, a: Json): JsonChange => ({
  pointer,
  kind: 'removed',
  a,
  b: null,
});

describe('the difference of two values', () => {
  it.each<[Json, Json, JsonChange[]]>([
    [1, 1, []],
    [1, 2, [was('', 1, 2)]],
    [null, null, []],
    [null, {}, [was('', null, {})]],
    [{}, [], [was('', {}, [])]],
    [[], [], []],
    [{}, {}, []],
    ['1', 1, [was('', '1', 1)]],
    [{ x: 1, y: 2 }, { y: 2, x: 1 }, []],
    [{ x: 1 }, { x: 2 }, [was('/x', 1, 2)]],
    [{ x: 1 }, {}, [removed('/x', 1)]],
    [{}, { x: null }, [added('/x', null)]],
    [{ x: null }, {}, [removed('/x', null)]],
    [{ x: { y: [1] } }, { x: { y: [2] } }, [was('/x/y/0', 1, 2)]],
    [{ x: { y: 1 } }, { x: [1] }, [was('/x', { y: 1 }, [1])]],
    [{ x: {} }, { x: 1 }, [was('/x', {}, 1)]],
    [[1, 2, 3], [1], [removed('/2', 3), removed('/1', 2)]],
    [[1], [1, 2, 3], [added('/1', 2), added('/2', 3)]],
    [
      [1, 2],
      [0, 1, 2],
      [was('/0', 1, 0), was('/1', 2, 1), added('/2', 2)],
    ],
    [
      { 'a/b': 1, '~': 1 },
      { 'a/b': 2 },
      [was('/a~1b', 1, 2), removed('/~0', 1)],
    ],
    [{ '': 1 }, { '': 2 }, [was('/', 1, 2)]],
    [{ toString: 1 }, {}, [removed('/toString', 1)]],
    [{}, { constructor: 1 }, [added('/constructor', 1)]],
  ])('of %j and %j is %j', (a, b, changes) => {
    expect(diffJson(a, b)).toEqual({ changes, truncated: false });
  });

  it('makes the one of the other when its changes are applied', () => {
    const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;
    const key = fc.constantFrom('a', 'b', '', '/', '~1', 'toString', '0');
    /** Small enough that two of them have much in common. */
    const alike = fc.letrec<{ value: Json }>(tie => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(0, 1, null, 'a', true),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4 }),
      ),
    })).value as fc.Arbitrary<Json>;
    const pair = fc.oneof(fc.tuple(json, json), fc.tuple(alike, alike));

    fc.assert(
      fc.property(pair, ([a, b]) => {
        const { changes, truncated } = diffJson(a, b);

        expect(truncated).toBe(false);
        // As JSON has them: it knows no −0.
        expect(JSON.parse(JSON.stringify(applyChanges(a, changes)))).toEqual(
          JSON.parse(JSON.stringify(b)),
        );
        expect(diffJson(a, structuredClone(a)).changes).toEqual([]);
      }),
      { seed: 20261128, numRuns: 2_000 },
    );
  });

  it.each([
    [499, 499, false],
    [500, 500, false],
    [501, 500, true],
    [100_000, 500, true],
  ])('of %d changes has %d', (count, told, truncated) => {
    const numbers = Array.from({ length: count }, (_, index) => index);
    const cases: [Json, Json][] = [
      [numbers, []],
      [[], numbers],
      [numbers, numbers.map(number => -1 - number)],
    ];

    for (const [a, b] of cases) {
      const diff = diffJson(a, b);
      expect([diff.changes.length, diff.truncated]).toEqual([told, truncated]);
    }
  });

  it('is found in a moment, however large and however deep the values are', () => {
    const list = Array.from({ length: 200_000 }, (_, id) => ({ id, x: [id] }));
    const nested = (depth: number, end: Json) => {
      let value = end;
      for (let level = 0; level < depth; level++) value = { value, level };
      return value;
    };
    const started = performance.now();

    expect(diffJson(list, [...list.slice(0, -1), 1]).changes).toHaveLength(1);
    const deep = diffJson(nested(50_000, 1), nested(50_000, 2));
    expect(deep.changes).toMatchObject([{ kind: 'changed', a: 1, b: 2 }]);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
