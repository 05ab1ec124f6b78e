import { fieldTooDeep } from './tooDeep';

describe('fieldTooDeep', () => {
  it.each([
    ['{"a":[[1]],"b":[[[1]]]}', 'b'],
    ['{"a": {"b": {"c": {}}}}', 'a'],
    ['{"a":"[[[[","b" : [[[ ', 'b'],
    ['{"a":"\\"[[[","b":[[[', 'b'],
    ['{"not repeated: \\u0041":[[[', ''],
    ['[[[[', ''],
  ])('finds in %s the field %j', (text, field) => {
    expect(fieldTooDeep(text, 2)).toBe(field);
  });

  it.each([
    '',
    '{',
    '{"a":[[1]]}',
    '{"a":"[[[["}',
    '"\\',
    '{"a":[[]],"b":[[]]}',
  ])('finds nothing in %s', text => {
    expect(fieldTooDeep(text, 2)).toBeUndefined();
  });

  it.each(['[', '"', '{"a":', '"\\"', '"a" '])(
    'takes for a megabyte of %s as long as it is',
    piece => {
      const before = performance.now();
      fieldTooDeep(piece.repeat(1_000_000 / piece.length), 1_000_000);
      expect(performance.now() - before).toBeLessThan(2_000);
    },
  );
});
