import { Json } from 'backstage-plugin-workflow-runs-common';
import { beginningOf, jsonBytes } from './beginningOf';

const values: Json[] = [
  null,
  12.5,
  'grüße',
  [],
  {},
  [1, [2, [3, [4, [5, 'six']]]]],
  { a: { b: { c: { d: [1, 2] } }, 'ü"': null }, e: [] },
];

describe('the beginning of a value', () => {
  it.each(values.map(value => [value]))(
    'is all of it where there is room: %j',
    value => {
      const bytes = jsonBytes(value);
      expect(bytes).toBe(Buffer.byteLength(JSON.stringify(value)));
      expect(beginningOf(value, bytes + 10)).toEqual(value);
    },
  );

  it('ends where the room ends, and is a value all the same', () => {
    const results = Array.from({ length: 100_000 }, (_, id) => ({ id }));
    const value = { failed: 0, results, after: 'not reached' };
    const beginning = beginningOf(value, 1_000) as typeof value;
    expect(beginning.results[0]).toEqual({ id: 0 });
    expect(beginning).not.toHaveProperty('after');
    const bytes = jsonBytes(beginning);
    expect(bytes).toBeGreaterThan(900);
    expect(bytes).toBeLessThan(1_100);
  });

  it('keeps a text whole, for a secret may be in it', () => {
    const long = 'x'.repeat(5_000);
    expect(beginningOf([long, long], 10)).toEqual([long]);
  });
});
