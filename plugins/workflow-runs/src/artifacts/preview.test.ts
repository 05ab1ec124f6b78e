import { parseCsv, previewOf } from './preview';

describe('previewOf', () => {
  it.each([
    ['text/plain; charset=utf-8', 10, 'text'],
    ['TEXT/CSV', 10, 'csv'],
    ['application/json', 10, 'json'],
    ['image/png', 10, 'image'],
    // Whatever a browser could run is not shown.
    ['text/html', 10, 'none'],
    ['image/svg+xml', 10, 'none'],
    ['application/pdf', 10, 'none'],
    ['constructor', 10, 'none'],
    ['application/json', 1_000_001, 'large'],
  ])('%s of %d bytes: %s', (contentType, bytes, expected) => {
    expect(previewOf({ contentType, bytes })).toBe(expected);
  });
});

describe('parseCsv', () => {
  it.each([
    [
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['\uFEFFa\r\n"x, ""y""\nz"\r\n', [['a'], ['x, "y"\nz']]],
    [
      'a,\n,b',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['', []],
    ['it is 5" wide', [['it is 5" wide']]],
  ])('%j', (text, expected) => {
    expect(parseCsv(text, 10)).toEqual(expected);
  });

  it('stops at the rows that are wanted', () => {
    expect(parseCsv('a\nb\nc\nd', 2)).toEqual([['a'], ['b']]);
  });
});
