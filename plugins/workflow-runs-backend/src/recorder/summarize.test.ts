import { Json } from 'backstage-plugin-workflow-runs-common';
import { summarize } from './summarize';

const fields = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, i]));

describe('a value in few words', () => {
  it.each<[Json, Json]>([
    [null, null],
    [7, 7],
    [false, false],
    ['fine', 'fine'],
    [[], '[0 items]'],
    [[1], '[1 item]'],
    [[1, [2], {}], '[3 items]'],
    [{}, {}],
    [
      { file: 'a.pdf', pages: 2, isNew: true, by: null },
      { file: 'a.pdf', pages: 2, isNew: true, by: null },
    ],
    [
      { lines: [1, 2], total: { net: 1, gross: 2, vat: 3 }, one: { x: 1 } },
      { lines: '[2 items]', total: '{3 fields}', one: '{1 field}' },
    ],
    [
      { none: [], nothing: {} },
      { none: '[0 items]', nothing: '{0 fields}' },
    ],
    ['x'.repeat(100), 'x'.repeat(100)],
    ['x'.repeat(101), `${'x'.repeat(99)}…`],
    [{ text: 'x'.repeat(500) }, { text: `${'x'.repeat(99)}…` }],
    // Half a character is none.
    [`${'x'.repeat(98)}🚀🚀`, `${'x'.repeat(98)}…`],
    [{ ['k'.repeat(500)]: 1 }, { [`${'k'.repeat(99)}…`]: 1 }],
    [fields(20), fields(20)],
    [fields(21), { ...fields(20), '…': '1 more field' }],
    [fields(1_000), { ...fields(20), '…': '980 more fields' }],
  ])('is as short as it should be: case %#', (value, expected) => {
    expect(summarize(value)).toEqual(expected);
  });

  it('takes fields by their names, whatever those are', () => {
    const value = JSON.parse('{"__proto__": 1, "constructor": [1]}');

    expect(JSON.stringify(summarize(value))).toBe(
      '{"__proto__":1,"constructor":"[1 item]"}',
    );
  });

  it('is small, however large the value is', () => {
    const large = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, i) => [
        `${i}`.padEnd(1_000, 'k'),
        'v'.repeat(1_000),
      ]),
    );

    expect(JSON.stringify(summarize(large)).length).toBeLessThan(5_000);
  });
});
